import { audiencesFor } from '../../server/domain/availability.ts'
import type { Person } from '../../server/domain/person.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { type RightNow, rightNow } from '../../server/domain/right-now.ts'
import { DAY_MS } from '../../server/domain/zone.ts'
import type { Db } from '../connect.ts'
import { takenDuring } from './calendar.ts'
import { openTimeOf } from './opening-hours.ts'
import { outagesDuring } from './outages.ts'
import { runningOn } from './usages.ts'

const AHEAD_MS = 7 * DAY_MS

/** How a resource stands at this moment, as the viewer may know it, from what the next seven days hold. */
export function rightNowOf(db: Db, resource: Resource, viewer: Person | null, now: number): RightNow {
  const span = { start: now, end: now + AHEAD_MS }
  return rightNow({
    now,
    horizon: span.end,
    isActive: resource.status === 'active',
    capacity: resource.capacity,
    open: openTimeOf(db, resource.id, span, audiencesFor(viewer, resource)),
    outages: outagesDuring(db, resource.id, span),
    taken: takenDuring(db, resource, span, viewer),
    runningUnits: runningOn(db, resource).reduce((sum, each) => sum + each.units, 0),
  })
}
