import type { FastifyReply, FastifyRequest } from 'fastify'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { reservationDetailsOfSeries, seriesById } from '../../db/queries/series.ts'
import type { App } from '../app.ts'
import type { Series, SeriesOccurrence } from '../domain/series.ts'
import { durationText } from '../domain/window-length.ts'
import type { Refusal, Result } from '../operations/result.ts'
import { type SeenSeries, seeSeries } from '../operations/see-series.ts'
import { found } from '../plugins/found.ts'
import { problemFor } from '../plugins/problem.ts'
import { instant, spanOf } from './presenters.ts'
import { personOf, sendProblem } from './reservation-answers.ts'

/** How every call about one series answers: with it and its version, or with the problem. */
export function seriesAnswers(app: App) {
  return { answer, finish, fault }

  function answer(request: FastifyRequest, reply: FastifyReply, id: number, status: 200 | 201) {
    const seen = found(seeSeries(app.db, personOf(request), id))
    reply.header('etag', `"${seen.series.version}"`)
    return reply.code(status).send(seriesOut(app, seen))
  }

  function finish(request: FastifyRequest, reply: FastifyReply, id: number, result: Result<Series>) {
    if (result.ok && !seeSeries(app.db, personOf(request), id)) return reply.code(200).send(blindSeriesOut(app, id))
    return result.ok
      ? answer(request, reply, id, 200)
      : fault(request, reply, result.refusal, seriesById(app.db, id)?.resourceId)
  }

  /** The problem of a refusal; times in its sentences are the resource's. */
  function fault(request: FastifyRequest, reply: FastifyReply, refusal: Refusal, resourceId?: number) {
    const { resourceById } = catalogueOf(app.db)
    const zone = resourceId === undefined ? undefined : resourceById.get(resourceId)?.timeZone
    return sendProblem(reply, problemFor(refusal, request.locale, zone === undefined ? {} : { zone }))
  }
}

function seriesOut(app: App, { series, resource, occurrences, requester, project }: SeenSeries) {
  const { id, version, title, purpose, note, units, rrule, exdates, rdates } = series
  const { publicUrl } = app.settings
  return {
    id,
    version,
    resource: resource.slug,
    dtstart: series.startLocal,
    time_zone: series.timeZone,
    duration: durationText(series.durationMinutes),
    rrule,
    exdates: [...exdates],
    rdates: [...rdates],
    title,
    purpose,
    project: project?.code ?? null,
    note,
    units,
    requester: { id: requester.id, name: requester.name },
    created_at: instant(series.createdAt),
    occurrences: occurrences.map((each) => occurrenceOut(app, each)),
    links: { self: `${publicUrl}/api/v1/series/${id}`, html: `${publicUrl}/series/${id}` },
  }
}

/** To who decides without seeing it, the coordinator: hours, the organisation's dates and the purpose. */
function blindSeriesOut(app: App, id: number) {
  const series = found(seriesById(app.db, id))
  const resource = catalogueOf(app.db).resourceById.get(series.resourceId)!
  const occurrences = reservationDetailsOfSeries(app.db, id).map((reservation) => ({
    ...{ local: reservation.occurrenceLocal!, start: reservation.start, end: reservation.end, movedMinutes: 0 },
    ...{ outcome: 'booked' as const, reservation },
  }))
  const nobody = { id: 0, name: '', email: '' }
  return {
    ...seriesOut(app, { series, resource, occurrences, requester: nobody, project: null, seen: 'colleague' }),
    ...{ title: null, note: null, requester: null, links: {} },
  }
}

function occurrenceOut(app: App, occurrence: SeriesOccurrence) {
  const { local, outcome } = occurrence
  if (outcome === 'skipped') return { local, ...spanOf(occurrence), outcome, reason: occurrence.reason }
  const { id, state, isChangedAlone, resourceId } = occurrence.reservation
  const resource = catalogueOf(app.db).resourceById.get(resourceId)!.slug
  return { local, ...spanOf(occurrence), outcome, reservation: id, resource, state, changed: isChangedAlone }
}
