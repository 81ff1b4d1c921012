import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../support/app.ts'
import { everyGet, type Walk } from '../support/every-get.ts'
import { type Marks, markSideA } from '../support/marks.ts'
import { type Eyes, type TwoSides, twoSides } from '../support/two-sides.ts'

const PATIENCE_MS = 120_000

/** What of an organisation's words reaches everybody, and why. */
const PUBLIC: Readonly<Record<string, string>> = {
  'organisations.name_pl': 'the catalogue',
  'organisations.name_en': 'the catalogue',
  'organisations.city': 'the catalogue',
  'labs.name_pl': 'the catalogue',
  'labs.name_en': 'the catalogue',
  'labs.unit': 'the catalogue',
  'labs.city': 'the catalogue',
  'labs.description': 'the catalogue',
  'resources.name_pl': 'the catalogue',
  'resources.name_en': 'the catalogue',
  'resources.manufacturer': 'the catalogue',
  'resources.model': 'the catalogue',
  'resources.description': 'the catalogue',
  'resources.specs': 'the catalogue',
  'resources.source_notes': 'where the catalogue has it from',
  'resource_techniques.technique': 'the catalogue',
  'record.serial': 'the record for registers of instruments (PIDINST, DataCite)',
  'record.inventory': 'the record for registers of instruments (PIDINST, DataCite)',
  'record.contact': 'the record names whom outsiders write to',
  'record.technical': 'the record for registers of instruments (DataCite)',
  'record.funding': 'the record for registers of instruments (DataCite)',
  'access.pl': 'terms of access are for everybody to read',
  'access.en': 'terms of access are for everybody to read',
  'availability_rules.label': 'why it is open or closed',
  'people.name of stewards': 'whom to write to about equipment',
}

/** What more reaches whoever is signed in. */
const SIGNED_IN: Readonly<Record<string, string>> = {
  'outages.reason': 'people of the cluster plan by it',
  'quotas.label': 'whoever asks for too much is told which limit it is',
}

/** What more reaches who reads the reports of all. */
const OVERSEEN: Readonly<Record<string, string>> = {
  'utilisation_notes.text': 'written for the coordinator',
  'state_aid_entities.name': 'the coordinator keeps the books of State aid',
  'state_aid_versions.reason': 'the coordinator keeps the books of State aid',
}

let t: TestApp
let sides: TwoSides
let marks: Marks
beforeAll(async () => {
  t = await testApp({ settings: { demo: true } })
  sides = twoSides(t)
  marks = markSideA(t, sides)
})
afterAll(() => t.close())

/** Where somebody met the words of which column that are not meant for them. */
async function heard(who: Eyes, meant: Readonly<Record<string, string>>, walk: Walk = {}) {
  const answers = await everyGet(t, sides, who, walk)
  expect(answers.filter(({ status }) => status >= 500)).toEqual([])
  const columns = new Set<string>()
  const songs = new Set<string>()
  for (const { place, words } of answers)
    for (const column of marks.heardIn(words)) {
      columns.add(column)
      if (!(column in meant)) songs.add(`${column} at ${place}`)
    }
  return { count: answers.length, columns, songs: [...songs] }
}

describe('the words of an organisation', () => {
  test.each([
    ['nobody', PUBLIC, {}],
    ['company', { ...PUBLIC, ...SIGNED_IN }, {}],
    ['bea', { ...PUBLIC, ...SIGNED_IN }, { parts: true }],
    ['ownerB', { ...PUBLIC, ...SIGNED_IN }, { bindings: true }],
    ['coordinator', { ...PUBLIC, ...SIGNED_IN, ...OVERSEEN }, { bindings: true }],
  ] as const)(
    'are unheard of to %s, in every format, wherever they look',
    async (who, meant, walk) => {
      const { count, songs } = await heard(who, meant, walk)
      expect(count).toBeGreaterThan(350)
      expect(songs).toEqual([])
    },
    PATIENCE_MS,
  )

  test(
    'reach the administrator by the mailbox of the demo alone, and people as those whose accounts they look after',
    async () => {
      const { songs } = await heard('administrator', { ...PUBLIC, ...SIGNED_IN, ...OVERSEEN })
      const ofAccounts =
        /^(people|memberships|invitations|sign_ups|identities|outbox|audit_events|setting_events)\.\S+ (of stewards )?at \/(admin|manage|account|reports)/
      expect(songs.filter((song) => !song.includes(' at /mailbox') && !ofAccounts.test(song))).toEqual([])
    },
    PATIENCE_MS,
  )

  // Positive control: the same walk hears them where they may sing.
  test(
    'are known where they belong',
    async () => {
      const columns = new Set<string>()
      for (const who of ['ann', 'ownerA', 'runnerA'] as const)
        for (const column of (await heard(who, {})).columns) columns.add(column)
      expect(marks.columns.filter((column) => !columns.has(column)).sort()).toMatchInlineSnapshot(`
        [
          "idempotency_keys.key",
          "outbox.address",
          "outbox.last_error",
          "resources.source_notes",
          "resources.specs",
          "sign_in_failures.address",
          "sign_in_failures.email",
          "sign_ups.email",
          "sign_ups.name",
        ]
      `)
    },
    PATIENCE_MS,
  )
})

describe('a wish for a time that is taken', () => {
  test.each(['bea', 'company', 'coordinator', 'administrator'] as const)(
    'tells %s when it is taken, never whose it is',
    async (who) => {
      const cookies = sides.cookiesOf(who)
      const page = await t.inject({ url: '/accessibility', cookies })
      for (const { name, value } of page.cookies) cookies[name] = value
      const _csrf = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
      const form = (fields: Record<string, string>) => ({
        ...{ method: 'POST' as const, url: '/reservations', cookies },
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'hx-request-type': fields['check'] ? 'partial' : '',
        },
        payload: new URLSearchParams({ _csrf, ...fields }).toString(),
      })
      const wish = { resource: 'hplc', date: '2026-12-01', start: '10:00', end_date: '2026-12-01', end: '11:00' }
      const asked = {
        resource: 'hplc',
        start: '2026-12-01T09:00:00Z',
        end: '2026-12-01T10:00:00Z',
        purpose: 'teaching',
      }
      const call = (url: string, payload: object) =>
        t.inject({ method: 'POST', url: `/api/v1${url}`, headers: sides.tokenOf(who), payload })
      const answers = [
        await t.inject(form({ ...wish, purpose: 'teaching', title: 'Mine' })),
        await t.inject(form({ ...wish, purpose: 'teaching', check: '1' })),
        await call('/reservations/preview', asked),
        await call('/reservations', { ...asked, title: 'Mine' }),
        await call('/waiting-list', { resource: 'hplc', start: asked.start, end: asked.end }),
        await call('/series/preview', {
          ...{ resource: 'hplc', dtstart: '2026-12-01T10:00:00', duration: 'PT1H', rrule: 'FREQ=DAILY;COUNT=2' },
          purpose: 'teaching',
        }),
      ]
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([409, 200, 200, 409, 201, 200])
      const heardOf = marks.heardIn(answers.map(({ body }) => body).join())
      expect(heardOf.filter((column) => !(column in PUBLIC))).toEqual([])
    },
  )
})
