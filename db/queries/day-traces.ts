import { audiencesFor } from '../../server/domain/availability.ts'
import { type DayTrace, dayTracesOf, type OverviewDay } from '../../server/domain/lab-days.ts'
import type { Person } from '../../server/domain/person.ts'
import { isBookableBy, policyFor } from '../../server/domain/policy-for.ts'
import type { Resource } from '../../server/domain/resource.ts'
import type { Db } from '../connect.ts'
import { loadOfMany, outagesOfMany, ownDuring } from './calendar.ts'
import { heldForOthers, markOwn, widened } from './lab-overview.ts'
import { openTimeOf } from './opening-hours.ts'

/** The one day of a resource that somebody wants to see. */
export interface DayAsked {
  readonly resource: Resource
  readonly day: OverviewDay
}

/** A trace for each day asked, in their order; a day is read once for all resources that ask for it. */
export function tracesOf(db: Db, asked: readonly DayAsked[], viewer: Person | null, now: number): DayTrace[] {
  const traces = new Map<DayAsked, DayTrace>()
  for (const sameDay of Map.groupBy(asked, (each) => each.day.start).values()) {
    const { day } = sameDay[0]!
    const resources = sameDay.map((each) => each.resource)
    const around = widened(day, resources)
    const loads = loadOfMany(db, resources, around)
    const heldOf = heldForOthers(db, viewer, around, now)
    const outages = outagesOfMany(db, resources, day)
    const own = viewer ? ownDuring(db, viewer.id, day) : new Map<number, boolean>()
    for (const each of sameDay) {
      const { id, timeZone, capacity } = each.resource
      const facts = {
        zone: timeZone,
        policy: policyFor(each.resource, viewer),
        capacity,
        isBookable: isBookableBy(each.resource, viewer),
        open: openTimeOf(db, id, each.day, audiencesFor(viewer, each.resource)),
        outages: outages.get(id) ?? [],
        taken: [...markOwn(loads.get(id)!, own), ...heldOf(each.resource)],
        now,
      }
      traces.set(each, dayTracesOf(facts, [each.day])[0]!)
    }
  }
  return asked.map((each) => traces.get(each)!)
}
