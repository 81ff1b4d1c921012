import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { busyDuring } from '../../db/queries/claims.ts'
import { liveHoldsOn } from '../../db/queries/holds.ts'
import { openTimeOf } from '../../db/queries/opening-hours.ts'
import { outagesDuring } from '../../db/queries/outages.ts'
import type { App } from '../app.ts'
import { audiencesFor } from '../domain/availability.ts'
import { freeTime, usableTime } from '../domain/free-time.ts'
import { heldOn } from '../domain/hold.ts'
import { clip, type Interval, type Load, loadProfile } from '../domain/interval.ts'
import type { Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
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
      const busy = othersBusyDuring(app, resource, span, person)
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

/** Every claim, and what is held for somebody else at this moment. */
function othersBusyDuring({ db, clock }: App, resource: Resource, span: Interval, person: Person | null): Load[] {
  const holds = liveHoldsOn(db, resource, clock()).filter((each) => each.personId !== person?.id)
  return [...busyDuring(db, resource, span), ...heldOn(holds, resource, span, catalogueOf(db).resourceById)]
}
