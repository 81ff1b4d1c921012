import { beforeEach, describe, expect, test } from 'vitest'
import { deputyshipsOfLab } from '../../db/queries/deputyships.ts'
import { personById, stewardsOfLab } from '../../db/queries/people.ts'
import { decideReservation } from '../../server/operations/decide-reservation.ts'
import { dismissDeputy, nameDeputy } from '../../server/operations/name-deputy.ts'
import { requestReservation } from '../../server/operations/request-reservation.ts'
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
