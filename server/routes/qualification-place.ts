import type { FastifyReply, FastifyRequest } from 'fastify'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { requesterById } from '../../db/queries/people.ts'
import { holdersOf, qualificationOf } from '../../db/queries/qualifications.ts'
import { settingEventsOf } from '../../db/queries/setting-events.ts'
import { standingRequestsOn } from '../../db/queries/training.ts'
import { attendeesOf, trainingReservationsOn, trainingSessionsOn } from '../../db/queries/training-sessions.ts'
import type { RefusedForm } from '../../views/manage/qualification-fields.tsx'
import {
  type QualificationEvent,
  QualificationsPage,
  type QualificationsPageProps,
} from '../../views/manage/qualifications-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import type { Level } from '../domain/person.ts'
import { qualificationStateOf } from '../domain/qualification.ts'
import type { Resource } from '../domain/resource.ts'
import { addDays, isDay, startOfDay } from '../domain/zone.ts'
import { caredFor } from '../operations/cared-for.ts'
import { endOfRight } from '../operations/qualification-ends.ts'
import type { Refusal } from '../operations/result.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { invalidText } from '../plugins/problem.ts'
import { againstText } from './against-text.ts'

export type FormBody = Readonly<Record<string, string>>

/** The resource of a steward's page: 404 where there is none, 403 for who does not look after it. */
export function caredForSlug(app: App, { person }: FastifyRequest, slug: string): Resource {
  const { id } = found(catalogueOf(app.db).resourceBySlug.get(slug))
  const result = caredFor(app.db, person!, id)
  if (!result.ok) throw plainRefusal(result.refusal)
  return result.value
}

export const qualificationsPath = ({ slug }: Resource): string => `/manage/resources/${slug}/qualifications`

/** A day on which a right still holds as the moment it ends; null for good, and a sentence where it is no day. */
export function expiryFrom(text: string | undefined, resource: Resource, { locale }: FastifyRequest) {
  if (!text) return { expiresAt: null, errors: {} }
  if (isDay(text)) return { expiresAt: startOfDay(addDays(text, 1), resource.timeZone), errors: {} }
  return { expiresAt: null, errors: { expires_at: translateInto(locale)('check.no-date') } }
}

/** What an operation's refusal says of the form that was sent; what needs no more than its status is thrown. */
export function errorsOf(refusal: Refusal, resource: Resource, { locale }: FastifyRequest): RefusedForm['errors'] {
  if (refusal.kind === 'invalid') return { [refusal.field]: invalidText(refusal, locale) }
  if (refusal.kind === 'rules') return { date: againstText(refusal, resource.timeZone, locale).join(' ') }
  throw plainRefusal(refusal)
}

type Particulars = Partial<Pick<QualificationsPageProps, 'notice' | 'filled' | 'refused'>>

export function showQualifications(
  app: App,
  { locale }: FastifyRequest,
  reply: FastifyReply,
  { resource, ...particulars }: Particulars & { readonly resource: Resource },
) {
  const now = app.clock()
  const { organisationById, labById } = catalogueOf(app.db)
  const organisationOf = (id: number) => organisationById.get(id)!.name[locale]
  const lab = labById.get(resource.labId)!
  return reply.page(QualificationsPage, {
    ...{ notice: null, filled: null, refused: null, ...particulars },
    resource,
    path: qualificationsPath(resource),
    crumbs: [
      { label: translateInto(locale)('manage.title'), href: '/manage' },
      { label: lab.name[locale], href: `/labs/${lab.slug}` },
      { label: resource.name[locale], href: `/equipment/${resource.slug}` },
    ],
    // Those to be answered first.
    requests: standingRequestsOn(app.db, resource.id)
      .toSorted((a, b) => Number(a.state !== 'open') - Number(b.state !== 'open'))
      .map((request) => ({
        request,
        name: request.personName,
        email: request.personEmail,
        organisation: organisationOf(request.organisationId),
        held: qualificationOf(app.db, request.personId, resource.id)?.level ?? null,
      })),
    sessions: trainingSessionsOn(app.db, resource.id).map((session) => ({
      session,
      attendees: attendeesOf(app.db, session.id),
    })),
    reservations: trainingReservationsOn(app.db, resource.id, now),
    holders: holdersOf(app.db, resource.id)
      .map((holder) => {
        const end = endOfRight(app.db, resource, holder, now)
        const { personId, personName: name, personEmail: email, level, grantedAt, grantedBy } = holder
        const organisation = organisationOf(holder.organisationId)
        return {
          personId,
          name,
          email,
          organisation,
          level,
          grantedAt,
          grantedBy,
          end,
          state: qualificationStateOf(end, now),
        }
      })
      .toSorted((a, b) => (a.end?.at ?? Infinity) - (b.end?.at ?? Infinity)),
    events: eventsOf(app, resource),
  })
}

const KINDS = ['qualification-granted', 'qualification-revoked']

function eventsOf(app: App, { id }: Resource): QualificationEvent[] {
  return settingEventsOf(app.db, { kind: 'resource', id }, KINDS).map(({ kind, personName, before, after, at }) => {
    const { personId, level } = (after ?? before) as { personId: number; level: Level }
    return { kind, personName, holder: requesterById(app.db, personId).name, level, at }
  })
}
