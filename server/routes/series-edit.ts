import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { ruleSentence } from '../../views/components/rule-sentence.ts'
import { type SeriesChangeCheck, SeriesChangePanel } from '../../views/series/series-change-panel.tsx'
import { type SeriesFields, SeriesForm } from '../../views/series/series-form.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import { can } from '../domain/permissions.ts'
import type { ReservationDetail } from '../domain/reservation.ts'
import type { ForeseenOccurrence } from '../domain/series.ts'
import { isSteward } from '../domain/stewardship.ts'
import { localDayOf } from '../domain/zone.ts'
import { changeSeries, previewSeriesChange } from '../operations/change-series.ts'
import { offeredProjects } from '../operations/offered-projects.ts'
import type { Refusal } from '../operations/result.ts'
import { type SeenSeries, seeSeries } from '../operations/see-series.ts'
import { HttpRefusal } from '../plugins/access.ts'
import { found } from '../plugins/found.ts'
import type { FormBody } from './reservation-fields.ts'
import { type ReadSeriesForm, readSeriesForm, seriesFieldsFrom, seriesFieldsOf } from './series-change-fields.ts'
import { whyOf } from './series-dates.ts'
import { refusalText } from './series-refusal.ts'

const config = { access: 'person' } as const
const field = Type.Optional(Type.String({ maxLength: 4000 }))
const Id = Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) })
const ChangeFields = Type.Object({}, { additionalProperties: field })

/** The form that changes a series: shown, checked and sent. */
export function seriesEdit(app: App): void {
  app.get(
    '/series/:id/edit',
    { config, schema: { params: Id, querystring: Type.Object({ from: field }) } },
    async (request, reply) => {
      const seen = changeable(app, request, Number(request.params.id))
      const open = openOnes(seen, app.clock())
      const fields = seriesFieldsOf(seen, open, request.query.from)
      return show(app, request, reply, { seen, fields, version: seen.series.version, errors: {}, check: null })
    },
  )

  app.post('/series/:id', { config, schema: { params: Id, body: ChangeFields } }, async (request, reply) => {
    const { person } = request
    const id = Number(request.params.id)
    const body = request.body as FormBody
    const seen = changeable(app, request, id)
    const fields = seriesFieldsFrom(body)
    const t = translateInto(request.locale)
    const read = readSeriesForm(fields, seen, t)
    const isUntold = seen.requester.id !== person!.id && fields.reason.trim() === ''
    const errors = { ...read.errors, ...(isUntold && { reason: t('reservation.no-change-reason') }) }
    const shown = { seen, fields, version: Number(body['version']) || 0, errors }
    if (body['check'])
      return answerCheck(app, request, reply, {
        ...shown,
        errors: read.errors,
        check: checkOf(app, request, seen, read),
      })
    if (Object.keys(errors).length > 0)
      return show(app, request, reply.code(422), { ...shown, check: checkOf(app, request, seen, read) })
    const result = changeSeries(app.db, person!, id, read.change, shown.version, app.clock())
    if (result.ok) return reply.redirect(`/series/${id}?done=saved`, 303)
    return refusedForm(app, request, reply, { ...shown, read, refusal: result.refusal })
  })
}

interface Shown {
  readonly seen: SeenSeries
  readonly fields: SeriesFields
  readonly version: number
  readonly errors: Readonly<Record<string, string>>
  readonly check: SeriesChangeCheck | null
  readonly notice?: { readonly title: string; readonly hint: string } | undefined
}

function show(app: App, { person, locale }: FastifyRequest, reply: FastifyReply, shown: Shown) {
  const { seen, version, ...rest } = shown
  const { series, resource } = seen
  return reply.page(SeriesForm, {
    ...rest,
    series: { id: series.id, version, title: series.title },
    sentence: ruleSentence({ ...series, validUntil: null }, locale, localDayOf(app.clock(), resource.timeZone)),
    resource: { name: resource.name[locale], capacity: resource.capacity, timeZone: resource.timeZone },
    open: openOnes(seen, app.clock()),
    projects: offeredProjects(app.db, person!, { requesterId: series.requesterId, project: seen.project }),
    mayOverride: isSteward(person, resource),
    why: { tells: seen.requester.id === person!.id ? null : seen.requester.name },
  })
}

/** Only the panel for htmx, the whole form for a plain submit. */
function answerCheck(app: App, request: FastifyRequest, reply: FastifyReply, shown: Shown) {
  if (!request.isPartial) return show(app, request, reply, shown)
  const page = { t: translateInto(request.locale), locale: request.locale }
  const panel = SeriesChangePanel({ page, check: shown.check, timeZone: shown.seen.resource.timeZone })
  return reply.type('text/html; charset=utf-8').send(panel.text)
}

/** Every date as the change would leave it; what cannot be read is the verdict itself. */
function checkOf(app: App, request: FastifyRequest, seen: SeenSeries, read: ReadSeriesForm) {
  const { series, resource } = seen
  const t = translateInto(request.locale)
  const faults = Object.values(read.timeErrors)
  if (faults.length > 0)
    return { verdict: 'stop', headline: t('check.refused'), hint: faults.join(' '), rows: [] } as const
  const preview = previewSeriesChange(app.db, request.person!, series.id, read.change, app.clock())
  if (!preview.ok) {
    const { title, hint } = refusalText(app, request, preview.refusal, series.resourceId)
    return { verdict: 'stop', headline: title, hint, rows: [] } as const
  }
  const rows = preview.value.map((each) => ({ ...each, why: whyOf(each, resource, request.locale) }))
  const free = rows.filter(({ outcome }) => outcome === 'free').length
  const fits = free === rows.length
  const alone = openOnes(seen, app.clock()).filter(
    (each) => each.isChangedAlone && !isAmong(each, preview.value),
  ).length
  const leftAlone = alone === 0 || read.change.scope !== 'all' ? [] : [t('series.left-alone', { count: alone })]
  return {
    verdict: fits ? 'ok' : 'stop',
    headline: t(fits ? 'series.change-all-fit' : 'series.change-clashes', { free, count: rows.length }),
    hint: [t(fits ? 'series.change-ready' : 'series.change-clash-hint'), ...leftAlone].join(' '),
    rows,
  } as const
}

const isAmong = ({ occurrenceLocal }: ReservationDetail, rows: readonly ForeseenOccurrence[]) =>
  rows.some(({ local }) => local === occurrenceLocal)

/** The same form with every reason; nothing typed is lost. */
function refusedForm(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  { read, refusal, ...shown }: Omit<Shown, 'check'> & { read: ReadSeriesForm; refusal: Refusal },
) {
  const t = translateInto(request.locale)
  const check = checkOf(app, request, shown.seen, read)
  if (refusal.kind === 'stale') {
    const notice = { title: t('series.stale'), hint: t('series.stale-hint') }
    return show(app, request, reply.code(409), { ...shown, version: refusal.version, check, notice })
  }
  const told = refusalText(app, request, refusal, shown.seen.series.resourceId)
  const isTaken =
    refusal.kind === 'wrong-state' ||
    (refusal.kind === 'series' && refusal.occurrences.some(({ conflicts }) => conflicts.length > 0))
  const notice = refusal.kind === 'series' ? undefined : told
  return show(app, request, reply.code(isTaken ? 409 : 422), { ...shown, check, notice })
}

/** The series, where the person may change it: 404 for one they may not even see, else 403. */
function changeable(app: App, { person }: FastifyRequest, id: number): SeenSeries {
  const seen = found(seeSeries(app.db, person!, id))
  if (!can(person!, 'change', { reservation: seen.series, resource: seen.resource }))
    throw new HttpRefusal(403, 'forbidden')
  return seen
}

/** The reservations that can still be changed, in order of time. */
const openOnes = ({ occurrences }: SeenSeries, now: number) =>
  occurrences
    .flatMap((each) => (each.outcome === 'booked' ? [each.reservation] : []))
    .filter(({ state, start }) => (state === 'requested' || state === 'confirmed') && start > now)
    .sort((a, b) => a.start - b.start)
