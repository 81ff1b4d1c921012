import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as schema from '../../db/schema/index.ts'
import { type Actor, type TestApp, testApp } from '../support/app.ts'
import { crawl } from '../support/crawler.ts'
import { at, HOUR, makeLab, makeProject, makeReservation, makeResource, NOW } from '../support/makers.ts'

/** Words that stand nowhere but in the reservations of the researcher, and in who made them. */
const CANARIES = {
  title: 'CanaryTitle',
  note: 'CanaryNote',
  name: 'CanaryName',
  email: 'canary-address',
  project: 'CANARY-7',
  reason: 'CanaryReason',
  decision: 'CanaryDecision',
  training: 'CanaryTraining',
} as const
type Canary = keyof typeof CANARIES

let t: TestApp
beforeAll(async () => {
  t = await testApp({ settings: { demo: true } })
  t.db.$client
    .prepare('UPDATE people SET name = ?, email = ? WHERE id = ?')
    .run(CANARIES.name, `${CANARIES.email}@demo.test`, t.cast.researcher.id)
  makeProject(t.db, CANARIES.project, t.cast.researcher.organisationId, [t.cast.researcher.id])
  // Who looks after a lab elsewhere passes more doors than others.
  const labId = makeLab(t.db, { organisationId: t.cast.stranger.organisationId })
  makeResource(t.db, { labId })
  t.db.insert(schema.stewardships).values({ labId, personId: t.cast.stranger.id, role: 'owner' }).run()
  await reserveInEveryState()
  await waitAndKeep()
})
afterAll(() => t.close())

async function reserveInEveryState() {
  const [researcher, owner] = [t.api('researcher'), t.api('owner')]
  const reserve = async (resource: string, start: number) => {
    const answer = await researcher('POST', '/reservations', {
      resource,
      start: new Date(start).toISOString(),
      end: new Date(start + 2 * HOUR).toISOString(),
      title: CANARIES.title,
      note: CANARIES.note,
      project: CANARIES.project,
      purpose: 'teaching',
    })
    expect(answer.statusCode).toBe(201)
    return answer.json().id as number
  }
  const done = async (answer: { statusCode: number } | Promise<{ statusCode: number }>) =>
    expect((await answer).statusCode).toBe(200)
  await reserve('hplc', at('2026-11-24 10:00'))
  await reserve('tem', at('2026-11-24 10:00'))
  const approved = await reserve('tem', at('2026-11-25 10:00'))
  await done(owner('POST', `/reservations/${approved}/approve`, { note: CANARIES.decision }))
  const declined = await reserve('tem', at('2026-11-26 10:00'))
  await done(owner('POST', `/reservations/${declined}/decline`, { reason: CANARIES.decision }))
  const cancelled = await reserve('hplc', at('2026-11-26 10:00'))
  await done(researcher('POST', `/reservations/${cancelled}/cancel`, { reason: CANARIES.reason }))
  // What was: an hour used, and one nobody came to.
  const past = [await reserve('hplc', at('2026-11-27 08:00')), await reserve('hplc', at('2026-11-27 12:00'))]
  const lastWeek = NOW - 5 * 24 * HOUR
  for (const [i, state] of ['completed', 'no_show'].entries()) {
    t.db.$client.prepare('DELETE FROM claims WHERE reservation_id = ?').run(past[i])
    t.db.$client
      .prepare('UPDATE reservations SET state = ?, start_at = ?, end_at = ? WHERE id = ?')
      .run(state, lastWeek + i * 3 * HOUR, lastWeek + (i * 3 + 2) * HOUR, past[i])
  }
  t.db.$client
    .prepare(
      'INSERT INTO claims (resource_id, start_at, reservation_id, end_at, units) SELECT resource_id, start_at, id, end_at, 1 FROM reservations WHERE id = ?',
    )
    .run(past[0])
  t.db.$client
    .prepare('INSERT INTO usages (resource_id, reservation_id, person_id, start_at, end_at) VALUES (?, ?, ?, ?, ?)')
    .run(t.cast.hplc, past[0], t.cast.researcher.id, lastWeek, lastWeek + HOUR)
}

/** What a person has besides reservations: a request for training, a place in line and a time kept for a form. */
async function waitAndKeep() {
  const researcher = t.as('researcher')
  makeResource(t.db, { labId: t.cast.labId, slug: 'mri', qualificationRequired: 'supervised' })
  const asked = await researcher.post('/training', { resource: 'mri', message: CANARIES.training })
  expect(asked.statusCode).toBe(303)
  const day = '2026-11-30'
  makeReservation(t.db, {
    resourceId: t.cast.hplc,
    requesterId: t.cast.stranger.id,
    start: at(`${day} 10:00`),
    end: at(`${day} 12:00`),
  })
  const waited = await t.api('researcher')('POST', '/waiting-list', {
    resource: 'hplc',
    start: `${day}T09:00:00Z`,
    end: `${day}T11:00:00Z`,
  })
  expect(waited.statusCode).toBe(201)
  const kept = {
    resource: 'hplc',
    date: day,
    start: '13:00',
    end_date: day,
    end: '14:00',
    title: CANARIES.title,
    hold: '1',
  }
  expect((await researcher.post('/reservations', kept)).statusCode).toBe(200)
}

/** Where somebody met which canary. */
async function heard(actor: Actor | null) {
  const answers = await crawl(t, actor)
  expect(answers.filter(({ status }) => status >= 500)).toEqual([])
  const names = Object.keys(CANARIES) as Canary[]
  return {
    count: answers.length,
    songs: answers.flatMap(({ place, body }) =>
      names.filter((name) => body.includes(CANARIES[name])).map((name) => `${name} at ${place}`),
    ),
  }
}

/** An hour of the resources' wall clock in winter, in UTC. */
const zulu = (hour: number) => String(hour - 1).padStart(2, '0')

const kinds = (songs: readonly string[]) => [...new Set(songs.map((song) => song.split(' ')[0]))].sort()

describe('the reservations of an organisation', () => {
  test.each([null, 'stranger', 'company', 'coordinator'] as const)(
    'are unheard of to %s, wherever they look',
    async (actor) => {
      const { count, songs } = await heard(actor)
      expect(count).toBeGreaterThan(50)
      expect(songs).toEqual([])
    },
  )

  test('reach the administrator by the mailbox of the demo alone, and people as those whose accounts they look after', async () => {
    const { songs } = await heard('admin')
    const isOfAccounts = (song: string) => /^(name|email) at \/(admin\/people|manage\/organisations\/)/.test(song)
    expect(songs.filter((song) => !song.includes(' at /mailbox') && !isOfAccounts(song))).toEqual([])
  })

  // Positive controls: the same walk finds every canary where it may sing.
  test.each(['researcher', 'owner', 'deputy'] as const)('are known to the %s', async (actor) => {
    const { songs } = await heard(actor)
    expect(kinds(songs)).toEqual(Object.keys(CANARIES).sort())
  })

  test('are known to a colleague without notes, reasons and decisions', async () => {
    const { songs } = await heard('colleague')
    expect(kinds(songs)).toEqual(['name', 'project', 'title'])
  })
})

describe('a wish for a time that is taken', () => {
  test.each(['stranger', 'company', 'coordinator', 'admin'] as const)(
    'tells %s when it is taken, never whose it is',
    async (actor) => {
      const browser = t.as(actor)
      const bodies: string[] = []
      for (const [resource, day, hour = 10] of [
        ['hplc', '2026-11-24'],
        ['tem', '2026-11-24'],
        ['tem', '2026-11-25'],
        ['hplc', '2026-11-30', 13],
      ] as const) {
        const form = {
          resource,
          date: day,
          start: `${hour}:00`,
          end_date: day,
          end: `${hour + 1}:00`,
          purpose: 'own_research',
        }
        const plain = await browser.post('/reservations', { ...form, title: 'Mine' })
        const live = await browser.post('/reservations', { ...form, check: '1' }, { 'hx-request-type': 'partial' })
        const body = {
          resource,
          start: `${day}T${zulu(hour)}:00:00Z`,
          end: `${day}T${zulu(hour + 1)}:00:00Z`,
          purpose: 'own_research',
        }
        const preview = await t.api(actor)('POST', '/reservations/preview', body)
        const made = await t.api(actor)('POST', '/reservations', { ...body, title: 'Mine' })
        expect([plain.statusCode, live.statusCode, preview.statusCode, made.statusCode]).toEqual([409, 200, 200, 409])
        bodies.push(plain.body, live.body, preview.body, made.body)
      }
      for (const canary of Object.values(CANARIES)) expect(bodies.join()).not.toContain(canary)
    },
  )
})
