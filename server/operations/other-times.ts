import type { Db } from '../../db/connect.ts'
import { loadOfMany, outagesOfMany } from '../../db/queries/calendar.ts'
import { openTimeOf } from '../../db/queries/opening-hours.ts'
import { outagesDuring } from '../../db/queries/outages.ts'
import { requesterById } from '../../db/queries/people.ts'
import { projectsOf } from '../../db/queries/projects.ts'
import { nearestFree, tooFullFor } from '../domain/alternatives.ts'
import { audiencesFor } from '../domain/availability.ts'
import { busyTimeOf } from '../domain/conflicts.ts'
import { clip, covers, type Interval, type Load, overlaps, subtract } from '../domain/interval.ts'
import type { OtherTime } from '../domain/outage-impact.ts'
import type { Person } from '../domain/person.ts'
import type { Reservation, ReservationDetail } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import { isSteward } from '../domain/stewardship.ts'
import { equivalentsOf } from './alternatives-for.ts'
import { type Assessment, assess, othersDuring } from './assess.ts'
import { overriddenIn } from './decide-reservation.ts'

/** A reservation that loses its time, on its own resource. */
export interface Losing {
  readonly reservation: ReservationDetail
  readonly resource: Resource
}

/** Time that is about to close, on these resources. */
export interface Closing {
  readonly resourceIds: ReadonlySet<number>
  /** A union. */
  readonly spans: readonly Interval[]
}

interface Search {
  readonly closing: Closing
  /** Who would move them: resources whose approval is not theirs to give are left out. */
  readonly mover: Person
  readonly now: number
}

const MINUTE = 60_000
const DAY = 86_400_000
const DAYS_BEFORE = 14
const DAYS_AFTER = 30
const TIMES_TRIED = 5
const RESOURCES_TRIED = 4

/**
 * For each of them the nearest free time on its own resource, and the same time on one that does the same work, where
 * there are such. All can be had together: what is offered to one is taken for the next.
 */
export function otherTimesFor(db: Db, losing: readonly Losing[], search: Search): readonly (readonly OtherTime[])[] {
  const market = marketOf(db, losing, search)
  return losing.map((each) => {
    const others = [nearestTime(db, each, market, search), sameTimeElsewhere(db, each, market, search)].flat()
    for (const other of others) market.take(other, each.reservation.units)
    return others
  })
}

/** What is open and taken, read once for all that ask; and what has been offered meanwhile. */
function marketOf(db: Db, losing: readonly Losing[], { closing, now }: Search) {
  const starts = losing.map(({ reservation }) => reservation.start)
  const ends = losing.map(({ reservation }) => reservation.end)
  const hull = {
    start: Math.max(now, Math.min(...starts) - DAYS_BEFORE * DAY),
    end: Math.max(now, ...ends) + DAYS_AFTER * DAY,
  }
  const opened = new Map<string, Interval[]>()
  const taken = new Map<number, Load[]>()
  const offered: (OtherTime & { units: number })[] = []
  return {
    /** Open time on the reservation's own resource, less all outages. */
    open(resource: Resource, person: Person): Interval[] {
      const audiences = audiencesFor(person, resource)
      const key = `${resource.id} ${[...audiences].join()}`
      let open = opened.get(key)
      if (!open) {
        const gone = [...outagesDuring(db, resource.id, hull), ...closing.spans]
        opened.set(key, (open = subtract(openTimeOf(db, resource.id, hull, audiences), gone)))
      }
      return open
    },
    busy(resource: Resource): Load[] {
      let busy = taken.get(resource.id)
      if (!busy) {
        const looking = { now, personId: 0 }
        taken.set(resource.id, (busy = othersDuring(db, resource, busyTimeOf(hull, resource.policy), looking)))
      }
      return busy
    },
    offeredOn(resource: Resource): Load[] {
      const kin = new Set([resource.id, ...resource.above, ...resource.inside])
      return offered
        .filter((each) => kin.has(each.resource.id))
        .map((each) => ({
          ...busyTimeOf(each, each.resource.policy),
          units: each.resource.id === resource.id ? each.units : resource.capacity,
        }))
    },
    take: (other: OtherTime, units: number) => void offered.push({ ...other, units }),
  }
}

type Market = ReturnType<typeof marketOf>

function nearestTime(db: Db, losing: Losing, market: Market, { now }: Search): OtherTime[] {
  const { reservation, resource } = losing
  if (resource.status !== 'active') return []
  const person = requesterById(db, reservation.requesterId)
  const earliest = Math.max(now + resource.policy.minNoticeMinutes * MINUTE, reservation.start - DAYS_BEFORE * DAY)
  const span = { start: earliest, end: Math.max(reservation.end, earliest) + DAYS_AFTER * DAY }
  const reach = busyTimeOf(span, resource.policy)
  const isOther = (load: Load) => (load as { reservationId?: number }).reservationId !== reservation.id
  const around = {
    resource,
    open: clip(market.open(resource, person), span),
    busy: [...market.busy(resource), ...market.offeredOn(resource)].filter(
      (each) => overlaps(each, reach) && isOther(each),
    ),
    earliest,
    latest: Math.max(reservation.start, now + resource.policy.horizonDays * DAY),
  }
  const near = nearestFree(reservation, around, TIMES_TRIED).sort(byDistance(reservation.start))
  const fitting = near.find((time) => isFree(standingAgainstMove(db, losing, { ...time, resource }, now)))
  return fitting ? [{ ...fitting, resource }] : []
}

const byDistance = (from: number) => (a: Interval, b: Interval) => Math.abs(a.start - from) - Math.abs(b.start - from)

/** Things taken along belong to their resource: a reservation with some stays where it is. */
function sameTimeElsewhere(db: Db, losing: Losing, market: Market, search: Search): OtherTime[] {
  const { reservation, resource } = losing
  if (reservation.also.length > 0) return []
  const { mover, closing, now } = search
  const person = requesterById(db, reservation.requesterId)
  const { start, end, units } = reservation
  const offers = equivalentsOf(db, resource).filter(
    (other) =>
      !closing.resourceIds.has(other.id) &&
      other.capacity >= units &&
      (other.policy.approval === 'none' || isSteward(mover, other)),
  )
  if (offers.length === 0) return []
  const wide = { start: start - DAY, end: end + DAY }
  const loads = loadOfMany(db, offers, wide)
  const outages = outagesOfMany(db, offers, reservation)
  const fitting = offers
    .filter((other) => {
      const taken = [...loads.get(other.id)!, ...market.offeredOn(other)]
      const open = openTimeOf(db, other.id, reservation, audiencesFor(person, other))
      return covers(subtract(open, [...(outages.get(other.id) ?? []), ...tooFullFor(other, units, taken)]), reservation)
    })
    .slice(0, RESOURCES_TRIED)
    .find((other) => isFree(standingAgainstMove(db, losing, { resource: other, start, end }, now)))
  return fitting ? [{ resource: fitting, start, end }] : []
}

const isFree = ({ violations, conflicts }: Assessment) => violations.length + conflicts.length === 0

/** What speaks against the move at this moment; what a steward has set aside for the reservation before stays so. */
export function standingAgainstMove(
  db: Db,
  { reservation }: { readonly reservation: Reservation },
  { resource, start, end }: OtherTime,
  now: number,
): Assessment {
  const person = requesterById(db, reservation.requesterId)
  const projectCode = projectsOf(db, person.id).find(({ id }) => id === reservation.projectId)?.code ?? null
  const { units, purpose, also } = reservation
  const wanted = { start, end, units, purpose, projectCode, also }
  const { violations, conflicts } = assess(db, { person, resource, wanted, except: reservation.id }, now)
  if (violations.length === 0) return { violations, conflicts }
  const settled = new Set<string>(overriddenIn(db, reservation.id))
  return { violations: violations.filter(({ code }) => !settled.has(code)), conflicts }
}
