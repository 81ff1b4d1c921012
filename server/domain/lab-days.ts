import { fullTime, loadSteps, roomsIn, type Start, startsIn } from './bookable.ts'
import { type Interval, type Load, merge, subtract } from './interval.ts'
import type { Policy } from './resource.ts'
import { bookableFrom } from './week-calendar.ts'

const HOUR = 3_600_000

/** Taken time of a resource in an overview: whose it is shows only when it is the viewer's own. */
export interface OverviewLoad extends Load {
  readonly own: 'mine' | 'requested' | null
}

export interface OverviewFacts {
  readonly zone: string
  readonly policy: Policy
  readonly capacity: number
  readonly isBookable: boolean
  readonly open: readonly Interval[]
  readonly outages: readonly Interval[]
  readonly taken: readonly OverviewLoad[]
  readonly now: number
}

/** A day of an overview. The window is what traces draw, say 8–18. */
export interface OverviewDay extends Interval {
  readonly windowStart: number
  readonly windowEnd: number
}

export type MarkKind = 'busy' | 'part' | 'mine' | 'requested' | 'outage'

export interface Mark extends Interval {
  readonly kind: MarkKind
}

/** A day of a resource in one line: what is taken, when one can start, how much is left. */
export interface DayTrace {
  readonly openMs: number
  /** Still free from now on. A resource nobody can book is never open. */
  readonly freeMs: number
  readonly firstStart: Start | null
  /** Taken stretches inside the window, by kind and start. */
  readonly marks: readonly Mark[]
  /** The end of an outage that takes the whole open day. */
  readonly outUntil: number | null
}

/** The days of one resource. Days are in order and do not overlap. */
export function dayTracesOf(facts: OverviewFacts, days: readonly OverviewDay[]): DayTrace[] {
  const { policy, capacity, now } = facts
  const { earliest, latest } = bookableFrom(policy, now)
  const usable = facts.outages.length > 0 ? subtract(facts.open, facts.outages) : facts.open
  const full = fullTime(facts.taken, capacity)
  const rooms = facts.isBookable ? roomsIn(usable, full, policy, earliest) : []
  const part =
    capacity > 1 ? merge(loadSteps(facts.taken).filter((step) => step.units > 0 && step.units < capacity)) : []
  const own = facts.taken.filter((each) => each.own !== null)
  return days.map((day) => {
    const openMs = facts.isBookable ? lengthWithin(facts.open, day.start, day.end) : 0
    const freeMs = openMs > 0 ? freeWithin(usable, full, Math.max(day.start, now), Math.min(day.end, latest)) : 0
    return {
      openMs,
      freeMs,
      firstStart: freeMs > 0 ? (startsIn(rooms, day, policy, facts.zone, latest, 1)[0] ?? null) : null,
      marks: marksOf(day, full, part, own, facts.outages),
      outUntil:
        openMs > 0 && usable !== facts.open && lengthWithin(usable, day.start, day.end) === 0
          ? lastEnd(facts.outages, day)
          : null,
    }
  })
}

function marksOf(
  day: OverviewDay,
  full: readonly Interval[],
  part: readonly Interval[],
  own: readonly OverviewLoad[],
  outages: readonly Interval[],
): Mark[] {
  const marks: Mark[] = []
  const add = (spans: readonly Interval[], kind: MarkKind) => {
    for (const { start, end } of spans) {
      if (end <= day.windowStart) continue
      if (start >= day.windowEnd) break
      marks.push({ start: Math.max(start, day.windowStart), end: Math.min(end, day.windowEnd), kind })
    }
  }
  add(full, 'busy')
  add(part, 'part')
  add(outages, 'outage')
  for (const each of own) add([each], each.own!)
  return marks
}

/** The window that shows the hours of all resources: 8–18, and any hour one of them opens or closes at. Local hours. */
export function windowHours(
  open: Iterable<readonly Interval[]>,
  days: readonly Interval[],
): { from: number; to: number } {
  let from = 8
  let to = 18
  for (const spans of open)
    for (const { start, end } of spans)
      for (const day of days) {
        if (start >= day.end || end <= day.start) continue
        from = Math.min(from, Math.floor((Math.max(start, day.start) - day.start) / HOUR))
        to = Math.max(to, Math.ceil((Math.min(end, day.end) - day.start) / HOUR))
      }
  to = Math.min(to, 24)
  // An even number of hours has a figure in its middle.
  if ((to - from) % 2 === 1) to < 24 ? to++ : from--
  return { from, to }
}

function lengthWithin(spans: readonly Interval[], from: number, to: number): number {
  let length = 0
  for (const { start, end } of spans) {
    if (end <= from) continue
    if (start >= to) break
    length += Math.min(end, to) - Math.max(start, from)
  }
  return length
}

/** The length of `usable` without `full` in [from, to). */
function freeWithin(usable: readonly Interval[], full: readonly Interval[], from: number, to: number): number {
  let length = 0
  for (const { start, end } of usable) {
    if (end <= from) continue
    if (start >= to) break
    const a = Math.max(start, from)
    const b = Math.min(end, to)
    length += b - a - lengthWithin(full, a, b)
  }
  return length
}

function lastEnd(outages: readonly Interval[], day: Interval): number {
  let last = day.start
  for (const { start, end } of outages) if (start < day.end && end > last) last = end
  return last
}
