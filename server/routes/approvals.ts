import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { lastReasons } from '../../db/queries/inbox-facts.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import { seriesById } from '../../db/queries/series.ts'
import { openTrainingIn } from '../../db/queries/training.ts'
import { ApprovalsPage, type ApprovalsPageProps } from '../../views/approvals/approvals-page.tsx'
import type { BulkFields } from '../../views/approvals/bulk-decision.tsx'
import { formatOf } from '../../views/format.ts'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import { PURPOSES } from '../domain/purpose.ts'
import { type Chosen, decideMany, isOpen, type NotDecided } from '../operations/decide-many.ts'
import { decideReservation } from '../operations/decide-reservation.ts'
import { decideSeries } from '../operations/decide-series.ts'
import type { Refusal } from '../operations/result.ts'
import { seeReservation } from '../operations/see-reservation.ts'
import { seeSeries } from '../operations/see-series.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { againstText } from './against-text.ts'
import { type Inbox, inboxOf } from './inbox-cards.ts'

const text = Type.Optional(Type.String({ maxLength: 500 }))
const Decision = Type.Object({
  decision: Type.Unsafe<'approve' | 'decline'>({ type: 'string', enum: ['approve', 'decline'] }),
  note: text,
  reason: text,
  purpose: text,
  purpose_reason: text,
  _csrf: Type.Optional(Type.String()),
})

const Id = Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) })

/** The inbox of those who decide, and their decisions. */
export function approvals(app: App): void {
  app.get(
    '/approvals',
    {
      config: { access: 'decider' },
      schema: {
        querystring: Type.Object({
          ...{ approved: text, declined: text, agreed: text, of: text, asked: text },
          page: Type.Optional(Type.String({ pattern: '^[0-9]{1,6}$' })),
          /** The request whose page is wanted. */
          open: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$' })),
        }),
      },
    },
    async (request, reply) => {
      const { page, open } = request.query
      const place = open ? { reservation: Number(open) } : page ? { page: Number(page) } : {}
      return show(app, request, reply, { inbox: inboxOf(app, request, place), notice: doneNotice(app, request) })
    },
  )

  app.post(
    '/approvals/decisions',
    {
      config: { access: 'decider' },
      schema: { body: Type.Object(Decision.properties, { additionalProperties: text }) },
    },
    async (request, reply) => {
      const { decision, reason = '' } = request.body
      const chosen = chosenIn(request.body)
      const picked = [...chosen.reservations.map((id) => `request_${id}`), ...chosen.series.map((id) => `series_${id}`)]
      const t = translateInto(request.locale)
      const refuseForm = (error: string) =>
        show(app, request, reply.code(422), {
          inbox: inboxOf(app, request, { reservation: chosen.reservations[0] ?? 0, series: chosen.series[0] ?? 0 }),
          bulk: { picked, reason, error },
          notice: { kind: 'stop', text: t('approvals.failed') },
        })
      if (picked.length === 0) return refuseForm(t('approvals.bulk-none'))
      if (decision === 'decline' && !reason.trim()) return refuseForm(t('approvals.reason-missing'))
      const verdict = { verdict: decision, reason, note: reason }
      const { decided, agreed, failed } = decideMany(app.db, request.person!, chosen, verdict, app.clock())
      const done = decision === 'approve' ? 'approved' : 'declined'
      if (failed.length === 0)
        return reply.redirect(`/approvals?${done}=${decided}${agreed > 0 ? `&agreed=${agreed}` : ''}&of=many`, 303)
      const told = [
        ...(decided > 0 ? [t(`approvals.bulk-${done}`, { count: decided })] : []),
        ...(agreed > 0 ? [t('approvals.agreed-many', { count: agreed })] : []),
        t('approvals.bulk-failed', { count: failed.length }),
      ]
      return show(app, request, reply.code(409), {
        inbox: inboxOf(app, request, {}),
        bulk: {
          picked: failed.map(({ kind, id }) => `${kind === 'series' ? 'series' : 'request'}_${id}`),
          ...{ reason, error: null },
        },
        notice: { kind: 'stop', text: told.join(' '), lines: failed.map((each) => failedText(app, request, each)) },
      })
    },
  )

  app.post(
    '/reservations/:id/decision',
    {
      config: { access: 'decider' },
      schema: { params: Id, body: Decision },
    },
    async (request, reply) => {
      const id = Number(request.params.id)
      const { decision, note, reason, purpose_reason: purposeReason } = request.body
      const purpose = PURPOSES.find((each) => each === request.body.purpose)
      const verdict = { verdict: decision, reason: reason ?? null, note: note ?? null, purpose, purposeReason }
      const result = decideReservation(app.db, request.person!, id, verdict, app.clock())
      if (result.ok)
        return reply.redirect(`/approvals?${wordFor(app, decision, { kind: 'reservation', id })}=${id}`, 303)
      const { refusal } = result
      if (refusal.kind === 'not-found' || refusal.kind === 'forbidden') throw plainRefusal(refusal)
      const message = faultText(refusal, zoneOf(app, id), request)
      const inbox = inboxOf(app, request, { reservation: id })
      const cards = inbox.cards.map((card) =>
        (card.kind === 'request' && card.reservation.id === id) || (card.kind === 'blind' && card.id === id)
          ? { ...card, fault: { message, reason: reason ?? '', note: note ?? '', purpose, purposeReason } }
          : card,
      )
      const refused = reply.code(refusal.kind === 'invalid' ? 422 : 409)
      return refuse(app, request, refused, { inbox: { ...inbox, cards }, message })
    },
  )

  app.post(
    '/series/:id/decision',
    {
      config: { access: 'decider' },
      schema: { params: Id, body: Type.Object(Decision.properties, { additionalProperties: text }) },
    },
    async (request, reply) => {
      const id = Number(request.params.id)
      const { decision, note, reason } = request.body
      const exceptions = exceptionsIn(request.body)
      const verdict = { verdict: decision, reason: reason ?? null, note: note ?? null, exceptions }
      const result = decideSeries(app.db, request.person!, id, verdict, app.clock())
      const word = result.ok && wordFor(app, decision, { kind: 'series', id, exceptions })
      if (result.ok) return reply.redirect(`/approvals?${word}=${id}&of=series`, 303)
      const { refusal } = result
      if (refusal.kind === 'not-found' || refusal.kind === 'forbidden') throw plainRefusal(refusal)
      const message = seriesFaultText(refusal, seriesZoneOf(app, id), request)
      const fault = { message, reason: reason ?? '', note: note ?? '', exceptions }
      const inbox = inboxOf(app, request, { series: id })
      const cards = inbox.cards.map((card) =>
        (card.kind === 'series' && card.series.id === id) || (card.kind === 'blind' && card.seriesId === id)
          ? { ...card, fault }
          : card,
      )
      const refused = reply.code(refusal.kind === 'invalid' ? 422 : 409)
      return refuse(app, request, refused, { inbox: { ...inbox, cards }, message })
    },
  )
}

/** What has come of a yes or a no; a yes may leave it to others. */
function wordFor(app: App, decision: 'approve' | 'decline', { kind, id, exceptions = [] }: Decided) {
  if (decision === 'decline') return 'declined'
  return isOpen(app.db, kind, id, exceptions) ? 'agreed' : 'approved'
}

type Decided = Pick<NotDecided, 'kind' | 'id'> & { readonly exceptions?: readonly number[] }

const zoneOf = (app: App, id: number) => {
  const { resourceById } = catalogueOf(app.db)
  return { resource: resourceById.get(found(reservationById(app.db, id)).resourceId)! }
}

const seriesZoneOf = (app: App, id: number) => {
  const { resourceById } = catalogueOf(app.db)
  return { resource: resourceById.get(found(seriesById(app.db, id)).resourceId)! }
}

/** The reservations ticked as exceptions: `except_17`. */
const exceptionsIn = (body: object): number[] =>
  Object.keys(body).flatMap((name) => /^except_(\d{1,15})$/.exec(name)?.slice(1).map(Number) ?? [])

/** What is picked for one decision: `request_17`, `series_5`. */
function chosenIn(body: object): Chosen {
  const idsOf = (kind: string) =>
    Object.keys(body).flatMap((name) => new RegExp(`^${kind}_(\\d{1,15})$`).exec(name)?.slice(1).map(Number) ?? [])
  return { reservations: idsOf('request'), series: idsOf('series') }
}

interface Shown {
  readonly inbox: Inbox
  readonly bulk?: BulkFields
  readonly notice?: ApprovalsPageProps['notice']
}

function show(app: App, request: FastifyRequest, reply: FastifyReply, { inbox, bulk, notice }: Shown) {
  return reply.page(ApprovalsPage, {
    ...{ cards: inbox.cards, total: inbox.total, pageNumber: inbox.page, pages: inbox.pages },
    reasons: lastReasons(app.db, request.person!.id),
    bulk: bulk ?? { picked: [], reason: '', error: null },
    training: trainingAsked(app, request),
    notice,
  })
}

/** The inbox again; a card that is gone by now leaves its reason to the notice. */
function refuse(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  { inbox, message }: { inbox: Inbox; message: string },
) {
  const failed = translateInto(request.locale)('approvals.failed')
  const isListed = inbox.cards.some((card) => card.fault)
  return show(app, request, reply, {
    inbox,
    notice: { kind: 'stop', text: isListed ? failed : `${failed}. ${message}` },
  })
}

/** One line for what was left undecided, and why; nothing is said of what the person may not see. */
function failedText(app: App, request: FastifyRequest, { kind, id, refusal }: NotDecided): string {
  const t = translateInto(request.locale)
  if (refusal.kind === 'not-found') return t('problem.not-found.title')
  if (kind === 'series') {
    const seen = seeSeries(app.db, request.person!, id)
    const { resource } = seriesZoneOf(app, id)
    // The coordinator knows the equipment, and no title.
    return `${seen?.series.title ?? resource.name[request.locale]}: ${seriesFaultText(refusal, { resource }, request)}`
  }
  const seen = seeReservation(app.db, request.person!, id)
  const { resource } = zoneOf(app, id)
  const why = refusal.kind === 'forbidden' ? t('approvals.own') : faultText(refusal, { resource }, request)
  return `${seen?.reservation.title ?? whatAndWhen(app, request, id)}: ${why}`
}

function whatAndWhen(app: App, { locale }: FastifyRequest, id: number): string {
  const { start, end } = found(reservationById(app.db, id))
  const { resource } = zoneOf(app, id)
  return `${resource.name[locale]}, ${formatOf(locale, resource.timeZone).daySpan(start, end)}`
}

/** Resources of the person's labs on which training is asked for. */
function trainingAsked(app: App, { person, locale }: FastifyRequest) {
  const { resourceById } = catalogueOf(app.db)
  return [...openTrainingIn(app.db, [...person!.stewardOf.keys()])].map(([id, count]) => {
    const { slug, name } = resourceById.get(id)!
    return { slug, name: name[locale], count }
  })
}

/** After the redirect: what was just decided, by id, so that nothing personal stands in the address. */
function doneNotice(app: App, request: FastifyRequest) {
  const { approved, declined, agreed, of, asked } = request.query as Record<string, string | undefined>
  const t = translateInto(request.locale)
  if (asked !== undefined) return { kind: 'ok', text: t('messages.sent') } as const
  const id = Number(approved ?? declined)
  if (of === 'many') {
    const [count, others] = [id, Number(agreed ?? 0)]
    if (![count, others].every((each) => Number.isSafeInteger(each) && each >= 0)) return undefined
    const done = t(approved === undefined ? 'approvals.bulk-declined' : 'approvals.bulk-approved', { count })
    const parts = [count > 0 ? [done] : [], others > 0 ? [t('approvals.agreed-many', { count: others })] : []].flat()
    return parts.length > 0 ? ({ kind: 'ok', text: parts.join(' ') } as const) : undefined
  }
  if (agreed !== undefined) return { kind: 'ok', text: t('approvals.agreed') } as const
  if (!Number.isSafeInteger(id) || id <= 0) return undefined
  const told = of === 'series' ? seriesDone(app, request, id) : requestDone(app, request, id)
  if (!told) return { kind: 'ok', text: t('approvals.done-blind') } as const
  const { title, isDeclined } = told
  const done = isDeclined ? 'approvals.done-declined' : 'approvals.done-approved'
  return { kind: 'ok', text: translateInto(request.locale)(done, { title }) } as const
}

function requestDone(app: App, { person }: FastifyRequest, id: number) {
  const seen = seeReservation(app.db, person!, id)
  if (!seen) return null
  const { reservation } = seen
  return { title: reservation.title, isDeclined: reservation.state === 'declined' }
}

function seriesDone(app: App, { person }: FastifyRequest, id: number) {
  const seen = seeSeries(app.db, person!, id)
  if (!seen) return null
  const { series, occurrences } = seen
  const isIn = (state: string) =>
    occurrences.some((each) => each.outcome === 'booked' && each.reservation.state === state)
  return { title: series.title, isDeclined: isIn('declined') && !isIn('confirmed') }
}

/** Why a decision was not saved, as one paragraph. */
function faultText(
  refusal: Refusal,
  { resource }: { resource: { timeZone: string } },
  { locale }: FastifyRequest,
): string {
  const t = translateInto(locale)
  switch (refusal.kind) {
    case 'invalid':
      return refusal.field === 'purpose_reason' ? t('invalid.purpose-needs-reason') : t('approvals.reason-missing')
    case 'wrong-state':
      if (refusal.state === 'requested') return t('approvals.said-already')
      return t('reservation.wrong-state-hint', { state: t(`state.${refusal.state}`) })
    case 'rules':
      return againstText(refusal, resource.timeZone, locale).join(' ')
    default:
      return t('reservation.wrong-state')
  }
}

/** The same for a series: which dates stand in the way of the whole. */
function seriesFaultText(refusal: Refusal, seen: { resource: { timeZone: string } }, request: FastifyRequest): string {
  if (refusal.kind !== 'series') return faultText(refusal, seen, request)
  const { locale } = request
  const { timeZone } = seen.resource
  const format = formatOf(locale, timeZone)
  const days = refusal.occurrences.map((each) => {
    const why = againstText(each, timeZone, locale).join(' ')
    return `${format.daySpan(each.start, each.end)}: ${why}`
  })
  return `${translateInto(locale)('approvals.unfit', { count: days.length })} ${days.slice(0, 5).join(' ')}`
}
