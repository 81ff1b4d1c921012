import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { countMembers } from '../../db/queries/organisations.ts'
import {
  OrganisationFormPage,
  type OrganisationFormPageProps,
  OrganisationsAdminPage,
} from '../../views/admin/organisations-page.tsx'
import type { App } from '../app.ts'
import { ORGANISATION_KINDS, type OrganisationKind } from '../domain/person.ts'
import type { Organisation } from '../domain/resource.ts'
import type { Invalid, Result } from '../operations/result.ts'
import { addOrganisation, changeOrganisation, organisationFaults } from '../operations/run-cluster.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { invalidTexts } from '../plugins/problem.ts'

const config = { access: 'administrator' } as const
const text = Type.Optional(Type.String({ maxLength: 200 }))
const Form = Type.Object({
  slug: text,
  name_pl: text,
  name_en: text,
  kind: Type.Optional(Type.Unsafe<OrganisationKind>({ type: 'string', enum: [...ORGANISATION_KINDS] })),
  city: text,
  ror: text,
  member: text,
  _csrf: text,
})
type Fields = OrganisationFormPageProps['fields']

/** The organisations of the cluster: listed, added and changed by who runs it. */
export function adminOrganisations(app: App): void {
  app.get(
    '/admin/organisations',
    { config, schema: { querystring: Type.Object({ done: text }) } },
    async (request, reply) => {
      const counts = new Map(countMembers(app.db).map((each) => [each.organisationId, each]))
      const { done } = request.query
      return reply.page(OrganisationsAdminPage, {
        lines: catalogueOf(app.db).organisations.map((organisation) => ({
          ...{ organisation, people: 0, administrators: 0, asking: 0, ...counts.get(organisation.id) },
        })),
        notice: done === 'added' || done === 'changed' ? done : null,
      })
    },
  )

  app.get('/admin/organisations/new', { config }, async (_request, reply) =>
    reply.page(OrganisationFormPage, { organisation: null, fields: EMPTY, errors: {} }),
  )

  app.post('/admin/organisations/new', { config, schema: { body: Form } }, async (request, reply) => {
    const fields = fieldsIn(request.body)
    const result = addOrganisation(app.db, request.person!, { ...wishOf(fields), slug: fields.slug }, app.clock())
    return answer(request, reply, result, {
      ...{ organisation: null, fields, done: 'added' },
      faults: () => organisationFaults(app.db, fields),
    })
  })

  const one = { params: Type.Object({ slug: Type.String({ maxLength: 120 }) }) }
  const named = ({ params }: FastifyRequest) =>
    found(catalogueOf(app.db).organisationBySlug.get((params as { slug: string }).slug))

  app.get('/admin/organisations/:slug', { config, schema: one }, async (request, reply) => {
    const organisation = named(request)
    return reply.page(OrganisationFormPage, { organisation, fields: fieldsOf(organisation), errors: {} })
  })

  app.post('/admin/organisations/:slug', { config, schema: { ...one, body: Form } }, async (request, reply) => {
    const organisation = named(request)
    const fields = { ...fieldsIn(request.body), slug: organisation.slug }
    const wish = { ...wishOf(fields), id: organisation.id }
    const result = changeOrganisation(app.db, request.person!, wish, app.clock())
    return answer(request, reply, result, {
      ...{ organisation, fields, done: 'changed' },
      faults: () => organisationFaults(app.db, wish, organisation),
    })
  })
}

const EMPTY: Fields = { slug: '', namePl: '', nameEn: '', kind: 'university', city: '', ror: '', isMember: true }

const fieldsIn = ({
  slug = '',
  name_pl = '',
  name_en = '',
  kind = 'other',
  city = '',
  ror = '',
  member,
}: Static<typeof Form>): Fields => ({
  ...{ slug: slug.trim(), namePl: name_pl, nameEn: name_en, kind, city, ror, isMember: member === '1' },
})

const fieldsOf = ({ slug, name, kind, city, ror, isMember }: Organisation): Fields => ({
  ...{ slug, namePl: name.pl, nameEn: name.en, kind, city: city ?? '', ror: ror ?? '', isMember },
})

const wishOf = ({ namePl, nameEn, kind, city, ror, isMember }: Fields) => ({
  namePl,
  nameEn,
  kind,
  city,
  ror,
  isMember,
})

interface Outcome {
  readonly organisation: Organisation | null
  readonly fields: Fields
  readonly done: 'added' | 'changed'
  /** Everything that is wrong, where the result says only the first. */
  readonly faults: () => readonly Invalid[]
}

function answer({ locale }: FastifyRequest, reply: FastifyReply, result: Result<number>, outcome: Outcome) {
  const { done, faults, ...shown } = outcome
  if (result.ok) return reply.redirect(`/admin/organisations?done=${done}`, 303)
  const { refusal } = result
  if (refusal.kind !== 'invalid') throw plainRefusal(refusal)
  const errors = invalidTexts([refusal, ...faults()], locale)
  return reply.code(422).page(OrganisationFormPage, { ...shown, errors })
}
