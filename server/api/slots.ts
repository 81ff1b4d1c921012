import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { earliestFree, freeStretches } from '../../db/queries/free-slots.ts'
import type { App } from '../app.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import type { Resource } from '../domain/resource.ts'
import { millisecondsOf, resourceBySlug, spanFrom } from './inputs.ts'
import { limitOf } from './paging.ts'
import { alternativeOut } from './presenters.ts'
import { AlternativeOut, Instant, listQuery, problems } from './schemas.ts'

const filter = Type.Optional(Type.String({ maxLength: 200 }))

/** When something of the wanted length is free, for whoever asks. */
export function slotsApi(app: App): void {
  app.get(
    '/api/v1/slots',
    {
      config: { access: 'anyone' },
      schema: {
        tags: ['Availability'],
        summary: 'Free times of a length',
        description:
          'The earliest start of every resource, earliest first. With `resource` the earliest start of each of its free stretches. ' +
          'The whole time lies between `from` and `to`; opening hours, outages, set-up and clean-up, steps, lengths, notice and horizon are kept to.',
        querystring: Type.Object(
          {
            duration: Type.String({ maxLength: 40, description: 'ISO 8601 duration, PT3H' }),
            from: Instant,
            to: Instant,
            technique: filter,
            resource: filter,
            organisation: filter,
            limit: listQuery.limit,
          },
          { additionalProperties: false },
        ),
        response: { 200: Type.Object({ items: Type.Array(AlternativeOut) }), ...problems },
      },
    },
    async ({ query, person }) => {
      const span = spanFrom(query)
      const limit = limitOf(query.limit)
      const wish = {
        durationMs: millisecondsOf(query.duration),
        from: span.start,
        to: span.end,
        person,
        now: app.clock(),
      }
      const wanted = query.resource ? resourceBySlug(app, query.resource) : null
      const catalogue = catalogueOf(app.db)
      const matches = (resource: Resource) => fits(resource, query, catalogue)
      const slots = wanted
        ? freeStretches(app.db, wanted, wish, limit)
        : earliestFree(app.db, catalogue.resources.filter(matches), wish, limit)
      return { items: slots.filter((each) => matches(each.resource)).map(alternativeOut) }
    },
  )
}

function fits(
  resource: Resource,
  query: { technique?: string; organisation?: string },
  { organisationById }: Catalogue,
): boolean {
  const technique = query.technique?.toLowerCase()
  return (
    (!technique || resource.techniques.some((each) => each.toLowerCase() === technique)) &&
    (!query.organisation || organisationById.get(resource.organisationId)!.slug === query.organisation)
  )
}
