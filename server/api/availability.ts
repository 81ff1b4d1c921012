import { Type } from 'typebox'
import { busyDuring } from '../../db/queries/claims.ts'
import { openTimeOf } from '../../db/queries/opening-hours.ts'
import { outagesDuring } from '../../db/queries/outages.ts'
import type { App } from '../app.ts'
import { audiencesFor } from '../domain/availability.ts'
import { freeTime, usableTime } from '../domain/free-time.ts'
import { clip, type Interval, loadProfile } from '../domain/interval.ts'
import { DAY_MS } from '../domain/zone.ts'
import { invalid } from '../plugins/access.ts'
import { resourceBySlug } from './catalogue.ts'
import { loadOf, spanOf } from './presenters.ts'
import { AvailabilityOut, Instant, problems, SlugParams } from './schemas.ts'

const LONGEST_DAYS = 400

/** Open, busy and free time of a resource for whoever asks. */
export function availabilityApi(app: App): void {
  app.get(
    '/api/v1/resources/:slug/availability',
    {
      config: { access: 'anyone' },
      schema: {
        tags: ['Availability'],
        summary: `Open, busy and free time, at most ${LONGEST_DAYS} days at once`,
        params: SlugParams,
        querystring: Type.Object({ from: Instant, to: Instant }, { additionalProperties: false }),
        response: { 200: AvailabilityOut, ...problems },
      },
    },
    async ({ params, query, person }) => {
      const resource = resourceBySlug(app, params.slug)
      const span = spanFrom(query)
      const outages = outagesDuring(app.db, resource.id, span)
      const open = usableTime(openTimeOf(app.db, resource.id, span, audiencesFor(person, resource)), outages, span)
      const busy = busyDuring(app.db, resource, span)
      return {
        resource: resource.slug,
        time_zone: resource.timeZone,
        open: open.map(spanOf),
        busy: loadProfile(busy, span)
          .filter(({ units }) => units > 0)
          // Two taken parts of a room leave it taken once.
          .map((load) => loadOf({ ...load, units: Math.min(load.units, resource.capacity) })),
        outages: outages.map((outage) => ({
          ...spanOf(clip([outage], span)[0]!),
          kind: outage.kind,
          planned: outage.planned,
        })),
        free: freeTime(open, busy, resource.capacity).map(loadOf),
      }
    },
  )
}

/** The span of `from` and `to`; names the field that is wrong. */
export function spanFrom(query: { from: string; to: string }): Interval {
  const span = { start: Date.parse(query.from), end: Date.parse(query.to) }
  if (span.end <= span.start) throw invalid('to', 'must be after from')
  if (span.end - span.start > LONGEST_DAYS * DAY_MS)
    throw invalid('to', `must be at most ${LONGEST_DAYS} days after from`)
  return span
}
