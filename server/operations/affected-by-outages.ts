import type { Db } from '../../db/connect.ts'
import { reservationDetail } from '../../db/queries/reservations.ts'
import { reservationsHolding } from '../../db/queries/reservations-holding.ts'
import { type Interval, merge, overlaps } from '../domain/interval.ts'
import type { AffectedByOutage } from '../domain/outage-impact.ts'
import type { Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { resourceWith } from './assess.ts'
import { otherTimesFor } from './other-times.ts'

interface Closed {
  readonly resource: Resource
  /** When it will be closed, together with what is inside it. */
  readonly spans: readonly Interval[]
  /** When it was before: whoever overlaps that has been told. */
  readonly before: readonly Interval[]
}

/** Of so many other times are looked for. */
const MOST_LOOKED_FOR = 50

/**
 * The running and future reservations that outages of the resource take time from, as their own, as what is inside it or
 * as a part taken along; by start, each with where it could go. As many times as there are occurrences, one query.
 */
export function affectedByOutages(
  db: Db,
  { resource, spans, before }: Closed,
  mover: Person,
  now: number,
): readonly AffectedByOutage[] {
  const closed = merge(spans)
  const [first, last] = [closed[0], closed.at(-1)]
  if (!first || !last || last.end <= now) return []
  const resourceIds = [resource.id, ...resource.inside]
  const hit = reservationsHolding(db, resourceIds, { start: first.start, end: last.end }, now).filter(
    (each) => closed.some((span) => overlaps(span, each)) && !before.some((span) => overlaps(span, each)),
  )
  const affected = hit.map(({ id }) => {
    const reservation = reservationDetail(db, id)!
    const isRunning = reservation.start <= now
    return { reservation, resource: resourceWith(db, reservation.resourceId), isRunning }
  })
  const movable = affected.filter(({ isRunning }) => !isRunning).slice(0, MOST_LOOKED_FOR)
  const closing = { resourceIds: new Set(resourceIds), spans: closed }
  const found = otherTimesFor(db, movable, { closing, mover, now })
  const others = new Map(movable.map(({ reservation }, i) => [reservation.id, found[i]!]))
  return affected.map((each) => ({ ...each, others: others.get(each.reservation.id) ?? [] }))
}
