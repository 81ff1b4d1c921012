import type { Outage } from './availability-rule.ts'
import { type Interval, intersect } from './interval.ts'
import type { Taken, WeekFacts } from './week-calendar.ts'
import { DAY_MS, dayNumber, placeFloating } from './zone.ts'

const MINUTE = 60_000

export type SegmentKind =
  | 'gap'
  | 'closed'
  | 'holiday'
  | 'beyond'
  | 'past'
  | 'outage'
  | 'busy'
  | 'mine'
  | 'requested'
  | 'held'
  | 'held-mine'
  | 'setup'
  | 'cleanup'

/** A stretch of one state. Segments of a week follow each other without gaps. */
export interface Segment extends Interval {
  readonly kind: SegmentKind
  readonly taken?: Taken
  readonly outage?: Outage
  readonly holiday?: string
}

/** Layers, later over earlier: opening hours, what is over, outages, reservations. */
export function segmentsOf(facts: WeekFacts, week: Interval, full: readonly Interval[], latest: number): Segment[] {
  const hours = hoursOf(facts, week, latest)
  const outages = facts.outages.map(
    (outage): Segment => ({ start: outage.start, end: outage.end, kind: 'outage', outage }),
  )
  const taken =
    facts.capacity === 1 ? facts.taken.flatMap(blocksOf) : full.map((each): Segment => ({ ...each, kind: 'busy' }))
  return overlay(overlay(hours, outages, week), taken, week)
}

function hoursOf(facts: WeekFacts, week: Interval, latest: number): Segment[] {
  const segments: Segment[] = []
  const add = (start: number, end: number, kind: SegmentKind, holiday?: string) => {
    if (start < end) segments.push(holiday === undefined ? { start, end, kind } : { start, end, kind, holiday })
  }
  const closed = (start: number, end: number) => {
    // A closed stretch that touches a holiday is told day by day.
    const monday = dayNumber(facts.monday)
    let from = start
    for (let i = 0; i < 7 && from < end; i++) {
      const dayEnd = placeFloating((monday + i + 1) * DAY_MS, facts.zone)
      if (dayEnd <= from) continue
      const holiday = facts.holidays[i]
      const to = Math.min(end, dayEnd)
      if (holiday) add(from, to, 'holiday', holiday)
      else if (to <= facts.now) add(from, to, 'past')
      else {
        add(from, Math.max(from, Math.min(to, facts.now)), 'past')
        add(Math.max(from, facts.now), to, 'closed')
      }
      from = to
    }
  }
  let at = week.start
  for (const { start, end } of intersect(facts.open, [week])) {
    closed(at, start)
    add(start, Math.min(end, facts.now), 'past')
    const from = Math.max(start, facts.now)
    if (!facts.isBookable) add(from, end, 'closed')
    else {
      add(from, Math.min(end, latest), 'gap')
      add(Math.max(from, latest), end, 'beyond')
    }
    at = end
  }
  closed(at, week.end)
  return joinPast(segments)
}

/** What is over is one stretch, open or closed as it was. */
function joinPast(segments: readonly Segment[]): Segment[] {
  const joined: Segment[] = []
  for (const segment of segments) {
    const last = joined.at(-1)
    if (last?.kind === 'past' && segment.kind === 'past') joined[joined.length - 1] = { ...last, end: segment.end }
    else joined.push(segment)
  }
  return joined
}

/** A claim as the viewer sees it: a block, and set-up and clean-up apart where the reservation is known to them. */
function blocksOf(taken: Taken): Segment[] {
  const { seen, start, end, held } = taken
  if (held) return [{ start, end, kind: held.isMine ? 'held-mine' : 'held', taken }]
  if (!seen) return [{ start, end, kind: 'busy', taken }]
  const from = start + taken.setupMinutes * MINUTE
  const to = end - taken.cleanupMinutes * MINUTE
  const kind = seen.isMine ? (seen.state === 'requested' ? 'requested' : 'mine') : 'busy'
  const blocks: Segment[] = [{ start: from, end: to, kind, taken }]
  if (from > start) blocks.unshift({ start, end: from, kind: 'setup', taken })
  if (to < end) blocks.push({ start: to, end, kind: 'cleanup', taken })
  return blocks
}

/** Lays segments over others. Both are sorted; where upper ones overlap, the earlier one stands. */
function overlay(lower: readonly Segment[], upper: readonly Segment[], within: Interval): Segment[] {
  const result: Segment[] = []
  let i = 0
  let at = within.start
  const lowerUntil = (end: number) => {
    for (; i < lower.length; i++) {
      const each = lower[i]!
      const start = Math.max(each.start, at)
      const stop = Math.min(each.end, end)
      if (start < stop) result.push(start === each.start && stop === each.end ? each : { ...each, start, end: stop })
      if (each.end > end) break
    }
    at = Math.max(at, end)
  }
  for (const each of upper.length > 1 ? upper.toSorted((a, b) => a.start - b.start) : upper) {
    if (each.end <= at || each.start >= within.end) continue
    lowerUntil(Math.max(at, each.start))
    // The whole stretch stays known, also where the week cuts it: pages say from when until when.
    result.push(each.start < at && at > within.start ? { ...each, start: at } : each)
    at = each.end
  }
  lowerUntil(within.end)
  return result
}
