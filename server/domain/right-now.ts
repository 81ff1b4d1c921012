import type { Outage } from './availability-rule.ts'
import type { Interval } from './interval.ts'
import { loadProfile, merge } from './interval.ts'
import type { Seen, Taken } from './week-calendar.ts'

const MINUTE = 60_000

/** `partly`: taken, with units left. `unavailable`: out of service or only planned. */
export const NOW_KINDS = ['free', 'partly', 'taken', 'outage', 'closed', 'unavailable'] as const
export type NowKind = (typeof NOW_KINDS)[number]

/** Somebody's time as the viewer may see it, without set-up and clean-up; `seen` is null for "busy". */
export interface SeenTime extends Interval {
  readonly seen: Seen | null
}

/** How a resource stands at a moment. Instants in UTC epoch ms. */
export interface RightNow {
  readonly kind: NowKind
  /** When that changes; null where it does not within the days looked at. */
  readonly until: number | null
  /** Somebody is really there, as far as check-ins tell. */
  readonly isInUse: boolean
  /** Whose time it is. */
  readonly present: readonly SeenTime[]
  readonly next: SeenTime | null
  readonly outage: Outage | null
}

export interface MomentFacts {
  readonly now: number
  /** How far ahead the facts reach. */
  readonly horizon: number
  readonly isActive: boolean
  readonly capacity: number
  /** Open for the viewer, outages still in. */
  readonly open: readonly Interval[]
  readonly outages: readonly Outage[]
  readonly taken: readonly Taken[]
  /** Units of the use that runs. */
  readonly runningUnits: number
}

/** What a resource is at this moment, until when, and what comes next. */
export function rightNow(facts: MomentFacts): RightNow {
  const { now, taken, outages, isActive, runningUnits } = facts
  const times = taken.map(ownTimeOf)
  const outage = outages.find(({ start, end }) => start <= now && now < end) ?? null
  const around = {
    isInUse: runningUnits > 0,
    present: times.filter(({ start, end }) => start <= now && now < end),
    next: times.filter(({ start }) => start > now).sort((a, b) => a.start - b.start)[0] ?? null,
    outage,
  }
  if (!isActive) return { ...around, kind: 'unavailable', until: null }
  if (outage) return { ...around, kind: 'outage', until: outage.end }
  return { ...around, ...standing(facts) }
}

/** A reservation's own time: its claim without what belongs to it before and after. */
function ownTimeOf({ start, end, setupMinutes, cleanupMinutes, seen }: Taken): SeenTime {
  return { start: start + setupMinutes * MINUTE, end: end - cleanupMinutes * MINUTE, seen }
}

function standing({ now, horizon, capacity, open, outages, taken, runningUnits }: MomentFacts): {
  kind: NowKind
  until: number | null
} {
  const steps = loadProfile(taken, { start: now, end: horizon })
  const ends = (at: number) => (at >= horizon ? null : at)
  const isFull = (units: number) => units >= capacity
  const present = Math.max(steps[0]?.units ?? 0, runningUnits)
  if (isFull(present))
    return { kind: 'taken', until: ends(steps.find(({ units }) => !isFull(units))?.start ?? horizon) }
  const window = merge(open).find(({ start, end }) => start <= now && now < end)
  if (!window) {
    // Whoever is there may stay longer than the doors are open.
    if (present > 0) return { kind: 'taken', until: ends(steps[0]!.end) }
    return { kind: 'closed', until: merge(open).find(({ start }) => start > now)?.start ?? null }
  }
  const taking = steps.find(({ units }) => isFull(units))?.start ?? horizon
  const outage = outages.find(({ start }) => start > now)?.start ?? horizon
  return { kind: present > 0 ? 'partly' : 'free', until: ends(Math.min(window.end, taking, outage)) }
}
