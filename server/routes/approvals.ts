import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { openTrainingIn } from '../../db/queries/training.ts'
import { ApprovalsPage, type InboxCard } from '../../views/approvals/approvals-page.tsx'
import { formatOf } from '../../views/format.ts'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import { decideReservation } from '../operations/decide-reservation.ts'
import { decideSeries } from '../operations/decide-series.ts'
import type { Refusal } from '../operations/result.ts'
import { seeReservation } from '../operations/see-reservation.ts'
import { type SeenSeries, seeSeries } from '../operations/see-series.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { againstText } from './against-text.ts'
import { inboxCards } from './inbox-cards.ts'

const text = Type.Optional(Type.String({ maxLength: 500 }))
const Decision = Type.Object({
  decision: Type.Unsafe<'approve' | 'decline'>({ type: 'string', enum: ['approve', 'decline'] }),
  note: text,
  reason: text,
  _csrf: Type.Optional(Type.String()),
})

const Id = Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) })

/** The inbox of those who decide, and their decisions. */
export function approvals(app: App): void {
  app.get(
    '/approvals',
    {
      config: { access: 'steward' },
      schema: {
        querystring: Type.Object({ approved: text, declined: text, of: text }),
      },
    },
    async (request, reply) =>
      reply.page(ApprovalsPage, {
        cards: inboxCards(app, request),
        training: trainingAsked(app, request),
        notice: doneNotice(app, request),
      }),
  )

  app.post(
    '/reservations/:id/decision',
    {
      config: { access: 'steward' },
      schema: { params: Id, body: Decision },
    },
    async (request, reply) => {
      const id = Number(request.params.id)
      const { decision, note, reason } = request.body
      const verdict = { verdict: decision, reason: reason ?? null, note: note ?? null }
      const result = decideReservation(app.db, request.person!, id, verdict, app.clock())
      if (result.ok) return reply.redirect(`/approvals?${decision === 'approve' ? 'approved' : 'declined'}=${id}`, 303)
      const { refusal } = result
      if (refusal.kind === 'not-found' || refusal.kind === 'forbidden') throw plainRefusal(refusal)
      const message = faultText(refusal, found(seeReservation(app.db, request.person!, id)), request)
      const cards = inboxCards(app, request).map((card) =>
        card.kind === 'request' && card.reservation.id === id
          ? { ...card, fault: { message, reason: reason ?? '', note: note ?? '' } }
          : card,
      )
      return refuse(app, request, reply.code(refusal.kind === 'invalid' ? 422 : 409), { cards, message })
    },
  )

  app.post(
    '/series/:id/decision',
    {
      config: { access: 'steward' },
      schema: { params: Id, body: Type.Object(Decision.properties, { additionalProperties: text }) },
    },
    async (request, reply) => {
      const id = Number(request.params.id)
      const { decision, note, reason } = request.body
      const exceptions = exceptionsIn(request.body)
      const verdict = { verdict: decision, reason: reason ?? null, note: note ?? null, exceptions }
      const result = decideSeries(app.db, request.person!, id, verdict, app.clock())
      const done = decision === 'approve' ? 'approved' : 'declined'
      if (result.ok) return reply.redirect(`/approvals?${done}=${id}&of=series`, 303)
      const { refusal } = result
      if (refusal.kind === 'not-found' || refusal.kind === 'forbidden') throw plainRefusal(refusal)
      const message = seriesFaultText(refusal, found(seeSeries(app.db, request.person!, id)), request)
      const fault = { message, reason: reason ?? '', note: note ?? '', exceptions }
      const cards = inboxCards(app, request).map((card) =>
        card.kind === 'series' && card.series.id === id ? { ...card, fault } : card,
      )
      return refuse(app, request, reply.code(refusal.kind === 'invalid' ? 422 : 409), { cards, message })
    },
  )
}

/** The reservations ticked as exceptions: `except_17`. */
const exceptionsIn = (body: object): number[] =>
  Object.keys(body).flatMap((name) => /^except_(\d{1,15})$/.exec(name)?.slice(1).map(Number) ?? [])

/** The inbox again; a card that is gone by now leaves its reason to the notice. */
function refuse(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  { cards, message }: { cards: readonly InboxCard[]; message: string },
) {
  const failed = translateInto(request.locale)('approvals.failed')
  const isListed = cards.some((card) => card.fault)
  return reply.page(ApprovalsPage, {
    cards,
    training: trainingAsked(app, request),
    notice: { kind: 'stop', text: isListed ? failed : `${failed}. ${message}` },
  })
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
  const { approved, declined, of } = request.query as { approved?: string; declined?: string; of?: string }
  const id = Number(approved ?? declined)
  if (!Number.isSafeInteger(id) || id <= 0) return undefined
  const { title, isDeclined } = of === 'series' ? seriesDone(app, request, id) : requestDone(app, request, id)
  const done = isDeclined ? 'approvals.done-declined' : 'approvals.done-approved'
  return { kind: 'ok', text: translateInto(request.locale)(done, { title }) } as const
}

function requestDone(app: App, { person }: FastifyRequest, id: number) {
  const { reservation } = found(seeReservation(app.db, person!, id))
  return { title: reservation.title, isDeclined: reservation.state === 'declined' }
}

function seriesDone(app: App, { person }: FastifyRequest, id: number) {
  const { series, occurrences } = found(seeSeries(app.db, person!, id))
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
      return t('approvals.reason-missing')
    case 'wrong-state':
      return t('reservation.wrong-state-hint', { state: t(`state.${refusal.state}`) })
    case 'rules':
      return againstText(refusal, resource.timeZone, locale).join(' ')
    default:
      return t('reservation.wrong-state')
  }
}

/** The same for a series: which dates stand in the way of the whole. */
function seriesFaultText(refusal: Refusal, seen: SeenSeries, request: FastifyRequest): string {
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
