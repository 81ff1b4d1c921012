import type { Outage } from './availability-rule.ts'
import { fullTime, loadSteps, roomsIn, type Start, startsIn } from './bookable.ts'
import { type Interval, intersect, type Load, lengthOf, subtract } from './interval.ts'
import type { State } from './lifecycle.ts'
import type { Policy } from './resource.ts'
import { cellsOf, type WeekCell } from './week-cells.ts'
import { edgesOf, rowsFor, type WeekRow } from './week-rows.ts'
import { type Segment, segmentsOf } from './week-segments.ts'
import { DAY_MS, dayNumber, dayText, placeFloating } from './zone.ts'

const MINUTE = 60_000

/** What the viewer may know of the reservation behind a claim. */
export interface Seen {
  readonly id: number
  readonly title: string
  readonly state: State
  readonly isMine: boolean
  /** Who asked, for the stewards of the resource. */
  readonly requester: string | null
}

/** Taken time, set-up and clean-up included; `seen` is null where the viewer is told no more than "busy". */
export interface Taken extends Load {
  readonly setupMinutes: number
  readonly cleanupMinutes: number
  readonly seen: Seen | null
  /** Not reserved: kept for somebody, or for the viewer, until then. */
  readonly held?: { readonly isMine: boolean; readonly until: number }
}

export interface WeekFacts {
  /** Monday, `2026-11-23`. */
  readonly monday: string
  readonly zone: string
  readonly policy: Policy
  readonly capacity: number
  /** False when nobody can book: the free time is then shown as closed. */
  readonly isBookable: boolean
  /** Open for the viewer, outages still in. Reaches as far beyond the week as the longest reservation. */
  readonly open: readonly Interval[]
  readonly outages: readonly Outage[]
  readonly taken: readonly Taken[]
  /** Name of the holiday of each of the seven days. */
  readonly holidays: readonly (string | null)[]
  readonly now: number
  /** Starts at which less is possible are shown, but cannot be picked. */
  readonly wantedMinutes: number
}

export interface WeekStart extends Start {
  /** Units free over the wanted time. */
  readonly left: number
  readonly isLongEnough: boolean
}

export interface WeekDay extends Interval {
  readonly date: string
  readonly when: 'past' | 'today' | 'future'
  readonly holiday: string | null
  /** Time of the day in which it is open at all, and what of it can still be had. */
  readonly openMs: number
  readonly freeMs: number
  readonly free: readonly Interval[]
  readonly segments: readonly Segment[]
  readonly starts: readonly WeekStart[]
  readonly cells: readonly WeekCell[]
  /** Reservations to be listed besides the segments: those that leave units to others. */
  readonly shared: readonly Taken[]
}

/** A reservation above the days: longer than a day, or one of several units. Days count from Monday. */
export interface LaneItem {
  readonly taken: Taken
  readonly firstDay: number
  readonly lastDay: number
}

export interface WeekCalendar extends Interval {
  readonly monday: string
  readonly capacity: number
  readonly now: number
  readonly rows: readonly WeekRow[]
  readonly days: readonly WeekDay[]
  readonly lanes: readonly (readonly LaneItem[])[]
  readonly freeMs: number
  /** The first start that is long enough. */
  readonly firstStart: WeekStart | null
}

/** The week of a resource as a viewer sees it: the same facts for the table and for the list. */
export function weekCalendarOf(facts: WeekFacts): WeekCalendar {
  const { zone, policy, capacity, now } = facts
  const first = dayNumber(facts.monday)
  const week = { start: placeFloating(first * DAY_MS, zone), end: placeFloating((first + 7) * DAY_MS, zone) }
  const usable = subtract(facts.open, facts.outages)
  // What is held for the viewer they can still book.
  const others = facts.taken.filter((each) => !each.held?.isMine)
  const full = fullTime(others, capacity)
  const bounds = bookableFrom(policy, now)
  const rooms = facts.isBookable ? roomsIn(usable, full, policy, bounds.earliest) : []
  const free = facts.isBookable
    ? subtract(intersect(usable, [{ start: Math.max(now, week.start), end: Math.min(week.end, bounds.latest) }]), full)
    : []
  const rows = rowsFor(
    facts.open.filter((each) => each.start < week.end && each.end > week.start),
    zone,
    policy.stepMinutes,
  )
  const segments = segmentsOf(facts, week, full, bounds.latest)
  const left = unitsLeft({ ...facts, taken: others })
  const days: WeekDay[] = []
  for (let i = 0; i < 7; i++) {
    const edges = edgesOf(rows, first + i, zone)
    const day = { start: edges[0]!, end: edges.at(-1)! }
    const starts = startsIn(rooms, day, policy, zone, bounds.latest).map((start) => ({
      ...start,
      left: left(start),
      isLongEnough: start.longestMs >= facts.wantedMinutes * MINUTE,
    }))
    const parts = segments.filter((each) => each.start < day.end && each.end > day.start)
    const freeHere = intersect(free, [day])
    days.push({
      ...day,
      date: dayText(first + i),
      when: day.end <= now ? 'past' : day.start <= now ? 'today' : 'future',
      holiday: facts.holidays[i] ?? null,
      openMs: lengthOf(intersect(facts.open, [day])),
      freeMs: lengthOf(freeHere),
      free: freeHere,
      segments: parts,
      starts,
      cells: cellsOf(rows, edges, parts, starts),
      shared:
        capacity === 1 ? [] : facts.taken.filter((each) => each.seen && each.start < day.end && each.end > day.start),
    })
  }
  return {
    ...week,
    monday: facts.monday,
    capacity,
    now,
    rows,
    days,
    lanes: lanesOf(facts, days),
    freeMs: lengthOf(free),
    firstStart: days.flatMap((day) => day.starts).find((start) => start.isLongEnough) ?? null,
  }
}

/** The first and last moment a reservation may start at: notice and horizon, both ends inclusive. */
export function bookableFrom(policy: Policy, now: number): { earliest: number; latest: number } {
  return { earliest: now + policy.minNoticeMinutes * MINUTE, latest: now + policy.horizonDays * DAY_MS }
}

/** Units free over the wanted time from a start. */
function unitsLeft({ taken, capacity, wantedMinutes, policy }: WeekFacts): (start: Start) => number {
  if (capacity === 1) return () => 1
  const steps = loadSteps(taken)
  const before = policy.setupMinutes * MINUTE
  const after = (Math.max(wantedMinutes, policy.minMinutes) + policy.cleanupMinutes) * MINUTE
  let from = 0
  return ({ at }) => {
    while (from < steps.length && steps[from]!.end <= at - before) from++
    let most = 0
    for (let i = from; i < steps.length && steps[i]!.start < at + after; i++) most = Math.max(most, steps[i]!.units)
    return capacity - Math.min(most, capacity)
  }
}

function lanesOf({ taken, capacity }: WeekFacts, days: readonly WeekDay[]): LaneItem[][] {
  const items = taken
    .filter((each) => (capacity === 1 ? !each.held && each.end - each.start > DAY_MS : each.seen?.isMine))
    .map((each) => ({
      taken: each,
      firstDay: days.findIndex((day) => each.start < day.end && each.end > day.start),
      lastDay: days.findLastIndex((day) => each.start < day.end && each.end > day.start),
    }))
    .filter((each) => each.firstDay >= 0)
    .sort((a, b) => a.firstDay - b.firstDay)
  const lanes: LaneItem[][] = []
  for (const item of items) {
    const lane = lanes.find((each) => each.at(-1)!.lastDay < item.firstDay)
    if (lane) lane.push(item)
    else lanes.push([item])
  }
  return lanes
}
