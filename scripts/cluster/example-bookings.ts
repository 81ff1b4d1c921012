import type { Interval } from '../../server/domain/interval.ts'
import type { Level } from '../../server/domain/person.ts'
import type { Purpose } from '../../server/domain/purpose.ts'
import type { Approval, ResourceKind } from '../../server/domain/resource.ts'
import type { Chance } from './chance.ts'
import type { ExamplePerson } from './example-year.ts'

const MINUTE_MS = 60_000
const DAY_MINUTES = 1440

export interface BookedResource {
  readonly id: number
  readonly slug: string
  readonly kind: ResourceKind
  readonly organisationId: number
  readonly ownerId: number
  readonly techniques: readonly string[]
  readonly capacity: number
  readonly minMinutes: number
  readonly maxMinutes: number
  readonly setupMinutes: number
  readonly cleanupMinutes: number
  readonly approval: Approval
  readonly cancelNoticeMinutes: number
  readonly qualificationRequired: Level | null
  /** Share of the open time to fill, 0–1. */
  readonly load: number
}

/** A reservation to be written. */
export interface Wanted extends Interval {
  readonly person: ExamplePerson
  readonly purpose: Purpose
  readonly title: string
  readonly projectId: number | null
}

const LENGTHS: readonly (readonly [minutes: number, weight: number])[] = [
  [60, 2],
  [90, 2],
  [120, 4],
  [180, 4],
  [240, 3],
  [360, 2],
  [480, 1],
]
const LONG_LENGTHS: readonly (readonly [minutes: number, weight: number])[] = [
  [3 * DAY_MINUTES, 2],
  [7 * DAY_MINUTES, 4],
  [14 * DAY_MINUTES, 4],
  [21 * DAY_MINUTES, 2],
]

/** Reservations one after another, with gaps that leave about `load` of the open time filled. */
export function* placeReservations(
  chance: Chance,
  resource: BookedResource,
  open: readonly Interval[],
): Generator<Interval> {
  const lengths = resource.minMinutes >= DAY_MINUTES ? LONG_LENGTHS : LENGTHS
  const buffers = resource.setupMinutes + resource.cleanupMinutes
  let free = 0
  for (const span of open) {
    const load = Math.min(0.95, resource.load * fashionOf(span.start))
    let at = Math.max(span.start, onStep(free)) + gap(chance, chance.weighted(lengths) / 3, load)
    for (;;) {
      const minutes = Math.min(chance.weighted(lengths), resource.maxMinutes)
      const end = Math.min(at + minutes * MINUTE_MS, span.end)
      if (end - at < resource.minMinutes * MINUTE_MS) break
      yield { start: at, end }
      free = end + buffers * MINUTE_MS
      at = free + gap(chance, minutes, load)
    }
  }
}

/** Idle time after `minutes` of use, in whole steps of half an hour. */
function gap(chance: Chance, minutes: number, load: number): number {
  return Math.round((minutes * (1 / load - 1) * (0.1 + 1.8 * chance.next())) / 30) * 30 * MINUTE_MS
}

const onStep = (at: number) => Math.ceil(at / (30 * MINUTE_MS)) * 30 * MINUTE_MS

/** Summers and Fridays are quiet, late autumn is not. */
function fashionOf(at: number): number {
  const date = new Date(at)
  const byMonth = [0.95, 1, 1.1, 1.05, 1.05, 0.95, 0.6, 0.5, 0.85, 1.15, 1.2, 0.8][date.getUTCMonth()] ?? 1
  const byWeekday = [0.3, 0.95, 1.1, 1.15, 1.05, 0.75, 0.35][date.getUTCDay()] ?? 1
  return byMonth * byWeekday
}
