import type fc from 'fast-check'
import { prepared } from '../../db/queries/prepared.ts'
import { cancelReservation } from '../../server/operations/cancel-reservation.ts'
import { changeReservation } from '../../server/operations/change-reservation.ts'
import { decideReservation } from '../../server/operations/decide-reservation.ts'
import { expireRequests } from '../../server/operations/expire-requests.ts'
import { previewReservation } from '../../server/operations/preview-reservation.ts'
import { requestReservation } from '../../server/operations/request-reservation.ts'
import { makeOutage } from '../support/makers.ts'
import { type Booking, isSteward, type Naive, type Wish } from './naive.ts'
import { equal, expectOutcome, expectSame, expectVerdict } from './same.ts'
import { instantOf, type Minute, minuteOf, type Stage, THINGS, type Who } from './stage.ts'

/** Somebody, or whoever asked for the reservation in question. */
export type Actor = Who | 'its requester'

/** Something that happens, taken by the model and by the system, which must then say and be the same. */
export type Step = fc.Command<Naive, Stage>

export function requesting(who: Who, wish: Wish, override: boolean): Step {
  return {
    check: () => true,
    run(model, stage) {
      const { outcome, made } = model.request(who, wish, override)
      const asked = {
        ...realWish(stage, wish),
        title: 'Story',
        purpose: 'own_research',
        ...reasonIf(override),
      } as const
      const result = requestReservation(stage.db, stage.people[who], asked, instantOf(model.now))
      expectOutcome(result, outcome, wish)
      if (made && result.ok) model.bookings.push({ ...made, id: result.value.id })
      expectSame(model, stage)
    },
    toString: () => `${who} asks for ${wordsOf(wish)}${override ? ', setting rules aside' : ''}`,
  }
}

export function previewing(who: Who, wish: Wish, override: boolean): Step {
  return {
    check: () => true,
    run(model, stage) {
      const { db, people } = stage
      const asked = { ...realWish(stage, wish), purpose: 'own_research', ...reasonIf(override) }
      const before = changesSoFar(stage)
      const preview = previewReservation(db, people[who], asked, instantOf(model.now))
      equal(changesSoFar(stage), before)
      // A reason counts for stewards only.
      const { outcome, made } = model.request(who, wish, override && isSteward(who))
      const { allowed, state } = preview
      equal({ allowed, state }, { allowed: outcome === 'ok', state: made?.state ?? null })
      if (typeof outcome === 'object') expectVerdict(preview, outcome, wish)
      for (const { resource, start, end, qualified } of preview.alternatives) {
        const thing = THINGS.find((each) => each.slug === resource.slug)!
        const other = { thing, start: minuteOf(start), end: minuteOf(end), units: wish.units }
        const { codes, taken } = model.verdictOn(other, who)
        const wrong = codes.filter((code) => !OF_THE_WISH.includes(code))
        const isQualified = !codes.includes('qualification')
        equal(
          { other: wordsOf(other), wrong, taken, qualified },
          { other: wordsOf(other), wrong: [], taken: [], qualified: isQualified },
        )
      }
      expectSame(model, stage)
    },
    toString: () => `${who} looks whether ${wordsOf(wish)} would do${override ? ', setting rules aside' : ''}`,
  }
}

/** An alternative is as long as the wish, and training is named beside it. */
const OF_THE_WISH = ['too-short', 'too-long', 'off-step', 'qualification']

export function cancelling(actor: Actor, no: number): Step {
  return {
    ...onBooking(actor, no, (who, model, { db, people }, booking) => {
      const late = model.isLate(who, booking)
      const outcome = model.cancel(who, booking)
      expectOutcome(cancelReservation(db, people[who], booking.id, {}, instantOf(model.now)), outcome, booking)
      if (outcome !== 'ok') return
      const details = prepared(db, 'SELECT details FROM reservation_events ORDER BY id DESC LIMIT 1').pluck()
      equal(JSON.parse(details.get() as string), { late })
    }),
    toString: () => `${actor} cancels no. ${no}`,
  }
}

export function deciding(actor: Actor, no: number, verdict: 'approve' | 'decline', hasReason: boolean): Step {
  return {
    ...onBooking(actor, no, (who, model, { db, people }, booking) => {
      const outcome = model.decide(who, booking, verdict, hasReason)
      const decision = { verdict, reason: hasReason ? 'because' : ' ' }
      expectOutcome(decideReservation(db, people[who], booking.id, decision, instantOf(model.now)), outcome, booking)
    }),
    toString: () => `${actor} ${verdict}s no. ${no}${hasReason ? '' : ' without a reason'}`,
  }
}

/** What to change, and by how many minutes. */
export interface Shift {
  readonly start?: number
  readonly end?: number
  readonly units?: number
  readonly title?: string
}

export function changing(actor: Actor, no: number, by: Shift, how: { isStale: boolean; override: boolean }): Step {
  return {
    ...onBooking(actor, no, (who, model, { db, people }, booking) => {
      const { start, end, ...rest } = by
      const to = {
        ...rest,
        ...(start !== undefined && { start: booking.start + start }),
        ...(end !== undefined && { end: booking.end + end }),
      }
      const change = {
        ...to,
        ...reasonIf(how.override),
        ...(to.start !== undefined && { start: instantOf(to.start) }),
        ...(to.end !== undefined && { end: instantOf(to.end) }),
      }
      const wish = { ...booking, ...to }
      const knows = booking.version - Number(how.isStale)
      const outcome = model.change(who, booking, to, { knows, override: how.override })
      const result = changeReservation(db, people[who], booking.id, change, knows, instantOf(model.now))
      expectOutcome(result, outcome, wish)
    }),
    toString: () =>
      `${actor} changes no. ${no} by ${JSON.stringify(by)}${how.override ? ', setting rules aside' : ''}${how.isStale ? ', knowing an old version' : ''}`,
  }
}

/** Nothing is compared: whatever comes next meets the system as time has left it. */
export function waiting(minutes: number): Step {
  return {
    check: () => true,
    run(model) {
      model.now += minutes
    },
    toString: () => `${minutes} minutes pass`,
  }
}

export function expiring(): Step {
  return {
    check: () => true,
    run(model, stage) {
      equal(expireRequests(stage.db, instantOf(model.now)), model.lapse())
      expectSame(model, stage)
    },
    toString: () => 'requests past their deadline let go',
  }
}

export function outage(wish: Wish): Step {
  const { thing, start, end } = wish
  return {
    check: () => end > start,
    run(model, { db, idOf }) {
      makeOutage(db, { resourceId: idOf.get(thing.slug)!, startAt: instantOf(start), endAt: instantOf(end) })
      model.outages.push({ thing, start, end })
    },
    toString: () => `${wordsOf({ ...wish, units: 1 })} is out of order`,
  }
}

/** What somebody does to a reservation, in the model and in the system. */
export type Touch = (who: Who, model: Naive, stage: Stage, booking: Booking) => void

export function onBooking(actor: Actor, no: number, touch: Touch): Omit<Step, 'toString'> {
  return {
    check: (model) => model.bookings.length > 0,
    run(model, stage) {
      const booking = model.bookings[no % model.bookings.length]!
      touch(actor === 'its requester' ? booking.who : actor, model, stage, booking)
      expectSame(model, stage)
    },
  }
}

/** A wish as the system takes it. */
export const realWish = ({ idOf }: Stage, { thing, start, end, units }: Wish) => ({
  ...{ resourceId: idOf.get(thing.slug)!, start: instantOf(start), end: instantOf(end), units },
})

const reasonIf = (override: boolean) => ({ override: override ? 'because' : null })

const changesSoFar = ({ db }: Stage) => prepared(db, 'SELECT total_changes()').pluck().get()

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const clock = (minute: Minute) =>
  `${Math.floor((minute % 1440) / 60)}:${String(Math.floor(minute % 60)).padStart(2, '0')}`
const dayOf = (minute: Minute) => DAYS[Math.floor(minute / 1440) % 7]

export function wordsOf({ thing, start, end, units }: Wish): string {
  const until = dayOf(start) === dayOf(end) ? clock(end) : `${dayOf(end)} ${clock(end)}`
  return `${units !== 1 ? `${units} of ` : ''}${thing.slug} on ${dayOf(start)} ${clock(start)}–${until}`
}
