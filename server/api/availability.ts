import { Type } from 'typebox'
import { busyDuring } from '../../db/queries/claims.ts'
import { openTimeOf } from '../../db/queries/opening-hours.ts'
import { outagesDuring } from '../../db/queries/outages.ts'
import type { App } from '../app.ts'
import { audiencesFor } from '../domain/availability.ts'
import { freeTime, usableTime } from '../domain/free-time.ts'
import { clip, loadProfile } from '../domain/interval.ts'
import { LONGEST_DAYS, resourceBySlug, spanFrom } from './inputs.ts'
import { loadOf, spanOf } from './presenters.ts'
import { AvailabilityOut, Instant, problems, SlugParams } from './schemas.ts'

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
