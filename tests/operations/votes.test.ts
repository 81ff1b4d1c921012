import { beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { personById } from '../../db/queries/people.ts'
import { eventsOf } from '../../db/queries/reservation-events.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import { reservationsOfSeries, seriesById } from '../../db/queries/series.ts'
import * as schema from '../../db/schema/index.ts'
import type { Person } from '../../server/domain/person.ts'
import type { Purpose } from '../../server/domain/purpose.ts'
import { bookSeries } from '../../server/operations/book-series.ts'
import { changePurpose } from '../../server/operations/change-purpose.ts'
import { changeReservation } from '../../server/operations/change-reservation.ts'
import { changeSeries } from '../../server/operations/change-series.ts'
import { decideReservation } from '../../server/operations/decide-reservation.ts'
import { decideSeries } from '../../server/operations/decide-series.ts'
import { remindDeciders } from '../../server/operations/remind-deciders.ts'
import { requestReservation } from '../../server/operations/request-reservation.ts'
import { votingOn } from '../../server/operations/voting.ts'
import { countAnswers, waitingRequests } from '../../server/operations/waiting-requests.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import {
  at,
  DAY,
  HOUR,
  makeLab,
  makeOrganisation,
  makeOutage,
  makePerson,
  makeResource,
  NOW,
} from '../support/makers.ts'

let db: Db
let cast: Cast
/** A probe of another lab, whose owner and deputy these are. */
let other: { labId: number; probe: number; owner: Person; deputy: Person }

const START = at('2026-11-26 10:00')

beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
  const organisationId = makeOrganisation(db)
  const labId = makeLab(db, { organisationId, slug: 'probes' })
  const probe = makeResource(db, { labId, slug: 'probe', approval: 'owner' })
  const steward = (role: 'owner' | 'deputy') => {
    const personId = makePerson(db, { organisationId, name: `probe ${role}` })
    db.insert(schema.stewardships).values({ labId, personId, role }).run()
    return personById(db, personId)!
  }
  other = { labId, probe, owner: steward('owner'), deputy: steward('deputy') }
})

const route = (routing: string, ...slugs: string[]) => {
  for (const slug of slugs)
    db.$client.prepare('UPDATE resources SET policy = ? WHERE slug = ?').run(JSON.stringify({ routing }), slug)
}
const ask = (who: Person, purpose: Purpose = 'own_research', also = [{ resourceId: other.probe, units: 1 }]) =>
  requestReservation(
    db,
    who,
    { resourceId: cast.tem, start: START, end: START + HOUR, units: 1, title: 'Both', purpose, also },
    NOW,
  )
const asked = (...given: Parameters<typeof ask>) => {
  const result = ask(...given)
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  return result.value
}
const yes = (who: Person, id: number, now = NOW) => decideReservation(db, who, id, { verdict: 'approve' }, now)
const no = (who: Person, id: number) => decideReservation(db, who, id, { verdict: 'decline', reason: 'Out' }, NOW)
const inboxOf = (who: Person) => waitingRequests(db, who, NOW).map((each) => each.reservation.id)
const mailsTo = (who: Person) =>
  db.$client.prepare('SELECT kind FROM outbox WHERE person_id = ? ORDER BY id').pluck().all(who.id)
const missing = (id: number) => votingOn(db, reservationById(db, id)!, NOW).missing

describe('a reservation over several labs', () => {
  test('is refused where nobody asks the other lab, and waits for each where it is said so', () => {
    expect(ask(cast.researcher)).toMatchObject({ refusal: { violations: [{ code: 'parts', fault: 'approval' }] } })
    route('all-labs', 'tem')
    const { id, state } = asked(cast.researcher)
    expect(state).toBe('requested')
    expect(missing(id)).toEqual([cast.labId, other.labId])
    for (const who of [cast.owner, cast.deputy, other.owner, other.deputy]) {
      expect(inboxOf(who)).toEqual([id])
      expect(countAnswers(db, who, NOW)).toBe(1)
      expect(mailsTo(who)).toEqual(['asked'])
    }
    expect(inboxOf(cast.coordinator)).toEqual([])
  })

  test.each([
    ['the leading lab first', () => [cast.owner, other.deputy]],
    ['the other lab first', () => [other.owner, cast.deputy]],
  ] as const)('is confirmed by the last yes, %s', (_, inOrder) => {
    route('all-labs', 'probe')
    const { id } = asked(cast.researcher)
    const [first, last] = inOrder()
    expect(yes(first!, id)).toMatchObject({ ok: true, value: { state: 'requested', decidedById: null, version: 2 } })
    expect(missing(id)).toHaveLength(1)
    expect(inboxOf(first!)).toEqual([])
    expect(yes(first!, id)).toMatchObject({ refusal: { kind: 'wrong-state', state: 'requested' } })
    expect(yes(last!, id)).toMatchObject({ ok: true, value: { state: 'confirmed', decidedById: last!.id } })
    expect(eventsOf(db, id).map((each) => [each.kind, each.personId])).toEqual([
      ['agreed', first!.id],
      ['approved', last!.id],
    ])
    expect(mailsTo(cast.researcher)).toEqual(['requested', 'confirmed'])
    expect(yes(cast.owner, id)).toMatchObject({ refusal: { kind: 'wrong-state', state: 'confirmed' } })
  })

  test('two of one lab at once: one is counted, the other is told', () => {
    route('all-labs', 'tem')
    const { id } = asked(cast.researcher)
    yes(cast.owner, id)
    expect(yes(cast.deputy, id)).toEqual({ ok: false, refusal: { kind: 'wrong-state', state: 'requested' } })
    expect(missing(id)).toEqual([other.labId])
  })

  test('one no ends it, before and after a yes of the same side', () => {
    route('all-labs', 'tem')
    const first = asked(cast.researcher)
    expect(no(other.owner, first.id)).toMatchObject({ value: { state: 'declined', decisionReason: 'Out' } })
    const second = asked(cast.researcher)
    yes(cast.owner, second.id)
    expect(no(cast.deputy, second.id)).toMatchObject({ value: { state: 'declined' } })
  })

  test('everything is checked again at each yes', () => {
    route('all-labs', 'tem')
    const { id } = asked(cast.researcher)
    yes(cast.owner, id)
    makeOutage(db, { resourceId: other.probe, startAt: START, endAt: START + HOUR })
    expect(yes(other.owner, id)).toMatchObject({ refusal: { kind: 'rules', violations: [{ code: 'outage' }] } })
  })

  test.each([
    ['researcher', 'forbidden'],
    ['caretaker', 'forbidden'],
    ['stranger', 'not-found'],
    ['coordinator', 'not-found'],
  ] as const)('is not for the %s to decide', (who, kind) => {
    route('all-labs', 'tem')
    const { id } = asked(cast.researcher)
    expect(yes(cast[who], id)).toEqual({ ok: false, refusal: { kind } })
    expect(no(cast[who], id)).toEqual({ ok: false, refusal: { kind } })
  })

  test('nobody says yes to their own: an owner waits for the other lab alone', () => {
    route('all-labs', 'tem')
    const { id } = asked(cast.owner)
    expect(missing(id)).toEqual([other.labId])
    expect(yes(cast.owner, id)).toMatchObject({ refusal: { kind: 'forbidden' } })
    expect(yes(cast.deputy, id)).toMatchObject({ refusal: { kind: 'forbidden' } })
    expect(yes(other.owner, id)).toMatchObject({ value: { state: 'confirmed' } })
  })

  test('who decides for both labs agrees for both at once', () => {
    route('all-labs', 'tem')
    db.insert(schema.stewardships).values({ labId: other.labId, personId: cast.owner.id, role: 'deputy' }).run()
    const { id } = asked(cast.researcher)
    expect(yes(personById(db, cast.owner.id)!, id)).toMatchObject({ value: { state: 'confirmed' } })
  })

  test('a deputy for a time says yes for their lab', () => {
    route('all-labs', 'tem')
    const { id } = asked(cast.researcher)
    db.insert(schema.deputyships)
      .values({
        labId: other.labId,
        personId: cast.stranger.id,
        startAt: NOW,
        endAt: NOW + DAY,
        namedById: other.owner.id,
      })
      .run()
    expect(yes(personById(db, cast.stranger.id, NOW)!, id)).toMatchObject({ value: { state: 'requested' } })
    expect(missing(id)).toEqual([cast.labId])
  })

  test.each([
    ['another time', { start: START + HOUR, end: START + 2 * HOUR }, 2],
    ['economic use', { purpose: 'service' }, 2],
    ['a new title', { title: 'Else' }, 1],
    ['less time', { end: START + HOUR / 2 }, 1],
    ['another purpose of the same kind', { purpose: 'teaching' }, 1],
  ] as const)('%s makes what was said void or not', (_, change, count) => {
    route('all-labs', 'tem')
    const { id } = asked(cast.researcher)
    yes(cast.owner, id)
    expect(changeReservation(db, cast.researcher, id, change, 2, NOW)).toMatchObject({ value: { state: 'requested' } })
    expect(missing(id)).toHaveLength(count)
  })

  test('a purpose that an approver corrects to economic use makes what was said before void', () => {
    route('all-labs', 'tem')
    const { id } = asked(cast.researcher)
    yes(cast.owner, id)
    const corrected = { verdict: 'approve', purpose: 'service', purposeReason: 'A bill is sent' } as const
    expect(decideReservation(db, other.owner, id, corrected, NOW)).toMatchObject({ value: { state: 'requested' } })
    expect(missing(id)).toEqual([cast.labId])
  })

  test('only who has not said anything is reminded', () => {
    route('all-labs', 'tem')
    const { id, decideBy } = asked(cast.researcher)
    yes(cast.owner, id)
    expect(remindDeciders(db, NOW + (decideBy! - NOW) / 2 + HOUR)).toBe(1)
    expect(mailsTo(other.owner)).toEqual(['asked', 'still-waiting'])
    expect(mailsTo(cast.owner)).toEqual(['asked'])
  })
})

describe('economic use', () => {
  beforeEach(() => route('economic-coordinator', 'tem'))

  test('is the lab’s to decide first, then the coordinator’s, who sees neither title nor name', () => {
    const { id } = asked(cast.company, 'contract_research', [])
    expect(missing(id)).toEqual([cast.labId, null])
    expect(inboxOf(cast.coordinator)).toEqual([])
    expect(yes(cast.coordinator, id)).toMatchObject({ refusal: { kind: 'not-found' } })
    expect(mailsTo(cast.coordinator)).toEqual([])
    expect(yes(cast.deputy, id)).toMatchObject({ value: { state: 'requested' } })
    expect(waitingRequests(db, cast.coordinator, NOW)).toMatchObject([{ isBlind: true, reservation: { id } }])
    expect(countAnswers(db, cast.coordinator, NOW)).toBe(1)
    expect(mailsTo(cast.coordinator)).toEqual(['coordinator-asked'])
    const payload = db.$client.prepare("SELECT payload FROM outbox WHERE kind = 'coordinator-asked'").pluck().get()
    expect(JSON.parse(payload as string)).toMatchObject({
      ...{ aboutId: null, title: null, requester: null, actor: null },
      asking: { organisation: { pl: 'biomaxima' }, purpose: 'contract_research' },
    })
    expect(payload).not.toContain('Both')
    expect(yes(cast.coordinator, id)).toMatchObject({ value: { state: 'confirmed' } })
    expect(yes(cast.coordinator, id)).toMatchObject({ refusal: { kind: 'wrong-state', state: 'confirmed' } })
  })

  test('research is the lab’s alone', () => {
    const { id } = asked(cast.company, 'collaborative_research', [])
    expect(yes(cast.owner, id)).toMatchObject({ value: { state: 'confirmed' } })
  })

  test('becomes the coordinator’s again when an approved purpose turns economic', () => {
    const { id } = asked(cast.company, 'collaborative_research', [])
    yes(cast.owner, id)
    expect(changeReservation(db, cast.company, id, { purpose: 'service', reason: 'Invoiced' }, 2, NOW)).toMatchObject({
      value: { state: 'requested', calendarSequence: 2 },
    })
    expect(missing(id)).toEqual([cast.labId, null])
  })

  test.each([
    ['before it begins goes back to the inbox', START - HOUR, 'requested', [null]],
    ['once it has begun stays, for the time is being used', START + HOUR / 2, 'confirmed', []],
  ] as const)('that a steward makes of another purpose %s', (_, now, state, coordinators) => {
    const { id } = asked(cast.company, 'collaborative_research', [])
    yes(cast.owner, id)
    const change = { purpose: 'service', reason: 'Invoiced' } as const
    expect(changePurpose(db, cast.company, id, change, now)).toMatchObject({ refusal: { kind: 'forbidden' } })
    expect(changePurpose(db, cast.owner, id, { purpose: 'service' }, now)).toMatchObject({
      refusal: { kind: 'invalid', field: 'reason' },
    })
    expect(changePurpose(db, cast.owner, id, change, now)).toMatchObject({ value: { state, purpose: 'service' } })
    expect(state === 'requested' ? missing(id).filter((each) => each === null) : []).toEqual(coordinators)
  })

  test('what the lab approves by itself still waits for the coordinator', () => {
    const policy = JSON.stringify({ routing: 'economic-coordinator', autoApprove: { maxMinutes: 120 } })
    db.$client.prepare("UPDATE resources SET policy = ? WHERE slug = 'tem'").run(policy)
    expect(asked(cast.company, 'teaching', []).state).toBe('confirmed')
    db.$client.exec('DELETE FROM claims; DELETE FROM reservation_events')
    const { id, state } = asked(cast.company, 'service', [])
    expect(state).toBe('requested')
    expect(missing(id)).toEqual([null])
    expect(mailsTo(cast.coordinator)).toEqual(['coordinator-asked'])
    expect(yes(cast.owner, id)).toMatchObject({ refusal: { kind: 'forbidden' } })
    expect(yes(cast.coordinator, id)).toMatchObject({ value: { state: 'confirmed' } })
  })

  test('of the only coordinator is the lab’s alone', () => {
    const { id } = asked(cast.coordinator, 'service', [])
    expect(missing(id)).toEqual([cast.labId])
  })

  test('the coordinator is reminded when only their yes is missing', () => {
    const { id, decideBy } = asked(cast.company, 'service', [])
    yes(cast.owner, id)
    remindDeciders(db, NOW + (decideBy! - NOW) / 2 + HOUR)
    expect(mailsTo(cast.coordinator)).toEqual(['coordinator-asked', 'coordinator-asked'])
  })

  test('a series is agreed to as a whole, with one mail to the coordinator', () => {
    const booked = bookSeries(
      db,
      cast.company,
      {
        ...{ resourceId: cast.tem, timeZone: 'Europe/Warsaw', startLocal: '2026-11-30T10:00:00', durationMinutes: 60 },
        ...{ rrule: 'FREQ=DAILY;COUNT=3', exdates: [], rdates: [], units: 1, title: 'Runs', purpose: 'service' },
        onConflict: 'reject',
      },
      NOW,
    )
    if (!booked.ok) throw new Error(JSON.stringify(booked.refusal))
    const { id } = booked.value
    const states = () => reservationsOfSeries(db, id).map((each) => each.state)
    const decide = (who: Person) => decideSeries(db, who, id, { verdict: 'approve', exceptions: [] }, NOW)
    expect(decide(cast.coordinator)).toMatchObject({ refusal: { kind: 'not-found' } })
    expect(decide(cast.owner)).toMatchObject({ ok: true })
    expect(states()).toEqual(['requested', 'requested', 'requested'])
    expect(decide(cast.deputy)).toMatchObject({ refusal: { kind: 'wrong-state' } })
    expect(mailsTo(cast.coordinator)).toEqual(['coordinator-asked'])
    expect(decide(cast.coordinator)).toMatchObject({ ok: true })
    expect(states()).toEqual(['confirmed', 'confirmed', 'confirmed'])
    expect(mailsTo(cast.company)).toEqual(['series-requested', 'series-confirmed'])
  })

  test('a series that turns economic comes back as a whole, with a reason, to one mail each', () => {
    const wish = {
      ...{ resourceId: cast.tem, timeZone: 'Europe/Warsaw', startLocal: '2026-11-30T10:00:00', durationMinutes: 60 },
      ...{
        rrule: 'FREQ=DAILY;COUNT=3',
        exdates: [],
        rdates: [],
        units: 1,
        title: 'Runs',
        purpose: 'teaching' as const,
      },
    }
    const booked = bookSeries(db, cast.company, { ...wish, onConflict: 'reject' }, NOW)
    if (!booked.ok) throw new Error(JSON.stringify(booked.refusal))
    const { id } = booked.value
    decideSeries(db, cast.owner, id, { verdict: 'approve', exceptions: [] }, NOW)
    const turn = (reason?: string) => {
      const { version } = seriesById(db, id)!
      return changeSeries(db, cast.company, id, { scope: 'all', purpose: 'service', reason }, version, NOW)
    }
    expect(turn()).toMatchObject({ refusal: { kind: 'invalid', field: 'reason' } })
    expect(turn('A bill is sent')).toMatchObject({ ok: true })
    expect(reservationsOfSeries(db, id).map((each) => each.state)).toEqual(['requested', 'requested', 'requested'])
    expect(mailsTo(cast.owner)).toEqual(['series-asked', 'series-confirmed', 'series-asked'])
    expect(mailsTo(cast.coordinator)).toEqual([])
  })
})
