import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { freeAmong } from '../../db/queries/free-among.ts'
import { searchResources } from '../../db/queries/search.ts'
import type { App } from '../app.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import type { FreeWish } from '../domain/free-wish.ts'
import type { Resource } from '../domain/resource.ts'
import { DAY_MS } from '../domain/zone.ts'
import { invalid } from '../plugins/access.ts'
import { LONGEST_DAYS, millisecondsOf, resourceBySlug } from './inputs.ts'
import { pageBySlug } from './paging.ts'
import { labOut, organisationOut, resourceOut } from './presenters.ts'
import { Instant, LabOut, listOf, listQuery, OrganisationOut, problems, ResourceOut, SlugParams } from './schemas.ts'

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
        description:
          'With `duration` those that can be reserved for so long between `free_from` (now) and `free_to` (a week later); ' +
          'without it those free all through that time, or, when it is longer than a day, at all in it.',
        querystring: Type.Object(
          {
            ...listQuery,
            q: filter,
            technique: filter,
            organisation: filter,
            lab: filter,
            kind: filter,
            status: filter,
            free_from: Type.Optional(Instant),
            free_to: Type.Optional(Instant),
            duration: Type.Optional(Type.String({ maxLength: 40, description: 'ISO 8601 duration, PT3H' })),
          },
          { additionalProperties: false },
        ),
        response: { 200: listOf(ResourceOut), ...problems },
      },
    },
    async ({ query, person }) => {
      const catalogue = catalogueOf(app.db)
      const asker = { person, now: app.clock() }
      const wish = wishFrom(query, asker.now)
      const found = query.q?.trim() ? new Set(searchResources(app.db, query.q)) : null
      const matches = (resource: Resource) =>
        (!found || found.has(resource.id)) &&
        (!query.technique ||
          resource.techniques.some((each) => each.toLowerCase() === query.technique!.toLowerCase())) &&
        (!query.organisation || organisationOf(resource, catalogue) === query.organisation) &&
        (!query.lab || catalogue.labById.get(resource.labId)?.slug === query.lab) &&
        (!query.kind || resource.kind === query.kind) &&
        (!query.status || resource.status === query.status)
      const named = catalogue.resources.filter(matches)
      const page = pageBySlug(wish ? freeAmong(app.db, named, wish, asker) : named, query)
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

interface FreeQuery {
  readonly free_from?: string
  readonly free_to?: string
  readonly duration?: string
}

/** When the resources shall be free; null when nobody asked. */
function wishFrom({ free_from: from, free_to: to, duration }: FreeQuery, now: number): FreeWish | null {
  if (from === undefined && to === undefined && duration === undefined) return null
  const start = from === undefined ? now : Date.parse(from)
  const end = to === undefined ? start + 7 * DAY_MS : Date.parse(to)
  if (end <= start) throw invalid('free_to', 'must be after free_from')
  if (end - start > LONGEST_DAYS * DAY_MS)
    throw invalid('free_to', `must be at most ${LONGEST_DAYS} days after free_from`)
  return { span: { start, end }, minutes: duration === undefined ? null : millisecondsOf(duration) / 60_000 }
}
