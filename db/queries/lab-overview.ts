import { audiencesFor } from '../../server/domain/availability.ts'
import { heldOn } from '../../server/domain/hold.ts'
import type { Interval } from '../../server/domain/interval.ts'
import {
  type DayTrace,
  dayTracesOf,
  type OverviewDay,
  type OverviewLoad,
  windowHours,
} from '../../server/domain/lab-days.ts'
import type { Person } from '../../server/domain/person.ts'
import { isBookableBy, policyFor } from '../../server/domain/policy-for.ts'
import type { Lab, Resource } from '../../server/domain/resource.ts'
import { startOfDayNumber } from '../../server/domain/zone.ts'
import type { Db } from '../connect.ts'
import { type KnownLoad, loadOfMany, outagesOfMany, ownDuring } from './calendar.ts'
import { catalogueOf } from './catalogue.ts'
import { liveHolds } from './holds.ts'
import { openTimeOfMany } from './opening-hours.ts'

const MINUTE = 60_000
const HOUR = 3_600_000

export interface LabOverview {
  readonly days: readonly OverviewDay[]
  /** Hours the traces span, as on the clock. */
  readonly window: { readonly from: number; readonly to: number }
  readonly rows: readonly { readonly resource: Resource; readonly traces: readonly DayTrace[] }[]
}

export interface OverviewQuestion {
  readonly lab: Lab
  /** Of this lab; its zone counts the days. */
  readonly resources: readonly Resource[]
  readonly viewer: Person | null
  /** Days since 1970-01-01. */
  readonly firstDay: number
  readonly dayCount: number
  readonly now: number
}

/** Every resource of a lab over some days, in five queries whatever their number. */
export function labOverview(db: Db, question: OverviewQuestion): LabOverview {
  const { lab, resources, viewer, firstDay, dayCount, now } = question
  const plain = Array.from({ length: dayCount }, (_, i) => ({
    start: startOfDayNumber(firstDay + i, lab.timeZone),
    end: startOfDayNumber(firstDay + i + 1, lab.timeZone),
  }))
  const span = { start: plain[0]!.start, end: plain.at(-1)!.end }
  const ids = resources.map((each) => each.id)
  // All belong to the lab's organisation, so the viewer is the same to each.
  const open = openTimeOfMany(db, ids, span, audiencesFor(viewer, lab))
  const window = windowHours(new Set(open.values()), plain)
  const days = plain.map((day) => ({
    ...day,
    windowStart: day.start + window.from * HOUR,
    windowEnd: Math.min(day.end, day.start + window.to * HOUR),
  }))
  const around = widened(span, resources)
  const loads = loadOfMany(db, resources, around)
  const heldOf = heldForOthers(db, viewer, around, now)
  const outages = outagesOfMany(db, resources, span)
  const own = viewer ? ownDuring(db, viewer.id, span) : null
  const rows = resources.map((resource) => ({
    resource,
    traces: dayTracesOf(
      {
        zone: resource.timeZone,
        policy: policyFor(resource, viewer),
        capacity: resource.capacity,
        isBookable: isBookableBy(resource, viewer),
        open: open.get(resource.id)!,
        outages: outages.get(resource.id) ?? [],
        taken: [
          ...(own && own.size > 0 ? markOwn(loads.get(resource.id)!, own) : loads.get(resource.id)!),
          ...heldOf(resource),
        ],
        now,
      },
      days,
    ),
  }))
  return { days, window, rows }
}

/** Set-up and clean-up reach over the ends of the span. */
export function widened(span: Interval, resources: readonly Resource[]): Interval {
  let margin = 0
  for (const { policy } of resources) margin = Math.max(margin, policy.setupMinutes, policy.cleanupMinutes)
  return { start: span.start - margin * MINUTE, end: span.end + margin * MINUTE }
}

/** What is held for others than the viewer at this moment: traces show it as taken. */
export function heldForOthers(
  db: Db,
  viewer: Person | null,
  span: Interval,
  now: number,
): (resource: Resource) => OverviewLoad[] {
  const holds = liveHolds(db, now).filter((each) => each.personId !== viewer?.id)
  if (holds.length === 0) return () => []
  const { resourceById } = catalogueOf(db)
  return (resource) => heldOn(holds, resource, span, resourceById).map((each) => ({ ...each, own: null }))
}

export function markOwn(loads: readonly KnownLoad[], own: ReadonlyMap<number, boolean>): OverviewLoad[] {
  return loads.map((load) => {
    const waits = own.get(load.reservationId)
    return waits === undefined ? load : { ...load, own: waits ? 'requested' : 'mine' }
  })
}
