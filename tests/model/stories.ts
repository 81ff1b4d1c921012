import fc from 'fast-check'
import type { Naive, Wish } from './naive.ts'
import { cancellingSeries, requestingSeries, shiftingSeries } from './series-steps.ts'
import { type Stage, THINGS, WHO, type Who } from './stage.ts'
import {
  type Actor,
  cancelling,
  changing,
  deciding,
  expiring,
  outage,
  previewing,
  requesting,
  type Shift,
  waiting,
} from './steps.ts'
import { checkingIn, checkingOut, walkingUp } from './use-steps.ts'

const LONGEST = 18

/** What people, stewards and time can do, one after the other, as fast-check draws and shrinks it. */
export function stories() {
  const steps = [
    ...Array.from({ length: 4 }, requests),
    previews(),
    changes(),
    changes(),
    fc.tuple(actors(), which()).map(([who, no]) => cancelling(who, no)),
    fc
      .tuple(whoever(), wishes(), fc.integer({ min: 2, max: 4 }), fc.boolean())
      .map((drawn) => requestingSeries(...drawn)),
    fc.tuple(actors(), which()).map(([who, no]) => cancellingSeries(who, no)),
    fc.tuple(actors(), which(), fc.constantFrom(30, -30, 60, -60, 1440)).map((drawn) => shiftingSeries(...drawn)),
    decisions(),
    decisions(),
    fc.tuple(actors(), which()).map((drawn) => checkingIn(...drawn)),
    fc.tuple(actors(), which()).map((drawn) => checkingOut(...drawn)),
    fc.tuple(whoever(), fc.constantFrom(...THINGS)).map((drawn) => walkingUp(...drawn)),
    fc.constantFrom(15, 60, 240, 600, 1440).map(waiting),
    fc.constant(null).map(expiring),
    wishes().map(outage),
  ]
  // Unbiased, for stories long enough that things meet.
  return fc.noBias(fc.commands<Naive, Stage>(steps, { maxCommands: LONGEST, size: 'max' }))
}

const whoever = (): fc.Arbitrary<Who> => fc.constantFrom(...WHO)
const which = () => fc.nat(9)
const oneIn = (n: number) => fc.nat(n - 1).map((drawn) => drawn === n - 1)

/** Mostly what keeps to the rules, on three days and often at the same hours, so that wishes meet. */
function wishes(): fc.Arbitrary<Wish> {
  const day = rarely(fc.nat(4), fc.constantFrom(1, 1, 0, 2))
  const time = rarely(
    fc.nat(95).map((quarter) => quarter * 15),
    fc.nat(13).map((half) => 9 * 60 + half * 30),
  )
  const length = rarely(fc.constantFrom(300, 15, 0, 45), fc.constantFrom(60, 120, 90, 180))
  const units = rarely(fc.constantFrom(0, 4), fc.constantFrom(1, 2, 3))
  return fc.tuple(fc.constantFrom(...THINGS), day, time, length, units).map(([thing, day, time, length, units]) => {
    const start = day * 1440 + time
    return { thing, start, end: start + length, units: units < 4 ? Math.min(units, thing.capacity) : units }
  })
}

/** One time in ten the odd one. */
function rarely<T>(odd: fc.Arbitrary<T>, usual: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: odd })
}

const requests = () => asking().map((drawn) => requesting(...drawn))
const previews = () => asking().map((drawn) => previewing(...drawn))

/** Who, for what, and whether with a reason for setting rules aside, which is for stewards. */
function asking(): fc.Arbitrary<[who: Who, wish: Wish, override: boolean]> {
  const overrider = rarely(whoever(), fc.constantFrom<Who>('owner', 'caretaker'))
  return fc.oneof(
    { weight: 4, arbitrary: fc.tuple(whoever(), wishes(), fc.constant(false)) },
    { weight: 1, arbitrary: fc.tuple(overrider, wishes(), fc.constant(true)) },
  )
}

function changes() {
  const by = fc.constantFrom(30, -30, 60, -60, 15, 1440)
  const shift: fc.Arbitrary<Shift> = fc.oneof(
    fc.record({ start: by, end: by }),
    by.map((minutes) => ({ start: minutes, end: minutes })),
    by.map((minutes) => ({ end: minutes })),
    by.map((minutes) => ({ start: minutes })),
    fc.constantFrom(1, 2, 3).map((units) => ({ units })),
    fc.constantFrom('Story', 'Another').map((title) => ({ title })),
  )
  return fc
    .tuple(actors(), which(), shift, oneIn(20), oneIn(6))
    .map(([who, no, shift, isStale, override]) => changing(who, no, shift, { isStale, override }))
}

/** Mostly who asked for it. */
function actors(): fc.Arbitrary<Actor> {
  const requester = fc.constant<Actor>('its requester')
  return fc.oneof({ weight: 3, arbitrary: requester }, { weight: 1, arbitrary: whoever() })
}

function decisions() {
  const decider = fc.oneof({ weight: 4, arbitrary: fc.constant<Who>('owner') }, { weight: 1, arbitrary: whoever() })
  return fc
    .tuple(decider, which(), fc.constantFrom('approve', 'approve', 'decline'), oneIn(5))
    .map(([who, no, verdict, isMute]) => deciding(who, no, verdict as 'approve' | 'decline', !isMute))
}
