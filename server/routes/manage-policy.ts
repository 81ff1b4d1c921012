import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { personByEmail, requesterById } from '../../db/queries/people.ts'
import { quotaById, quotasOfPlace } from '../../db/queries/quotas.ts'
import { settingEventsOf } from '../../db/queries/setting-events.ts'
import type { PolicyEffect } from '../../views/manage/policy-effect.tsx'
import type { Inherited, PolicyFields } from '../../views/manage/policy-form.tsx'
import { PolicyPage } from '../../views/manage/policy-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import { type OwnPolicy, POLICY_FIELDS, resolvePolicy } from '../domain/policy.ts'
import type { PolicyPlace } from '../domain/quota.ts'
import { changePolicy } from '../operations/change-policy.ts'
import { type PolicySetting, policySetting, setsRules } from '../operations/policy-place.ts'
import { type PolicyPreview, previewPolicy } from '../operations/preview-policy.ts'
import { removeQuota } from '../operations/remove-quota.ts'
import type { Refusal } from '../operations/result.ts'
import { setQuota } from '../operations/set-quota.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { type FormBody, fieldsOfPolicy, type ReadPolicy, readPolicy } from './policy-fields.ts'
import { readQuota } from './quota-fields.ts'

const config = { access: 'manager' } as const
const Fields = Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 20_000 }), { maxProperties: 100 })
const BROKEN_SHOWN = 20
const EVENTS = ['policy-changed', 'quota-set', 'quota-removed'] as const

/** The rules of booking and the quotas of a resource, a lab or an organisation: seen, tried and set. */
export function managePolicy(app: App): void {
  for (const kind of ['resources', 'labs', 'organisations'] as const) {
    const params = Type.Object({ slug: Type.String({ maxLength: 120 }) })

    app.get(
      `/manage/${kind}/:slug/policy`,
      { config, schema: { params, querystring: Type.Object({ saved: Type.Optional(Type.String()) }) } },
      async (request, reply) => {
        const at = placeOf(app, request, kind, request.params.slug)
        return show(app, request, reply, { at, isSaved: request.query.saved === '1' })
      },
    )

    app.post(`/manage/${kind}/:slug/policy`, { config, schema: { params, body: Fields } }, async (request, reply) => {
      const at = placeOf(app, request, kind, request.params.slug)
      const body = request.body as FormBody
      const read = readPolicy(body, idOf(app), translateInto(request.locale))
      const policy = withUnshown(at.setting.own, read.policy)
      if (Object.keys(read.errors).length > 0) return show(app, request, reply.code(422), { at, body, read })
      const preview = previewPolicy(app.db, request.person!, at.setting.place, policy, app.clock())
      if (!preview.ok) return refusedForm(app, request, reply, { at, body, refusal: preview.refusal })
      const seen = digestOf(at.setting.own, policy)
      if (body['save'] === undefined || body['seen'] !== seen)
        return show(app, request, reply, { at, body, effect: effectOf(preview.value, seen, request) })
      const result = changePolicy(app.db, request.person!, at.setting.place, policy, app.clock())
      if (!result.ok) return refusedForm(app, request, reply, { at, body, refusal: result.refusal })
      return reply.redirect(`${at.path}?saved=1`, 303)
    })

    app.post(`/manage/${kind}/:slug/quotas`, { config, schema: { params, body: Fields } }, async (request, reply) => {
      const at = placeOf(app, request, kind, request.params.slug)
      const t = translateInto(request.locale)
      const quotaFields = request.body as PolicyFields
      const { quota, errors } = readQuota(request.body, at.setting.place, t)
      if (Object.keys(errors).length > 0)
        return show(app, request, reply.code(422), { at, quotaFields, quotaErrors: errors })
      const result = setQuota(app.db, request.person!, quota, app.clock())
      if (result.ok) return reply.redirect(`${at.path}#quotas`, 303)
      if (result.refusal.kind !== 'invalid') throw plainRefusal(result.refusal)
      const { field, reason } = result.refusal
      const quotaErrors = { [field]: t(reason === 'many' ? 'policy.too-many-quotas' : 'policy.bad-value') }
      return show(app, request, reply.code(422), { at, quotaFields, quotaErrors })
    })
  }

  app.post(
    '/manage/quotas/:id/removal',
    { config, schema: { params: Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) }) } },
    async (request, reply) => {
      const quota = found(quotaById(app.db, Number(request.params.id)))
      const result = removeQuota(app.db, request.person!, quota.id, app.clock())
      if (!result.ok) throw plainRefusal(result.refusal)
      return reply.redirect(`${pathOf(app, quota.place)}#quotas`, 303)
    },
  )
}

interface At {
  readonly setting: PolicySetting
  readonly path: string
}

const KINDS = { resources: 'resource', labs: 'lab', organisations: 'organisation' } as const

/** The place, where the person sets its rules: 404 for one that is not there, 403 for one of others. */
function placeOf(app: App, { person }: FastifyRequest, kind: keyof typeof KINDS, slug: string): At {
  const { resourceBySlug, labBySlug, organisationBySlug } = catalogueOf(app.db)
  const { id } = found(
    { resources: resourceBySlug, labs: labBySlug, organisations: organisationBySlug }[kind].get(slug),
  )
  const setting = policySetting(app.db, person!, { kind: KINDS[kind], id })
  if (!setting.ok) throw plainRefusal(setting.refusal)
  return { setting: setting.value, path: `/manage/${kind}/${slug}/policy` }
}

function pathOf(app: App, { kind, id }: PolicyPlace): string {
  const { resourceById, labById, organisationById } = catalogueOf(app.db)
  const { slug } = { resource: resourceById, lab: labById, organisation: organisationById }[kind].get(id)!
  return `/manage/${kind}s/${slug}/policy`
}

const idOf = (app: App) => (email: string) => personByEmail(app.db, email)?.id ?? null

/** Hours of a level that the form has no room for stay as they are. */
function withUnshown(own: OwnPolicy, policy: OwnPolicy): OwnPolicy {
  const more = Object.entries(own.levelHours ?? {}).filter(([, hours]) => hours.length > 1)
  if (more.length === 0) return policy
  return { ...policy, levelHours: { ...policy.levelHours, ...Object.fromEntries(more) } }
}

/** Names a change of these settings into those: neither may be others when it is saved. */
const digestOf = (before: OwnPolicy, after: OwnPolicy) =>
  createHash('sha256')
    .update(JSON.stringify([before, after]))
    .digest('base64url')
    .slice(0, 22)

interface Shown {
  readonly at: At
  readonly body?: FormBody
  readonly read?: ReadPolicy
  readonly errors?: Readonly<Record<string, string>>
  readonly effect?: PolicyEffect
  readonly isSaved?: boolean
  readonly quotaFields?: PolicyFields
  readonly quotaErrors?: Readonly<Record<string, string>>
}

function show(app: App, request: FastifyRequest, reply: FastifyReply, shown: Shown) {
  const { at, body, read, effect } = shown
  const { setting, path } = at
  const emailOf = (id: number) => requesterById(app.db, id).email
  const { name, crumbs, quotas } = namesOf(app, request, setting.place)
  const isOwn = ({ place }: { place: PolicyPlace }) => place.kind === setting.place.kind
  return reply.page(PolicyPage, {
    ...{ kind: setting.place.kind, name, crumbs, path },
    fields: (body as PolicyFields | undefined) ?? fieldsOfPolicy(setting.own, emailOf),
    errors: shown.errors ?? read?.errors ?? {},
    inherited: inheritedBy(setting),
    effect: effect ?? null,
    isSaved: shown.isSaved ?? false,
    quotas: {
      own: quotas.filter(isOwn),
      above: quotas.filter((each) => !isOwn(each)),
      fields: shown.quotaFields ?? {},
      errors: shown.quotaErrors ?? {},
    },
    events: settingEventsOf(app.db, setting.place, EVENTS),
  })
}

/** The place and what lies above it: crumbs lead to the rules there, for who sets them. */
function namesOf(app: App, { locale, person }: FastifyRequest, { kind, id }: PolicyPlace) {
  const catalogue = catalogueOf(app.db)
  const quotasOf = (place: PolicyPlace) => quotasOfPlace(app.db, place)
  const resource = kind === 'resource' ? catalogue.resourceById.get(id)! : null
  const lab = kind === 'organisation' ? null : catalogue.labById.get(resource?.labId ?? id)!
  const organisation = catalogue.organisationById.get(lab?.organisationId ?? id)!
  const setsAll = setsRules(app.db, person, { kind: 'organisation', id: organisation.id })
  const crumbs = [
    {
      label: organisation.name[locale],
      href: setsAll ? `/manage/organisations/${organisation.slug}/policy` : `/organisations/${organisation.slug}`,
    },
    ...(lab ? [{ label: lab.name[locale], href: `/manage/labs/${lab.slug}/policy` }] : []),
    ...(resource ? [{ label: resource.name[locale], href: `/equipment/${resource.slug}` }] : []),
  ]
  return {
    name: (resource ?? lab ?? organisation).name[locale],
    crumbs,
    quotas: [
      ...(resource ? quotasOf({ kind: 'resource', id: resource.id }) : []),
      ...(lab ? quotasOf({ kind: 'lab', id: lab.id }) : []),
      ...quotasOf({ kind: 'organisation', id: organisation.id }),
    ],
  }
}

/** What holds where the place says nothing, and which place above says it. */
function inheritedBy({ above, place }: PolicySetting): Inherited {
  const names = place.kind === 'resource' ? (['lab', 'organisation'] as const) : (['organisation'] as const)
  const from = POLICY_FIELDS.map((field) => [field, names[above.findIndex((each) => field in each)] ?? 'house'])
  return { policy: resolvePolicy(...above), from: Object.fromEntries(from) as Inherited['from'] }
}

function effectOf(
  { changes, concerned, broken }: PolicyPreview,
  seen: string,
  { locale }: FastifyRequest,
): PolicyEffect {
  return {
    changes,
    resourceCount: concerned.length,
    broken: broken.slice(0, BROKEN_SHOWN).map(({ id, start, end, resource }) => ({
      ...{ id, start, end },
      ...{ timeZone: resource.timeZone, resource: resource.name[locale] },
    })),
    brokenCount: broken.length,
    seen,
  }
}

interface Refused {
  readonly at: At
  readonly body: FormBody
  readonly refusal: Refusal
}

/** The same form with what is wrong at its field. */
function refusedForm(app: App, request: FastifyRequest, reply: FastifyReply, { at, body, refusal }: Refused) {
  if (refusal.kind !== 'invalid') throw plainRefusal(refusal)
  const t = translateInto(request.locale)
  const errors = { [refusal.field]: t(refusal.reason === 'order' ? 'policy.bad-order' : 'policy.bad-value') }
  return show(app, request, reply.code(422), { at, body, errors })
}
