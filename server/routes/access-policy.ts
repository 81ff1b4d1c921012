import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { accessPoliciesOf, accessPolicyOf, keptFormOf } from '../../db/queries/records.ts'
import { settingEventsOf } from '../../db/queries/setting-events.ts'
import { AccessFormPage, type AccessFormPageProps } from '../../views/records/access-form-page.tsx'
import { AccessPage } from '../../views/records/access-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import {
  ACCESS_TEXTS,
  type AccessPolicy,
  isWritten,
  readAccessPolicy,
  storedAccessPolicy,
} from '../domain/access-policy.ts'
import type { Resource } from '../domain/resource.ts'
import { isSteward } from '../domain/stewardship.ts'
import { keepForm } from '../operations/keep-form.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { caredResource, managedCrumbs } from './cared-resource.ts'

const Slug = Type.String({ maxLength: 120 })
const params = Type.Object({ slug: Slug })
const Fields = Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 20_000 }), { maxProperties: 60 })

/** Who may use a resource on which terms: the page for everybody, and the form of its stewards. */
export function accessPolicy(app: App): void {
  app.get('/equipment/:slug/access', { config: { access: 'anyone' }, schema: { params } }, async (request, reply) => {
    const { locale, person } = request
    const { resourceBySlug, labById, organisationById } = catalogueOf(app.db)
    const resource = found(resourceBySlug.get(request.params.slug))
    const lab = labById.get(resource.labId)!
    const organisation = organisationById.get(resource.organisationId)!
    return reply.page(AccessPage, {
      resource,
      lab,
      crumbs: [
        { label: translateInto(locale)('nav.equipment'), href: '/equipment' },
        { label: organisation.name[locale], href: `/organisations/${organisation.slug}` },
        { label: resource.name[locale], href: `/equipment/${resource.slug}` },
      ],
      policy: accessPolicyOf(app.db, resource.id),
      mayChange: isSteward(person, resource),
    })
  })

  const config = { access: 'steward' } as const
  const path = '/manage/resources/:slug/access'
  const querystring = Type.Object({
    saved: Type.Optional(Type.String({ maxLength: 5 })),
    from: Type.Optional(Slug),
  })
  app.get(path, { config, schema: { params, querystring } }, async (request, reply) => {
    const resource = caredResource(app, request, request.params.slug)
    const source = request.query.from === undefined ? null : caredResource(app, request, request.query.from)
    const fields = fieldsOf(accessPolicyOf(app.db, (source ?? resource).id))
    const outcome = request.query.saved === '1' ? 'saved' : null
    return show(app, request, reply, { resource, fields, outcome, source })
  })

  app.post(path, { config, schema: { params, body: Fields } }, async (request, reply) => {
    const resource = caredResource(app, request, request.params.slug)
    const fields = request.body as Readonly<Record<string, string>>
    const { policy, tooLong } = readAccessPolicy(fields)
    if (tooLong.length > 0)
      return show(app, request, reply.code(422), { resource, fields, tooLong, seen: fields['seen'] ?? '' })
    const value = storedAccessPolicy(policy)
    const change = { form: 'access_policy', resourceId: resource.id, value, seen: fields['seen'] } as const
    const result = keepForm(app.db, request.person!, change, app.clock())
    if (result.ok) return reply.redirect(`/manage/resources/${resource.slug}/access?saved=1`, 303)
    if (result.refusal.kind !== 'invalid') throw plainRefusal(result.refusal)
    return show(app, request, reply.code(409), { resource, fields, outcome: 'overtaken' })
  })
}

const fieldsOf = ({ modes, texts }: AccessPolicy): Record<string, string> => ({
  ...Object.fromEntries(modes.map((mode) => [`mode-${mode}`, '1'])),
  ...Object.fromEntries(
    ACCESS_TEXTS.flatMap((name) => [
      [`${name}_pl`, texts[name].pl],
      [`${name}_en`, texts[name].en],
    ]),
  ),
})

type Shown = Pick<AccessFormPageProps, 'fields'> &
  Partial<Pick<AccessFormPageProps, 'tooLong' | 'seen' | 'outcome'>> & {
    readonly resource: Resource
    readonly source?: Resource | null
  }

function show(app: App, request: FastifyRequest, reply: FastifyReply, { resource, fields, source, ...more }: Shown) {
  const { locale, person } = request
  const named = ({ slug, name }: Resource) => ({ slug, name: name[locale] })
  const mine = catalogueOf(app.db).resources.filter((each) => each.id !== resource.id && isSteward(person, each))
  const policies = accessPoliciesOf(
    app.db,
    mine.map(({ id }) => id),
  )
  return reply.page(AccessFormPage, {
    resource: named(resource),
    crumbs: managedCrumbs(app, request, resource),
    fields,
    tooLong: more.tooLong ?? [],
    seen: more.seen ?? keptFormOf(app.db, 'access_policy', resource.id),
    outcome: more.outcome ?? null,
    sources: mine.filter(({ id }) => isWritten(policies.get(id)!)).map(named),
    copiedFrom: source ? source.name[locale] : null,
    events: settingEventsOf(app.db, { kind: 'resource', id: resource.id }, ['access-changed']),
  })
}
