import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { qualificationOf } from '../../db/queries/qualifications.ts'
import { openRequestsFor } from '../../db/queries/reservations.ts'
import { ApprovalsPage, type RequestCardProps } from '../../views/approvals/approvals-page.tsx'
import { formatOf } from '../../views/format.ts'
import { translateInto } from '../../views/text/translate.ts'
import { violationText } from '../../views/text/violation-text.ts'
import type { App } from '../app.ts'
import type { ReservationDetail } from '../domain/reservation.ts'
import { labsDecidedBy } from '../domain/stewardship.ts'
import { decideReservation } from '../operations/decide-reservation.ts'
import type { Refusal } from '../operations/result.ts'
import { seeReservation } from '../operations/see-reservation.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { requestWeek } from './request-week.ts'

const text = Type.Optional(Type.String({ maxLength: 500 }))
const Decision = Type.Object({
  decision: Type.Unsafe<'approve' | 'decline'>({ type: 'string', enum: ['approve', 'decline'] }),
  note: text,
  reason: text,
  _csrf: Type.Optional(Type.String()),
})

/** The inbox of those who decide, and their decisions. */
export function approvals(app: App): void {
  app.get(
    '/approvals',
    {
      config: { access: 'steward' },
      schema: {
        querystring: Type.Object({ approved: Type.Optional(Type.String()), declined: Type.Optional(Type.String()) }),
      },
    },
    async (request, reply) =>
      reply.page(ApprovalsPage, { requests: inbox(app, request), notice: doneNotice(app, request) }),
  )

  app.post(
    '/reservations/:id/decision',
    {
      config: { access: 'steward' },
      schema: { params: Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) }), body: Decision },
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
      const requests = inbox(app, request).map((card) =>
        card.reservation.id === id ? { ...card, fault: { message, reason: reason ?? '', note: note ?? '' } } : card,
      )
      const isListed = requests.some((card) => card.fault)
      const t = translateInto(request.locale)
      return reply.code(refusal.kind === 'invalid' ? 422 : 409).page(ApprovalsPage, {
        requests,
        notice: { kind: 'stop', text: isListed ? t('approvals.failed') : `${t('approvals.failed')}. ${message}` },
      })
    },
  )
}

function inbox(app: App, { person, locale }: FastifyRequest): RequestCardProps[] {
  const catalogue = catalogueOf(app.db)
  return openRequestsFor(app.db, labsDecidedBy(person!), app.clock()).map((reservation) => {
    const resource = catalogue.resourceById.get(reservation.resourceId)!
    const organisation = catalogue.organisationById.get(reservation.organisationId)!
    return {
      reservation,
      resource: {
        slug: resource.slug,
        name: resource.name[locale],
        timeZone: resource.timeZone,
        capacity: resource.capacity,
      },
      organisation: { name: organisation.name[locale], isCompany: organisation.kind === 'company' },
      qualification: qualificationOf(app.db, reservation.requesterId, resource.id),
      qualificationNeeded: resource.policy.qualificationRequired !== null,
      ...requestWeek(app.db, reservation, resource, locale),
      isOwn: reservation.requesterId === person!.id,
    }
  })
}

/** After the redirect: what was just decided, by id, so that nothing personal stands in the address. */
function doneNotice(app: App, request: FastifyRequest) {
  const { approved, declined } = request.query as { approved?: string; declined?: string }
  const id = Number(approved ?? declined)
  if (!Number.isSafeInteger(id) || id <= 0) return undefined
  const { reservation } = found(seeReservation(app.db, request.person!, id))
  const done = reservation.state === 'declined' ? 'approvals.done-declined' : 'approvals.done-approved'
  return { kind: 'ok', text: translateInto(request.locale)(done, { title: reservation.title }) } as const
}

/** Why a decision was not saved, as one paragraph. */
function faultText(
  refusal: Refusal,
  { resource }: { reservation: ReservationDetail; resource: { timeZone: string } },
  { locale }: FastifyRequest,
): string {
  const t = translateInto(locale)
  switch (refusal.kind) {
    case 'invalid':
      return t('approvals.reason-missing')
    case 'wrong-state':
      return t('reservation.wrong-state-hint', { state: t(`state.${refusal.state}`) })
    case 'rules': {
      const format = formatOf(locale, resource.timeZone)
      const taken = refusal.conflicts.map(({ start, end }) => format.daySpan(start, end)).join('; ')
      return [
        ...(taken ? [t('check.taken', { spans: taken })] : []),
        ...refusal.violations.map((each) => violationText(locale, each, resource.timeZone).message),
      ].join(' ')
    }
    default:
      return t('reservation.wrong-state')
  }
}
