import ICAL from 'ical.js'
import { beforeEach, describe, expect, test } from 'vitest'
import { deputyshipsOfLab } from '../../db/queries/deputyships.ts'
import { personById, stewardsOfLab } from '../../db/queries/people.ts'
import { changeReservation } from '../../server/operations/change-reservation.ts'
import { decideReservation } from '../../server/operations/decide-reservation.ts'
import { dismissDeputy, nameDeputy } from '../../server/operations/name-deputy.ts'
import { requestReservation } from '../../server/operations/request-reservation.ts'
import { type Letter, outgoingMailOf } from '../../views/mail/outgoing-mail.ts'
import { settings } from '../mail/support.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { DAY, HOUR, makeReservation, NOW } from '../support/makers.ts'

let t: TestApp
beforeEach(async () => {
  t = await testApp()
  return () => t.close()
})

const week = { start: NOW + DAY, end: NOW + 8 * DAY }
const name = (email = 'stranger@demo.test', span = week, who: 'owner' | 'deputy' | 'caretaker' | 'admin' = 'owner') =>
  nameDeputy(t.db, t.cast[who], { labId: t.cast.labId, email, ...span }, NOW)
const roleAt = (at: number) => personById(t.db, t.cast.stranger.id, at)?.stewardOf.get(t.cast.labId)

describe('a deputy for a time', () => {
  test('decides from the first moment to the last, and is asked meanwhile', () => {
    expect(name()).toMatchObject({ ok: true, value: { personName: 'stranger', namedByName: 'owner' } })
    expect([week.start - 1, week.start, week.end - 1, week.end].map(roleAt)).toEqual([
      undefined,
      'deputy',
      'deputy',
      undefined,
    ])
    const names = (at: number) => stewardsOfLab(t.db, t.cast.labId, at).map((each) => each.name)
    expect(names(NOW)).toEqual(['owner', 'deputy', 'caretaker'])
    expect(names(week.start)).toEqual(['owner', 'deputy', 'stranger', 'caretaker'])
  })

  test('sees and decides a request while the time runs, with the session they had before', async () => {
    name()
    const request = makeReservation(t.db, {
      ...{ resourceId: t.cast.tem, requesterId: t.cast.researcher.id, state: 'requested' },
      ...{ start: week.end + 6 * DAY + HOUR, decideBy: week.end + 4 * DAY },
    })
    const browser = t.as('stranger')
    const inbox = async (at: number) => {
      t.clock.now = at
      return (await browser.get('/approvals')).statusCode
    }
    expect(await inbox(NOW)).toBe(403)
    expect(await inbox(week.start)).toBe(200)
    expect(await inbox(week.end)).toBe(403)
    // A clock that is set back takes nothing for granted.
    expect(await inbox(NOW)).toBe(403)
    expect(await inbox(week.start + HOUR)).toBe(200)
    const answer = await browser.post(`/reservations/${request.id}/decision`, { decision: 'approve' })
    expect(answer.statusCode).toBe(303)
  })

  test('never decides their own request', () => {
    name('researcher@demo.test')
    const own = makeReservation(t.db, {
      ...{ resourceId: t.cast.tem, requesterId: t.cast.researcher.id, state: 'requested' },
      ...{ start: week.end + DAY, decideBy: week.end },
    })
    const asDeputy = personById(t.db, t.cast.researcher.id, week.start)!
    expect(decideReservation(t.db, asDeputy, own.id, { verdict: 'approve' }, week.start)).toMatchObject({
      refusal: { kind: 'forbidden' },
    })
  })

  test('needs no approval meanwhile, and does so before', () => {
    name()
    const wish = { resourceId: t.cast.tem, units: 1, title: 'Look', purpose: 'own_research' } as const
    const at = (now: number, start: number) =>
      requestReservation(t.db, personById(t.db, t.cast.stranger.id, now)!, { ...wish, start, end: start + HOUR }, now)
    expect(at(week.start, NOW + 2 * DAY)).toMatchObject({ value: { state: 'confirmed' } })
    expect(at(NOW, NOW + 3 * DAY)).toMatchObject({ value: { state: 'requested' } })
  })

  test.each([
    ['nobody', () => name('nobody@demo.test'), 'email'],
    ['an owner', () => name('owner@demo.test'), 'email'],
    ['a deputy for good', () => name('deputy@demo.test'), 'email'],
    ['for a time that is over', () => name(undefined, { start: NOW - 2 * DAY, end: NOW }), 'to'],
    ['backwards', () => name(undefined, { start: week.end, end: week.start }), 'to'],
    ['for more than a year', () => name(undefined, { start: NOW, end: NOW + 367 * DAY }), 'to'],
  ] as const)('cannot be %s', (_, refuse, field) => {
    expect(refuse()).toMatchObject({ refusal: { kind: 'invalid', field } })
  })

  test('cannot be found out by trying many addresses', () => {
    const tried = Array.from({ length: 11 }, (_, nth) => name(`nobody${nth}@demo.test`))
    const reasons = tried.map((each) => (each.ok || each.refusal.kind !== 'invalid' ? '' : each.refusal.reason))
    expect(reasons).toEqual([...Array(10).fill('unknown-person'), 'addresses-later'])
    expect(name()).toMatchObject({ refusal: { field: 'email', reason: 'addresses-later' } })
  })

  test('cannot be the same person twice at once, but one time after the other', () => {
    name()
    expect(name(undefined, { start: week.end - 1, end: week.end + DAY })).toMatchObject({ refusal: { field: 'from' } })
    expect(name(undefined, { start: week.end, end: week.end + DAY })).toMatchObject({ ok: true })
  })

  test.each(['deputy', 'caretaker', 'admin'] as const)('is not for the %s to name', (who) => {
    expect(name(undefined, week, who)).toEqual({ ok: false, refusal: { kind: 'forbidden' } })
  })

  test('is ended by an owner at once; what had not begun is gone', () => {
    const named = name()
    if (!named.ok) throw new Error('not named')
    const { id } = named.value
    const end = (who: 'owner' | 'deputy', at: number) => dismissDeputy(t.db, t.cast[who], t.cast.labId, id, at)
    expect(end('deputy', NOW)).toMatchObject({ refusal: { kind: 'forbidden' } })
    expect(end('owner', week.start + HOUR)).toMatchObject({ ok: true })
    expect(roleAt(week.start)).toBe('deputy')
    expect(roleAt(week.start + HOUR)).toBeUndefined()
    const next = name(undefined, { start: week.end, end: week.end + DAY })
    if (!next.ok) throw new Error('not named')
    dismissDeputy(t.db, t.cast.owner, t.cast.labId, next.value.id, NOW)
    expect(deputyshipsOfLab(t.db, t.cast.labId, NOW).map((each) => each.id)).toEqual([id])
  })
})

describe('a deputy', () => {
  const letters = () => {
    const rows = t.db.$client.prepare("SELECT kind, payload FROM outbox WHERE kind LIKE 'deputy%' ORDER BY id").all()
    return (rows as { kind: string; payload: string }[]).map(({ kind, payload }) => ({ kind, ...JSON.parse(payload) }))
  }

  test.each([
    ['before it begins, and the entry is withdrawn', NOW, week.end, 'CANCEL'],
    ['while it runs, and the entry ends then', week.start + HOUR, week.start + HOUR, 'REQUEST'],
  ] as const)('is told of it, and of its end %s', (_, at, end, method) => {
    const named = name()
    if (!named.ok) throw new Error('not named')
    dismissDeputy(t.db, t.cast.owner, t.cast.labId, named.value.id, at)
    expect(letters()).toMatchObject([
      { kind: 'deputy-named', method: 'REQUEST', sequence: 0, ...week, actor: 'owner' },
      { kind: 'deputy-ended', method, sequence: 1, start: week.start, end },
    ])
  })

  test('reads it in words, and their calendar shows the time without taking it', async () => {
    name()
    expect((await t.as('stranger').get('/notices')).body).toContain('Zastępujesz opiekuna: Analityka')
    const [{ kind, ...mail }] = letters()
    const reader = { recipientName: 'stranger', recipientEmail: 'stranger@demo.test', recipientLocale: 'pl' } as const
    const letter = { ...reader, personId: t.cast.stranger.id, messageId: 'deputy-1', createdAt: NOW, kind, mail }
    const { text, calendar } = outgoingMailOf(letter as Letter, settings)
    expect(text).toMatch(/^W tym czasie zastępujesz opiekuna laboratorium – wt\.\s24\slis, 8:00 – .+, Analityka\n/)
    expect(text).toContain('Prośby o terminy trafiają wtedy także do Ciebie.')
    const [event] = new ICAL.Component(ICAL.parse(calendar!.content)).getAllSubcomponents('vevent')
    expect(event!.getFirstPropertyValue('transp')).toBe('TRANSPARENT')
    expect(event!.getFirstPropertyValue('uid')).toBe(`deputy-${mail.deputyshipId}@aparatura.example`)
  })

  test('who is one for a time changes what is theirs as before', () => {
    name()
    const deputy = personById(t.db, t.cast.stranger.id, week.start)!
    const wish = { resourceId: t.cast.tem, units: 1, title: 'Look', purpose: 'own_research' } as const
    const start = NOW + 2 * DAY
    const made = requestReservation(t.db, deputy, { ...wish, start, end: start + HOUR }, week.start)
    if (!made.ok) throw new Error('not made')
    const change = { start: start + HOUR, end: start + 2 * HOUR }
    expect(changeReservation(t.db, deputy, made.value.id, change, 1, week.start)).toMatchObject({
      value: { state: 'confirmed' },
    })
  })
})

describe('the API', () => {
  test('names, lists and ends deputies for an owner, and says what is wrong at its field', async () => {
    const owner = t.api('owner')
    const span = { start: '2027-01-04T00:00:00+01:00', end: '2027-01-09T00:00:00+01:00' }
    const named = await owner('POST', '/labs/analytics/deputies', { person: 'stranger@demo.test', ...span })
    expect(named.statusCode).toBe(201)
    expect(named.json()).toMatchObject({
      lab: 'analytics',
      person: { name: 'stranger' },
      start: '2027-01-03T23:00:00Z',
    })
    expect((await owner('GET', '/labs/analytics/deputies')).json().items).toEqual([named.json()])
    const wrong = await owner('POST', '/labs/analytics/deputies', { person: 'nobody@demo.test', ...span })
    expect([wrong.statusCode, wrong.json().errors[0].path]).toEqual([422, 'person'])
    const path = `/deputies/${named.json().id}`
    expect((await t.api('deputy')('GET', '/labs/analytics/deputies')).statusCode).toBe(403)
    expect((await t.api('deputy')('DELETE', path)).statusCode).toBe(404)
    expect((await owner('DELETE', path)).statusCode).toBe(204)
    expect((await owner('DELETE', path)).statusCode).toBe(404)
  })

  test('says of whom it knows as of now: a deputy for a time is a steward', async () => {
    name()
    t.clock.now = week.start
    const me = await t.api('stranger')('GET', '/me')
    expect(me.json().steward_of).toEqual([{ lab: 'analytics', role: 'deputy' }])
    const patched = await t.api('stranger')('PATCH', '/me', { locale: 'en' })
    expect(patched.json().steward_of).toEqual(me.json().steward_of)
  })
})

describe('the page', () => {
  test('names and ends them by forms, and keeps what was typed when it refuses', async () => {
    const owner = t.as('owner')
    const path = '/manage/labs/analytics/deputies'
    const refused = await owner.post(path, { email: 'nobody@demo.test', from: '2027-01-04', to: '2027-01-08' })
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('value="nobody@demo.test"')
    const named = await owner.post(path, { email: 'stranger@demo.test', from: '2027-01-04', to: '2027-01-08' })
    expect(named.headers.location).toBe(`${path}?done=named`)
    const page = await owner.get(named.headers.location as string)
    expect(page.body).toContain('stranger')
    const [, action] = /action="([^"]+\/end)"/.exec(page.body)!
    expect((await owner.post(action!)).statusCode).toBe(303)
    expect((await t.as('deputy').get(path)).statusCode).toBe(403)
    expect((await t.as('researcher').get(path)).statusCode).toBe(403)
  })
})
