import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { openTimeOfLab } from '../../db/queries/opening-hours.ts'
import { deadlineFor, deadlineInHours, officeHours } from '../domain/deadline.ts'
import type { Interval } from '../domain/interval.ts'
import type { Lab, Resource } from '../domain/resource.ts'
import { DAY_MS } from '../domain/zone.ts'

/** The lab's own opening rules are followed so far; what is not decided by then is counted in office hours. */
const REACH = 90 * DAY_MS
/** Long enough for the most hours that can be set. */
const OFFICE_REACH = 400 * DAY_MS

/** When a request for the resource lets go of its time: after the lab's working hours or days, at its start at the latest. */
export function decisionDeadline(
  db: Db,
  resource: Resource,
  { madeAt, start }: { readonly madeAt: number; readonly start: number },
): number {
  const lab = labOf(db, resource)
  const { decisionHours } = resource.policy
  if (decisionHours === null) return deadlineFor(madeAt, start, lab.decisionDays, lab.timeZone)
  const working = workingTime(db, lab, { start: madeAt, end: Math.min(start, madeAt + REACH + OFFICE_REACH) })
  return deadlineInHours(madeAt, start, decisionHours, working)
}

/** The open time in which requests for the resource are decided; empty where its lab counts in days. */
export const decidingTime = (db: Db, resource: Resource, span: Interval): Interval[] =>
  resource.policy.decisionHours === null ? [] : workingTime(db, labOf(db, resource), span)

/** The lab's open time, and office hours where it has no hours of its own or the span goes on for longer than they are followed. */
function workingTime(db: Db, lab: Lab, span: Interval): Interval[] {
  const reach = span.start + REACH
  const open = openTimeOfLab(db, lab, { start: span.start, end: reach })
  const rest = { start: open.length > 0 ? reach : span.start, end: span.end }
  const office = rest.start < rest.end ? officeHours(rest, lab.timeZone) : []
  return [
    ...open,
    ...office.flatMap((each) => (each.end > rest.start ? { ...each, start: Math.max(each.start, rest.start) } : [])),
  ]
}

const labOf = (db: Db, { labId }: Resource): Lab => catalogueOf(db).labById.get(labId)!
