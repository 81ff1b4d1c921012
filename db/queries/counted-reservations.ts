import { type CountedFigure, type CountedReservation, countedLines } from '../../server/domain/counted-reservation.ts'
import type { Interval } from '../../server/domain/interval.ts'
import type { Resource } from '../../server/domain/resource.ts'
import type { Db } from '../connect.ts'
import { unmetDuring } from './unmet-requests.ts'
import { sourcesOf, utilisationFactsOf } from './utilisation-facts.ts'

/** What a figure of one resource is made of, by start, from the same facts that are counted. */
export function countedReservations(
  db: Db,
  resource: Resource,
  span: Interval,
  figure: CountedFigure,
  now: number,
): CountedReservation[] {
  if (figure === 'unmet') return unmetLines(db, resource, span, now)
  return countedLines(utilisationFactsOf(db, resource, span), resource.id, span, figure, now)
}

function unmetLines(db: Db, resource: Resource, span: Interval, now: number): CountedReservation[] {
  const wishes = unmetDuring(db, span, now)
  return sourcesOf(resource)
    .flatMap((id) => wishes.get(id) ?? [])
    .map(({ start, end, organisationId, personId, waited }) => ({
      resourceId: resource.id,
      reservationId: null,
      start,
      end,
      state: waited ? ('waited' as const) : ('refused' as const),
      purpose: null,
      organisationId,
      personId,
      bookedHours: 0,
      usedHours: 0,
      otherHours: (Math.min(end, span.end) - Math.max(start, span.start)) / 3_600_000,
      isEstimated: false,
    }))
    .sort((a, b) => a.start - b.start)
}
