import { type Interval, type Load, loadProfile } from './interval.ts'

/** A reservation a use may have been of. */
export interface Matchable extends Interval {
  readonly id: number
  readonly requesterId: number
  readonly organisationId: number
}

/** Who a log says it was, as far as the name is known. */
export interface LogPerson {
  readonly id: number
  readonly organisationId: number
}

/**
 * The reservation that a use was of: one that shares time with it, the person's own before a colleague's, then the one that
 * shares the most. Another organisation's reservation is never taken for theirs.
 */
export function reservationFor(
  use: Interval,
  person: LogPerson | null,
  reservations: readonly Matchable[],
): Matchable | null {
  const shared = (each: Interval) => Math.min(each.end, use.end) - Math.max(each.start, use.start)
  const isOwn = (each: Matchable) => Number(each.requesterId === person?.id)
  return (
    reservations
      .filter((each) => shared(each) > 0 && (person === null || each.organisationId === person.organisationId))
      .sort((a, b) => isOwn(b) - isOwn(a) || shared(b) - shared(a))[0] ?? null
  )
}

/**
 * Room for one use after the other, in the order of their starts, beside what is recorded already (by start): says whether a
 * use fits the capacity, and from then on counts it.
 */
export function useLedger(capacity: number, recorded: readonly Load[]): (use: Interval) => boolean {
  let next = 0
  let near: Load[] = []
  return (use) => {
    near = near.filter(({ end }) => end > use.start)
    for (let each = recorded[next]; each && each.start < use.end; each = recorded[++next])
      if (each.end > use.start) near.push(each)
    const load = near.length === 0 ? 0 : Math.max(0, ...loadProfile(near, use).map(({ units }) => units))
    if (load >= capacity) return false
    near.push({ ...use, units: 1 })
    return true
  }
}
