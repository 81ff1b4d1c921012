import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { openInvitationsOf } from '../../db/queries/invitations.ts'
import { membersOf } from '../../db/queries/memberships.ts'
import { signOnOfOrganisation } from '../../db/queries/sign-on.ts'
import {
  ORGANISATION_NOTICES,
  OrganisationManagePage,
  type OrganisationManagePageProps,
} from '../../views/manage/organisation-manage-page.tsx'
import type { App } from '../app.ts'
import { STEWARD_ROLES, type StewardRole } from '../domain/person.ts'
import type { Organisation } from '../domain/resource.ts'
import { changeAdministrator, decideMembership } from '../operations/decide-membership.ts'
import { inviteMember, withdrawInvitation } from '../operations/invite-member.ts'
import { nameSteward, removeSteward } from '../operations/name-steward.ts'
import { runOrganisation } from '../operations/organisation-place.ts'
import type { Result } from '../operations/result.ts'
import { changeSignOn } from '../operations/sign-on.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { invalidText } from '../plugins/problem.ts'

const config = { access: 'manager' } as const
const sensitive = { ...config, fresh: true } as const
const text = Type.Optional(Type.String({ maxLength: 254 }))
const Id = Type.String({ pattern: '^[0-9]{1,15}$' })
const Slug = Type.String({ maxLength: 120 })
const oneOf = <T extends string>(values: readonly T[]) => Type.Unsafe<T>({ type: 'string', enum: [...values] })

/** How an organisation runs itself: who belongs to it, who is invited, who looks after its labs. */
export function manageOrganisation(app: App): void {
  const path = '/manage/organisations/:slug'

  app.get(
    path,
    { config, schema: { params: Type.Object({ slug: Slug }), querystring: Type.Object({ done: text }) } },
    async (request, reply) => show(app, request, reply, { done: request.query.done }),
  )

  app.post(
    `${path}/invitations`,
    {
      config: sensitive,
      schema: {
        params: Type.Object({ slug: Slug }),
        body: Type.Object({ email: text, administrator: text, _csrf: text }),
      },
    },
    async (request, reply) => {
      const { email = '', administrator } = request.body
      const { id: organisationId } = own(app, request)
      const wish = { organisationId, email, isAdministrator: administrator === '1' }
      const result = inviteMember(app.db, request.person!, wish, app.clock())
      return answer(app, request, reply, result, { done: 'invited', typed: { email } })
    },
  )

  app.post(
    `${path}/invitations/:id/withdrawal`,
    { config, schema: { params: Type.Object({ slug: Slug, id: Id }) } },
    async (request, reply) => {
      const at = { organisationId: own(app, request).id, id: Number(request.params.id) }
      const result = withdrawInvitation(app.db, request.person!, at, app.clock())
      return answer(app, request, reply, result, { done: 'withdrawn' })
    },
  )

  app.post(
    `${path}/people/:person/decision`,
    {
      config,
      schema: {
        params: Type.Object({ slug: Slug, person: Id }),
        body: Type.Object({ verdict: oneOf(['let-in', 'refuse'] as const), _csrf: text }),
      },
    },
    async (request, reply) => {
      const { verdict } = request.body
      const part = { organisationId: own(app, request).id, personId: Number(request.params.person) }
      const result = decideMembership(app.db, request.person!, part, verdict, app.clock())
      return answer(app, request, reply, result, { done: verdict === 'let-in' ? 'let-in' : 'refused' })
    },
  )

  app.post(
    `${path}/people/:person/administration`,
    {
      config: sensitive,
      schema: {
        params: Type.Object({ slug: Slug, person: Id }),
        body: Type.Object({ administrator: oneOf(['0', '1'] as const), _csrf: text }),
      },
    },
    async (request, reply) => {
      const isAdministrator = request.body.administrator === '1'
      const part = { organisationId: own(app, request).id, personId: Number(request.params.person), isAdministrator }
      const result = changeAdministrator(app.db, request.person!, part, app.clock())
      return answer(app, request, reply, result, { done: 'administrator' })
    },
  )

  app.post(
    `${path}/sign-on`,
    {
      config: sensitive,
      schema: {
        params: Type.Object({ slug: Slug }),
        body: Type.Object({ domains: Type.Optional(Type.String({ maxLength: 2000 })), trusted: text, _csrf: text }),
      },
    },
    async (request, reply) => {
      const { domains = null, trusted } = request.body
      const wish = { organisationId: own(app, request).id, domains, isTrusted: trusted === '1' }
      const result = changeSignOn(app.db, request.person!, wish, app.clock())
      return answer(app, request, reply, result, { done: 'sign-on', ...(domains !== null && { domains }) })
    },
  )

  app.post(
    `${path}/labs/:lab/stewards`,
    {
      config,
      schema: {
        params: Type.Object({ slug: Slug, lab: Slug }),
        body: Type.Object({ email: text, role: oneOf<StewardRole>(STEWARD_ROLES), _csrf: text }),
      },
    },
    async (request, reply) => {
      const { email = '', role } = request.body
      const { lab } = request.params
      const result = nameSteward(app.db, request.person!, { labId: labIn(app, request, lab), email, role }, app.clock())
      return answer(app, request, reply, result, { done: 'steward', lab, typed: { email, role } })
    },
  )

  app.post(
    `${path}/labs/:lab/stewards/:person/removal`,
    { config, schema: { params: Type.Object({ slug: Slug, lab: Slug, person: Id }) } },
    async (request, reply) => {
      const { lab, person } = request.params
      const place = { labId: labIn(app, request, lab), personId: Number(person) }
      const result = removeSteward(app.db, request.person!, place, app.clock())
      return answer(app, request, reply, result, { done: 'steward', lab })
    },
  )
}

/** The organisation of the path, for who runs it: 404 where there is none, 403 for others. */
function own(app: App, request: FastifyRequest): Organisation {
  const { slug } = request.params as { slug: string }
  const { id } = found(catalogueOf(app.db).organisationBySlug.get(slug))
  const organisation = runOrganisation(app.db, request.person!, id)
  if (!organisation.ok) throw plainRefusal(organisation.refusal)
  return organisation.value
}

function labIn(app: App, request: FastifyRequest, slug: string): number {
  const organisation = own(app, request)
  const lab = found(catalogueOf(app.db).labBySlug.get(slug))
  if (lab.organisationId !== organisation.id) throw plainRefusal({ kind: 'not-found' })
  return lab.id
}

interface Outcome {
  readonly done: (typeof ORGANISATION_NOTICES)[number]
  /** The lab that the form was about. */
  readonly lab?: string
  readonly typed?: OrganisationManagePageProps['typed']
  /** Of the organisation, as typed. */
  readonly domains?: string
}

function answer(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  result: Result<unknown>,
  { done, lab = '', typed = {}, domains }: Outcome,
) {
  const { slug } = own(app, request)
  if (result.ok) return reply.redirect(`/manage/organisations/${slug}?done=${done}`, 303)
  const { refusal } = result
  if (refusal.kind !== 'invalid') throw plainRefusal(refusal)
  const error = { lab, field: refusal.field, message: invalidText(refusal, request.locale) }
  return show(app, request, reply.code(422), { error, typed, domains })
}

interface Shown extends Partial<Pick<OrganisationManagePageProps, 'error' | 'typed'>> {
  readonly done?: string | undefined
  readonly domains?: string | undefined
}

function show(app: App, request: FastifyRequest, reply: FastifyReply, shown: Shown) {
  const { done, error = null, typed = {}, domains } = shown
  const organisation = own(app, request)
  const { labsOfOrganisation, stewardsOfLab } = catalogueOf(app.db)
  const { locale } = request
  return reply.page(OrganisationManagePage, {
    organisation: { slug: organisation.slug, name: organisation.name[locale] },
    members: membersOf(app.db, organisation.id),
    invitations: openInvitationsOf(app.db, organisation.id, app.clock()),
    labs: (labsOfOrganisation.get(organisation.id) ?? []).map(({ id, slug, name }) => ({
      ...{ slug, name: name[locale], stewards: stewardsOfLab.get(id) ?? [] },
    })),
    ownId: request.person!.id,
    signOn: signOnFields(app, organisation.id, domains),
    ...{ notice: ORGANISATION_NOTICES.find((each) => each === done) ?? null, error, typed },
  })
}

function signOnFields({ db, identityProvider }: App, organisationId: number, typed?: string) {
  if (!identityProvider) return null
  const { domains, isTrusted } = signOnOfOrganisation(db, organisationId)
  return { provider: identityProvider.name, domains: typed ?? domains.join(' '), isTrusted }
}
