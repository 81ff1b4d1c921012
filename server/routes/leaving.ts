import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { LeavingPage, type LeavingPageProps } from '../../views/account/leaving-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import { endMembership, foreseeLeaving, type LeavingFacts } from '../operations/end-membership.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { invalidText } from '../plugins/problem.ts'

const text = Type.Optional(Type.String({ maxLength: 254 }))
const Choice = Type.Optional(Type.Unsafe<'reassign' | 'cancel'>({ type: 'string', enum: ['reassign', 'cancel'] }))
const Form = Type.Object({ choice: Choice, successor: text, _csrf: text })
const Slug = Type.String({ maxLength: 120 })
const Id = Type.String({ pattern: '^[0-9]{1,15}$' })

interface Place {
  readonly path: string
  readonly access: 'account' | 'manager'
  readonly params: ReturnType<typeof Type.Object>
  /** Where the page came from, and leads to when done. */
  readonly back: (slug: string) => { readonly href: string; readonly done: string }
}

const PLACES: readonly Place[] = [
  {
    path: '/account/organisations/:slug/leaving',
    access: 'account',
    params: Type.Object({ slug: Slug }),
    back: () => ({ href: '/account', done: '/account?saved=left' }),
  },
  {
    path: '/manage/organisations/:slug/people/:person/leaving',
    access: 'manager',
    params: Type.Object({ slug: Slug, person: Id }),
    back: (slug) => ({ href: `/manage/organisations/${slug}`, done: `/manage/organisations/${slug}?done=ended` }),
  },
]

/** The end of a membership: what it does, and what becomes of reservations to come. */
export function leaving(app: App): void {
  for (const { path, access, params, back } of PLACES) {
    app.get(path, { config: { access }, schema: { params } }, async (request, reply) =>
      show(app, request, reply, { ...back(slugOf(request)), fields: { choice: '', successor: '' }, errors: {} }),
    )

    app.post(path, { config: { access, fresh: true }, schema: { params, body: Form } }, async (request, reply) => {
      const { choice, successor = '' } = request.body
      const reason = translateInto(app.settings.locale)('leaving.reason')
      const wish = { ...partOf(app, request), choice: choice ?? null, successor, reason }
      const result = endMembership(app.db, request.account!, wish, app.clock())
      const at = back(slugOf(request))
      if (result.ok) return reply.redirect(at.done, 303)
      const { refusal } = result
      if (refusal.kind !== 'invalid') throw plainRefusal(refusal)
      const errors = { [refusal.field]: invalidText(refusal, request.locale) }
      return show(app, request, reply.code(422), { ...at, fields: { choice: choice ?? '', successor }, errors })
    })
  }
}

const slugOf = ({ params }: FastifyRequest) => (params as { slug: string }).slug

function partOf(app: App, request: FastifyRequest) {
  const { person } = request.params as { person?: string }
  const { id: organisationId } = found(catalogueOf(app.db).organisationBySlug.get(slugOf(request)))
  return { organisationId, personId: person === undefined ? request.account!.id : Number(person) }
}

type Shown = Pick<LeavingPageProps, 'fields' | 'errors'> & { readonly href: string }

function show(app: App, request: FastifyRequest, reply: FastifyReply, { href, fields, errors }: Shown) {
  const part = partOf(app, request)
  const foreseen = foreseeLeaving(app.db, request.account!, part, app.clock())
  if (!foreseen.ok) throw plainRefusal(foreseen.refusal)
  const { person, organisation, orphanedLabs } = foreseen.value
  return reply.page(LeavingPage, {
    ...{ person: person.name, organisation: organisation.name[request.locale], action: request.url, back: href },
    isOwn: person.id === request.account!.id,
    reservations: linesOf(app, request, foreseen.value),
    orphanedLabs: orphanedLabs.map(({ name }) => name[request.locale]),
    ...{ fields, errors },
  })
}

function linesOf(app: App, { locale }: FastifyRequest, { reservations }: LeavingFacts) {
  const { resourceById } = catalogueOf(app.db)
  return reservations.map(({ resourceId, start, end }) => {
    const { name, timeZone } = resourceById.get(resourceId)!
    return { resource: name[locale], start, end, timeZone }
  })
}
