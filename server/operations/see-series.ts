import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { requesterById } from '../../db/queries/people.ts'
import { projectsOf } from '../../db/queries/projects.ts'
import { reservationDetailsOfSeries, seriesById, skipsOfSeries } from '../../db/queries/series.ts'
import type { Person } from '../domain/person.ts'
import type { ReservationDetail } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import type { Series, SeriesOccurrence } from '../domain/series.ts'
import { occurrencesOf } from '../domain/series-plan.ts'
import { seenBy, viewOf } from '../domain/visibility.ts'
import { placeOf } from './find-series.ts'

export interface SeenSeries {
  /** As far as the person may see it. */
  readonly series: Series
  readonly resource: Resource
  /** In the order of the rule. */
  readonly occurrences: readonly SeriesOccurrence[]
  readonly requester: { readonly id: number; readonly name: string; readonly email: string }
  readonly project: { readonly code: string; readonly title: string } | null
  readonly seen: 'full' | 'colleague'
}

/** A series by its id; null for one that does not exist and, alike, for one whose times are only busy to the person. */
export function seeSeries(db: Db, person: Person, id: number): SeenSeries | null {
  const series = seriesById(db, id)
  const resource = series && catalogueOf(db).resourceById.get(series.resourceId)
  const seen = resource ? seenBy(person, placeOf(db, series, resource)) : 'busy'
  if (!resource || seen === 'busy') return null
  const requester = requesterById(db, series.requesterId)
  const project = projectsOf(db, requester.id).find((each) => each.id === series.projectId)
  return {
    series: seen === 'full' ? series : { ...series, note: null },
    resource,
    occurrences: occurrencesSeen(db, person, series),
    requester: { id: requester.id, name: requester.name, email: requester.email },
    project: project ? { code: project.code, title: project.title } : null,
    seen,
  }
}

function occurrencesSeen(db: Db, person: Person, series: Series): SeriesOccurrence[] {
  const { resourceById } = catalogueOf(db)
  const reservations = new Map(reservationDetailsOfSeries(db, series.id).map((each) => [each.occurrenceLocal, each]))
  const skips = new Map(skipsOfSeries(db, series.id).map(({ local, reason }) => [local, reason]))
  return occurrencesOf(series).flatMap((occurrence): SeriesOccurrence[] => {
    const known = reservations.get(occurrence.local)
    const reason = skips.get(occurrence.local)
    if (reason) return [{ ...occurrence, outcome: 'skipped', reason }]
    if (!known) return []
    const { start, end } = known
    const movedMinutes = start === occurrence.start ? occurrence.movedMinutes : 0
    const reservation = asSeen(known, person, resourceById.get(known.resourceId)!)
    return [{ local: occurrence.local, start, end, movedMinutes, outcome: 'booked', reservation }]
  })
}

/** Who sees the series sees its occurrences; one on another resource without its details where that is not theirs. */
function asSeen(reservation: ReservationDetail, person: Person, resource: Resource): ReservationDetail {
  const view = viewOf(reservation, person, resource)
  return view.seen === 'busy'
    ? { ...reservation, note: null, decisionReason: null, decidedBy: null, participants: [], participantIds: [] }
    : view.reservation
}
