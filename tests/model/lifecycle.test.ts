import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { type Booking, Naive } from './naive.ts'
import { clear, type Minute, makeStage, type Stage, type Thing } from './stage.ts'
import { stories } from './stories.ts'

const STORIES = 10_000

let stage: Stage

beforeAll(() => {
  stage = makeStage()
})

test(`in ${STORIES} stories of reservations the system says and does what a naive model of it does`, () => {
  fc.assert(toldTwice(Naive), { numRuns: STORIES })
}, 240_000)

/** Each step of a story is taken by the model and by the system. */
function toldTwice(Model: typeof Naive) {
  return fc.property(stories(), (steps) => {
    clear(stage)
    fc.modelRun(() => ({ model: new Model(), real: stage }), steps)
  })
}

/** Models that are wrong in one thing: the stories find it, and shrink to the few steps that show it. */
const WRONG: Record<string, typeof Naive> = {
  'forgets the clean-up': class extends Naive {
    protected override cleanupOf() {
      return 0
    }
  },
  'lets a time end a minute too late': class extends Naive {
    protected override isBusyAt(booking: Booking, minute: Minute) {
      return super.isBusyAt(booking, minute) || super.isBusyAt(booking, minute - 1)
    }
  },
  'lets a bench be used beside its room': class extends Naive {
    protected override isKin() {
      return false
    }
  },
  'counts the horizon from one minute earlier': class extends Naive {
    protected override isTooFar(thing: Thing, start: Minute) {
      return super.isTooFar(thing, start + 1)
    }
  },
  'frees nothing of what was booked when use ends early': class extends Naive {
    protected override freeAgain(booking: Booking, at: Minute) {
      return Math.max(super.freeAgain(booking, at), booking.end + booking.thing.cleanup)
    }
  },
  'lets requests hold their time for ever': class extends Naive {
    override lapse() {
      return 0
    }
  },
}

test.each(Object.keys(WRONG))(
  'a model that %s is found out by a story of at most three steps',
  (what) => {
    const { failed, counterexample } = fc.check(toldTwice(WRONG[what]!), { numRuns: STORIES, seed: 20_261_124 })
    expect(failed).toBe(true)
    const story = String(counterexample![0])
    expect(story.split(/,(?=\w)/).length, story).toBeLessThanOrEqual(3)
  },
  60_000,
)
