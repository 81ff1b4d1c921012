import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { searchResources } from '../../db/queries/search.ts'
import type { App } from '../app.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import type { Resource } from '../domain/resource.ts'
import { resourceBySlug } from './inputs.ts'
import { pageBySlug } from './paging.ts'
import { labOut, organisationOut, resourceOut } from './presenters.ts'
import { LabOut, listOf, listQuery, OrganisationOut, problems, ResourceOut, SlugParams } from './schemas.ts'

const tags = ['Catalogue']
const config = { access: 'anyone' } as const
const filter = Type.Optional(Type.String({ maxLength: 200 }))

/** Organisations, labs and resources. Reading them needs no token. */
export function catalogueApi(app: App): void {
  const querystring = Type.Object(listQuery, { additionalProperties: false })

  app.get(
    '/api/v1/organisations',
    {
      config,
      schema: { tags, summary: 'Organisations', querystring, response: { 200: listOf(OrganisationOut), ...problems } },
    },
    async ({ query }) => {
      const page = pageBySlug(catalogueOf(app.db).organisations, query)
      return { ...page, items: page.items.map(organisationOut) }
    },
  )

  app.get(
    '/api/v1/labs',
    {
      config,
      schema: {
        tags,
        summary: 'Labs',
        querystring: Type.Object({ ...listQuery, organisation: filter }, { additionalProperties: false }),
        response: { 200: listOf(LabOut), ...problems },
      },
    },
    async ({ query }) => {
      const catalogue = catalogueOf(app.db)
      const page = pageBySlug(
        catalogue.labs.filter((lab) => !query.organisation || organisationOf(lab, catalogue) === query.organisation),
        query,
      )
      return { ...page, items: page.items.map((lab) => labOut(lab, catalogue)) }
    },
  )

  app.get(
    '/api/v1/resources',
    {
      config,
      schema: {
        tags,
        summary: 'Resources, with the filters of the catalogue page',
        querystring: Type.Object(
          {
            ...listQuery,
            q: filter,
            technique: filter,
            organisation: filter,
            lab: filter,
            kind: filter,
            status: filter,
          },
          { additionalProperties: false },
        ),
        response: { 200: listOf(ResourceOut), ...problems },
      },
    },
    async ({ query }) => {
      const catalogue = catalogueOf(app.db)
      const found = query.q?.trim() ? new Set(searchResources(app.db, query.q)) : null
      const matches = (resource: Resource) =>
        (!found || found.has(resource.id)) &&
        (!query.technique ||
          resource.techniques.some((each) => each.toLowerCase() === query.technique!.toLowerCase())) &&
        (!query.organisation || organisationOf(resource, catalogue) === query.organisation) &&
        (!query.lab || catalogue.labById.get(resource.labId)?.slug === query.lab) &&
        (!query.kind || resource.kind === query.kind) &&
        (!query.status || resource.status === query.status)
      const page = pageBySlug(catalogue.resources.filter(matches), query)
      return { ...page, items: page.items.map((resource) => resourceOut(resource, catalogue)) }
    },
  )

  app.get(
    '/api/v1/resources/:slug',
    {
      config,
      schema: { tags, summary: 'One resource', params: SlugParams, response: { 200: ResourceOut, ...problems } },
    },
    async ({ params }) => resourceOut(resourceBySlug(app, params.slug), catalogueOf(app.db)),
  )
}

const organisationOf = (item: { organisationId: number }, catalogue: Catalogue) =>
  catalogue.organisationById.get(item.organisationId)?.slug
