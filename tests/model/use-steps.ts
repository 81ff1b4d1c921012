import { checkIn } from '../../server/operations/check-in.ts'
import { checkOut } from '../../server/operations/check-out.ts'
import { startWalkUp } from '../../server/operations/start-walk-up.ts'
import { equal, expectOutcome, expectSame } from './same.ts'
import { instantOf, type Thing, type Who } from './stage.ts'
import { type Actor, onBooking, type Step } from './steps.ts'

export function checkingIn(actor: Actor, no: number): Step {
  return {
    ...onBooking(actor, no, (who, model, { db, people }, booking) => {
      const outcome = model.checkIn(who, booking)
      expectOutcome(checkIn(db, people[who], booking.id, instantOf(model.now)), outcome, booking)
    }),
    toString: () => `${actor} begins with no. ${no}`,
  }
}

export function checkingOut(actor: Actor, no: number): Step {
  return {
    ...onBooking(actor, no, (who, model, { db, people }, booking) => {
      if (model.leavesNothing(booking)) return
      const outcome = model.checkOut(who, booking)
      expectOutcome(checkOut(db, people[who], booking.id, instantOf(model.now)), outcome, booking)
    }),
    toString: () => `${actor} is done with no. ${no}`,
  }
}

/** Of things without set-up: what of it lies before the present moment is nobody's business. */
export function walkingUp(who: Who, thing: Thing): Step {
  return {
    check: () => thing.setup === 0,
    run(model, stage) {
      const { outcome, made } = model.walkUp(who, thing)
      const resourceId = stage.idOf.get(thing.slug)!
      const result = startWalkUp(stage.db, stage.people[who], resourceId, {}, instantOf(model.now))
      if (typeof outcome === 'object') equal(result.ok ? [] : spoken(result.refusal), outcome.codes)
      else equal(result.ok ? 'ok' : result.refusal.kind, outcome)
      if (made && result.ok) model.bookings.push({ ...made, id: result.value.id })
      expectSame(model, stage)
    },
    toString: () => `${who} walks up to ${thing.slug}`,
  }
}

const spoken = (refusal: object) =>
  'violations' in refusal ? (refusal.violations as { code: string }[]).map(({ code }) => code).sort() : refusal
