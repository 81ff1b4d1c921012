import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { searchAccounts } from '../../db/queries/organisations.ts'
import { withSecondFactor } from '../../db/queries/second-factors.ts'
import { PEOPLE_NOTICES, PeopleAdminPage } from '../../views/admin/people-page.tsx'
import type { App } from '../app.ts'
import { ROLES, type Role } from '../domain/person.ts'
import { sendResetFor } from '../operations/reset-password.ts'
import type { Result } from '../operations/result.ts'
import { changeActive, changeRole } from '../operations/run-cluster.ts'
import { resetSecondFactors } from '../operations/second-factors.ts'
import { plainRefusal } from '../plugins/found.ts'
import { invalidText } from '../plugins/problem.ts'

const config = { access: 'administrator' } as const
const sensitive = { ...config, fresh: true } as const
const text = Type.Optional(Type.String({ maxLength: 200 }))
const Id = Type.Object({ person: Type.String({ pattern: '^[0-9]{1,15}$' }) })
const oneOf = <T extends string>(values: readonly T[]) => Type.Unsafe<T>({ type: 'string', enum: [...values] })
const MOST_SHOWN = 100

/** Everybody's accounts, for who runs the cluster: roles, closing, a link for who cannot get in. */
export function adminPeople(app: App): void {
  app.get(
    '/admin/people',
    { config, schema: { querystring: Type.Object({ q: text, done: text }) } },
    async (request, reply) => {
      const { q = '', done } = request.query
      return show(app, request, reply, { words: q, done, error: null })
    },
  )

  app.post(
    '/admin/people/:person/role',
    {
      config: sensitive,
      schema: { params: Id, body: Type.Object({ role: oneOf<Role>(ROLES), q: text, _csrf: text }) },
    },
    async (request, reply) => {
      const { role, q = '' } = request.body
      const wish = { personId: Number(request.params.person), role }
      return answer(app, request, reply, changeRole(app.db, request.person!, wish, app.clock()), { q, done: 'role' })
    },
  )

  app.post(
    '/admin/people/:person/activity',
    {
      config: sensitive,
      schema: { params: Id, body: Type.Object({ active: oneOf(['0', '1'] as const), q: text, _csrf: text }) },
    },
    async (request, reply) => {
      const { active, q = '' } = request.body
      const wish = { personId: Number(request.params.person), isActive: active === '1' }
      const result = changeActive(app.db, request.person!, wish, app.clock())
      return answer(app, request, reply, result, { q, done: wish.isActive ? 'activated' : 'deactivated' })
    },
  )

  app.post(
    '/admin/people/:person/reset',
    { config: sensitive, schema: { params: Id, body: Type.Object({ q: text, _csrf: text }) } },
    async (request, reply) => {
      const { q = '' } = request.body
      const by = { id: request.person!.id, address: request.ip }
      const result = sendResetFor(app.db, Number(request.params.person), by, app.clock())
      return answer(app, request, reply, result, { q, done: 'reset' })
    },
  )

  app.post(
    '/admin/people/:person/second-factor',
    { config: sensitive, schema: { params: Id, body: Type.Object({ q: text, _csrf: text }) } },
    async (request, reply) => {
      const { q = '' } = request.body
      const wish = { personId: Number(request.params.person), address: request.ip }
      const result = resetSecondFactors(app.db, request.person!, wish, app.clock())
      return answer(app, request, reply, result, { q, done: 'factor' })
    },
  )
}

function answer(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  result: Result<unknown>,
  { q, done }: { readonly q: string; readonly done: (typeof PEOPLE_NOTICES)[number] },
) {
  if (result.ok) return reply.redirect(`/admin/people?q=${encodeURIComponent(q)}&done=${done}`, 303)
  const { refusal } = result
  if (refusal.kind !== 'invalid') throw plainRefusal(refusal)
  return show(app, request, reply.code(422), { words: q, error: invalidText(refusal, request.locale) })
}

interface Shown {
  readonly words: string
  readonly done?: string | undefined
  readonly error: string | null
}

function show(app: App, { locale, person }: FastifyRequest, reply: FastifyReply, { words, done, error }: Shown) {
  const { organisationById } = catalogueOf(app.db)
  const accounts = searchAccounts(app.db, words, MOST_SHOWN + 1)
  const secured = withSecondFactor(
    app.db,
    accounts.map(({ id }) => id),
  )
  return reply.page(PeopleAdminPage, {
    ...{ words, error, most: MOST_SHOWN, isMore: accounts.length > MOST_SHOWN, ownId: person!.id },
    notice: PEOPLE_NOTICES.find((each) => each === done) ?? null,
    people: accounts.slice(0, MOST_SHOWN).map(({ organisationIds, ...each }) => ({
      ...each,
      hasSecondFactor: secured.has(each.id),
      organisations: organisationIds.map((id) => {
        const { slug, name } = organisationById.get(id)!
        return { slug, name: name[locale] }
      }),
    })),
  })
}
