import { type Static, Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import type { App } from '../app.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import { hoursWished } from '../domain/hours-wished.ts'
import type { WeekHours } from '../domain/policy.ts'
import type { Resource } from '../domain/resource.ts'
import { findSlots } from '../operations/find-slots.ts'
import { invalid } from '../plugins/access.ts'
import { millisecondsOf, resourceBySlug, spanFrom } from './inputs.ts'
import { limitOf } from './paging.ts'
import { alternativeOut } from './presenters.ts'
import { AlternativeOut, Instant, listQuery, problems } from './schemas.ts'

const filter = Type.Optional(Type.String({ maxLength: 200 }))
const yes = (description: string) => Type.Optional(Type.String({ pattern: '^(true|false|1|0)$', description }))
const isYes = (text: string | undefined) => text === 'true' || text === '1'
const clock = (description: string) =>
  Type.Optional(Type.String({ pattern: '^(([01]?\\d|2[0-3])(:[0-5]\\d)?|24(:00)?)$', description }))

const Query = Type.Object(
  {
    duration: Type.String({ maxLength: 40, description: 'ISO 8601 duration, PT3H' }),
    from: Instant,
    to: Instant,
    technique: filter,
    resource: Type.Optional(
      Type.Union([Type.String({ maxLength: 2000 }), Type.Array(Type.String({ maxLength: 200 }), { maxItems: 50 })], {
        description: 'One slug, or several: the parameter repeated, or slugs with commas between them',
      }),
    ),
    organisation: filter,
    units: Type.Optional(
      Type.String({ pattern: '^[1-9]\\d{0,3}$', description: 'At least so many units free, 1 unless told' }),
    ),
    hours_from: clock('The whole time lies at this hour of the local day or later: 8 or 08:00'),
    hours_to: clock('… and at this one or earlier. Earlier than hours_from means the next day'),
    weekdays: Type.Optional(
      Type.String({ pattern: '^(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU))*$', description: 'MO,TU,WE' }),
    ),
    qualified: yes('Only where the caller has the qualification'),
    instant: yes('Only what is had at once: neither approval nor training'),
    limit: listQuery.limit,
  },
  { additionalProperties: false },
)

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
          'The whole time lies between `from` and `to`. Each one would pass a preview for the caller, approval and a missing ' +
          'qualification aside, which are both named.',
        querystring: Query,
        response: { 200: Type.Object({ items: Type.Array(AlternativeOut) }), ...problems },
      },
    },
    async ({ query, person }) => {
      const span = spanFrom(query)
      const limit = limitOf(query.limit)
      const catalogue = catalogueOf(app.db)
      const wanted = resourcesWanted(app, query.resource)
      const question = {
        resources: (wanted ?? catalogue.resources).filter((each) => fits(each, query, catalogue)),
        durationMs: millisecondsOf(query.duration),
        from: span.start,
        to: span.end,
        units: Number(query.units ?? 1),
        hours: hoursFrom(query),
        isQualified: isYes(query.qualified),
        isInstant: isYes(query.instant),
        isEveryStretch: wanted !== null,
        limit,
      }
      return { items: findSlots(app.db, person, question, app.clock()).map(alternativeOut) }
    },
  )
}

function resourcesWanted(app: App, sent: Static<typeof Query>['resource']): Resource[] | null {
  if (sent === undefined || sent === '') return null
  const slugs = new Set([sent].flat().flatMap((each) => each.split(',')))
  if (slugs.size > 50) throw invalid('resource', 'must name at most 50')
  return [...slugs].map((slug) => resourceBySlug(app, slug))
}

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

function hoursFrom({ hours_from: from, hours_to: to, weekdays }: Static<typeof Query>): WeekHours[] {
  const days = weekdays === undefined ? [] : weekdays.split(',').map((day) => DAYS.indexOf(day))
  const [fromMinute, toMinute] = [minutesOf(from ?? '0'), minutesOf(to ?? '24')]
  if (fromMinute === toMinute) throw invalid('hours_to', 'must differ from hours_from')
  return hoursWished(fromMinute, toMinute, days)
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
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
