import { audiencesFor } from '../../server/domain/availability.ts'
import { fullTime } from '../../server/domain/bookable.ts'
import { heldOn } from '../../server/domain/hold.ts'
import { covers, type Interval, subtract } from '../../server/domain/interval.ts'
import type { Person } from '../../server/domain/person.ts'
import { isBookableBy } from '../../server/domain/policy-for.ts'
import type { Resource } from '../../server/domain/resource.ts'
import type { Db } from '../connect.ts'
import { loadOfMany, outagesOfMany } from './calendar.ts'
import { catalogueOf } from './catalogue.ts'
import { liveHolds } from './holds.ts'
import { openTimeOf } from './opening-hours.ts'

/** Those of the resources that are in service, open to the person and not full at any moment of the span to come. */
export function freeThroughout(
  db: Db,
  resources: readonly Resource[],
  span: Interval,
  person: Person | null,
  now: number,
): Resource[] {
  if (span.start < now) return []
  const loads = loadOfMany(db, resources, span)
  const outages = outagesOfMany(db, resources, span)
  const holds = liveHolds(db, now).filter((each) => each.personId !== person?.id)
  const { resourceById } = catalogueOf(db)
  return resources.filter((resource) => {
    if (!isBookableBy(resource, person)) return false
    const open = openTimeOf(db, resource.id, span, audiencesFor(person, resource))
    const taken = [...loads.get(resource.id)!, ...heldOn(holds, resource, span, resourceById)]
    const gone = [...(outages.get(resource.id) ?? []), ...fullTime(taken, resource.capacity)]
    return covers(subtract(open, gone), span)
  })
}
