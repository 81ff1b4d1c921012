import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { settingEventsOf } from '../../db/queries/setting-events.ts'
import { type Actor, type TestApp, testApp } from '../support/app.ts'
import { at, DAY, makeResource, NOW } from '../support/makers.ts'

let t: TestApp
let mri: number
beforeEach(async () => {
  t = await testApp()
  mri = makeResource(t.db, { labId: t.cast.labId, slug: 'mri', qualificationRequired: 'supervised' })
})
afterEach(() => t.close())

const PATH = '/resources/mri/qualifications'
const grant = (actor: Actor | null, body: object) => t.api(actor)('POST', PATH, body)
const book = (day: string) =>
  t.api('researcher')('POST', '/reservations', {
    ...{ resource: 'mri', start: `${day}T10:00:00+01:00`, end: `${day}T11:00:00+01:00` },
    ...{ title: 'Knee', purpose: 'own_research' },
  })

describe('who may grant', () => {
  test.each([
    ['owner', 201],
    ['deputy', 201],
    ['caretaker', 201],
    ['researcher', 403],
    ['company', 403],
    ['coordinator', 403],
    ['admin', 403],
    [null, 401],
  ] as const)('%s: %i', async (actor, status) => {
    expect((await grant(actor, { person: t.cast.researcher.id, level: 'supervised' })).statusCode).toBe(status)
    const seen = await t.api(actor)('GET', PATH)
    expect(seen.statusCode).toBe(status === 201 ? 200 : status)
    const gone = await t.api(actor)('DELETE', `${PATH}/${t.cast.researcher.id}`)
    expect(gone.statusCode).toBe(status === 201 ? 204 : status)
  })

  test('404 for a resource that is not there', async () => {
    expect((await t.api('owner')('GET', '/resources/nothing/qualifications')).statusCode).toBe(404)
  })
})

test('a right is granted by e-mail, lets its holder book, is raised, and revoked', async () => {
  const refused = await book('2026-11-25')
  expect(refused.statusCode).toBe(422)
  expect(refused.json().violations[0].code).toBe('qualification')

  const first = await grant('owner', { person: 'Researcher@demo.test', level: 'trainee' })
  expect(first.statusCode).toBe(201)
  expect((await book('2026-11-25')).statusCode).toBe(422)

  const raised = await grant('caretaker', { person: t.cast.researcher.id, level: 'independent' })
  expect(raised.json()).toEqual({
    resource: 'mri',
    person: { id: t.cast.researcher.id, name: 'researcher', email: 'researcher@demo.test' },
    level: 'independent',
    granted_at: '2026-11-23T07:00:00Z',
    granted_by: 'caretaker',
    expires_at: null,
    ends_at: null,
    state: 'valid',
  })
  expect((await book('2026-11-25')).statusCode).toBe(201)
  expect((await t.api('owner')('GET', PATH)).json().items).toHaveLength(1)

  expect((await t.api('deputy')('DELETE', `${PATH}/researcher@demo.test`)).statusCode).toBe(204)
  expect((await t.api('deputy')('DELETE', `${PATH}/researcher@demo.test`)).statusCode).toBe(404)
  expect((await book('2026-11-26')).statusCode).toBe(422)

  const kinds = ['qualification-granted', 'qualification-revoked']
  const events = settingEventsOf(t.db, { kind: 'resource', id: mri }, kinds)
  const personId = t.cast.researcher.id
  expect(events.map(({ kind, personName, before, after }) => ({ kind, personName, before, after }))).toEqual([
    {
      ...{ kind: 'qualification-revoked', personName: 'deputy', after: null },
      before: { personId, level: 'independent', expiresAt: null },
    },
    {
      ...{ kind: 'qualification-granted', personName: 'caretaker' },
      before: { personId, level: 'trainee', expiresAt: null },
      after: { personId, level: 'independent', expiresAt: null },
    },
    {
      ...{ kind: 'qualification-granted', personName: 'owner', before: null },
      after: { personId, level: 'trainee', expiresAt: null },
    },
  ])
})

test('a right holds until its date, and not at it', async () => {
  const expires_at = '2026-11-25T10:00:00+01:00'
  const answer = await grant('owner', { person: t.cast.researcher.id, level: 'supervised', expires_at })
  expect(answer.json()).toMatchObject({
    expires_at: '2026-11-25T09:00:00Z',
    ends_at: '2026-11-25T09:00:00Z',
    state: 'ending',
  })
  expect((await book('2026-11-24')).statusCode).toBe(201)
  expect((await book('2026-11-25')).statusCode).toBe(422)
  t.clock.now = at('2026-11-25 10:00')
  expect((await t.api('owner')('GET', PATH)).json().items[0].state).toBe('expired')
})

test.each([
  ['an unknown person', { person: 'nobody@demo.test', level: 'supervised' }, 'person'],
  ['an unknown id', { person: 987654, level: 'supervised' }, 'person'],
  ['no person', { level: 'supervised' }, 'person'],
  ['an unknown level', { person: 'researcher@demo.test', level: 'master' }, 'level'],
  [
    'a date gone by',
    { person: 'researcher@demo.test', level: 'supervised', expires_at: new Date(NOW).toISOString() },
    'expires_at',
  ],
  [
    'a naive date',
    { person: 'researcher@demo.test', level: 'supervised', expires_at: '2027-01-01T00:00:00' },
    'expires_at',
  ],
])('%s is refused by name', async (_what, body, field) => {
  const answer = await grant('owner', body)
  expect(answer.statusCode).toBe(422)
  expect(answer.json().errors[0].path).toBe(field)
})

test('a right that is not used lapses, and says when', async () => {
  t.db.$client.prepare(`UPDATE resources SET policy = '{"qualificationLapseMonths":3}' WHERE id = ?`).run(mri)
  const answer = await grant('owner', { person: t.cast.researcher.id, level: 'supervised' })
  expect(answer.json()).toMatchObject({ expires_at: null, ends_at: '2027-02-23T07:00:00Z', state: 'valid' })
  expect((await book('2026-11-25')).statusCode).toBe(201)
  t.clock.now = at('2026-11-25 12:00')
  const [used] = (await t.api('owner')('GET', PATH)).json().items
  expect(used).toMatchObject({ ends_at: '2027-02-25T10:00:00Z', state: 'valid' })
  t.clock.now = at('2027-02-25 11:00') - DAY
  expect((await t.api('owner')('GET', PATH)).json().items[0].state).toBe('ending')
  t.clock.now = at('2027-02-25 11:00')
  expect((await t.api('owner')('GET', PATH)).json().items[0].state).toBe('lapsed')
})
