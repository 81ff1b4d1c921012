import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  afterOf,
  auditTrail,
  kindsOfTrail,
  type TrailEvent,
  type TrailQuestion,
  trailOfPerson,
} from '../../db/queries/audit-trail.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { accountWith } from '../../db/queries/credentials.ts'
import { auditFile } from '../../views/audit/audit-file.ts'
import { AuditPage } from '../../views/audit/audit-page.tsx'
import { csvOf } from '../../views/files/csv.ts'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import { isDay, startOfDay } from '../domain/zone.ts'
import { runOrganisation } from '../operations/organisation-place.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { everybody, kindText, knownTo, peopleOf, trailLines } from './audit-lines.ts'

const PER_PAGE = 50
const MOST_IN_FILE = 10_000
const text = Type.Optional(Type.String({ maxLength: 254 }))
const Filter = Type.Object({ person: text, kind: text, object: text, from: text, to: text, after: text })
const After = Type.Object({ after: text })
const OBJECTS = [
  'people',
  'organisations',
  'labs',
  'resources',
  'invitations',
  'sessions',
  'state_aid_entities',
] as const

type Asked = Partial<Record<'person' | 'kind' | 'object' | 'from' | 'to' | 'after', string>>

/** Who did what: all of it for who runs the cluster, an organisation's for who runs it, one's own for everybody. */
export function audit(app: App): void {
  app.get(
    '/admin/audit',
    { config: { access: 'administrator' }, schema: { querystring: Filter } },
    async (request, reply) => {
      const t = translateInto(request.locale)
      const { question, error } = questionOf(app, request.query)
      const events = error ? [] : auditTrail(app.db, question, PER_PAGE + 1)
      const { person = '', kind = '', object = '', from = '', to = '' } = request.query
      return reply.page(AuditPage, {
        ...{ title: t('audit.title'), lead: t('audit.lead') },
        crumbs: [{ label: t('manage.title'), href: '/manage' }],
        ...shown(app, request, events, { knows: everybody, isAll: true }),
        filter: {
          ...{ path: '/admin/audit', person, kind, object, from, to },
          kinds: kindsOfTrail(app.db).map((value) => ({ value, label: kindText(value, request.locale) })),
          objects: OBJECTS.map((value) => ({ value, label: t(`audit.object.${value}`) })),
          error: error ? t('invalid.unknown-person') : null,
          csvHref: `/admin/audit.csv${queryOf({ ...request.query, after: '' })}`,
        },
      })
    },
  )

  app.get(
    '/admin/audit.csv',
    { config: { access: 'administrator' }, schema: { querystring: Filter } },
    async (request, reply) => {
      const { question, error } = questionOf(app, request.query)
      const events = error ? [] : auditTrail(app.db, question, MOST_IN_FILE)
      const lines = trailLines(app, request, events, { knows: everybody, isAll: true })
      const file = auditFile({ t: translateInto(request.locale), locale: request.locale }, lines)
      return reply
        .header('content-disposition', `attachment; filename="${file.name}.csv"`)
        .header('cache-control', 'private, no-store')
        .type('text/csv; charset=utf-8')
        .send(csvOf(file))
    },
  )

  app.get(
    '/account/activity',
    { config: { access: 'account' }, schema: { querystring: After } },
    async (request, reply) => {
      const t = translateInto(request.locale)
      const account = request.account!
      const events = trailOfPerson(app.db, account.id, request.query.after ?? null, PER_PAGE + 1)
      return reply.page(AuditPage, {
        ...{ title: t('audit.mine'), lead: t('audit.mine.lead'), filter: null },
        crumbs: [{ label: t('account.title'), href: '/account' }],
        ...shown(app, request, events, { knows: knownTo(app, account), isAll: false }),
      })
    },
  )

  app.get(
    '/manage/organisations/:slug/audit',
    {
      config: { access: 'manager' },
      schema: { params: Type.Object({ slug: Type.String({ maxLength: 120 }) }), querystring: After },
    },
    async (request, reply) => {
      const t = translateInto(request.locale)
      const { id, slug, name } = found(catalogueOf(app.db).organisationBySlug.get(request.params.slug))
      const place = runOrganisation(app.db, request.person!, id)
      if (!place.ok) throw plainRefusal(place.refusal)
      const { after = null } = request.query
      const events = auditTrail(app.db, { organisationId: id, after }, PER_PAGE + 1)
      const isAll = request.person!.role === 'administrator'
      return reply.page(AuditPage, {
        ...{ title: t('audit.of', { name: name[request.locale] }), lead: t('audit.of.lead'), filter: null },
        crumbs: [
          { label: t('manage.title'), href: '/manage' },
          { label: name[request.locale], href: `/manage/organisations/${slug}` },
        ],
        ...shown(app, request, events, { knows: isAll ? everybody : peopleOf(app, id), isAll }),
      })
    },
  )
}

function shown(
  app: App,
  request: FastifyRequest,
  events: readonly TrailEvent[],
  reader: Parameters<typeof trailLines>[3],
) {
  const lines = trailLines(app, request, events.slice(0, PER_PAGE), reader)
  const last = events.length > PER_PAGE ? events[PER_PAGE - 1] : undefined
  const path = request.url.split('?')[0]!
  const olderHref = last ? `${path}${queryOf({ ...(request.query as Asked), after: afterOf(last) })}` : null
  return { lines, olderHref }
}

function queryOf(asked: Asked): string {
  const kept = Object.entries(asked).filter(([, value]) => value)
  return kept.length === 0 ? '' : `?${new URLSearchParams(kept as [string, string][])}`
}

function questionOf(app: App, asked: Asked): { readonly question: TrailQuestion; readonly error: boolean } {
  const { person = '', kind, object, from = '', to = '', after } = asked
  const words = person.trim().toLowerCase()
  const personId = words === '' ? null : /^\d{1,15}$/.test(words) ? Number(words) : accountWith(app.db, words)?.personId
  const instant = (day: string) => (isDay(day) ? startOfDay(day, app.settings.timeZone) : null)
  return {
    error: personId === undefined,
    question: {
      ...{ personId: personId ?? null, kind: kind || null, objectKind: object || null },
      ...{ start: instant(from), end: instant(to), after: after || null },
    },
  }
}
