import type { Db } from '../../db/connect.ts'
import { openTimeOf } from '../../db/queries/opening-hours.ts'
import { outagesDuring } from '../../db/queries/outages.ts'
import { requesterOf } from '../../db/queries/people.ts'
import { projectsOf } from '../../db/queries/projects.ts'
import { nearestFree } from '../domain/alternatives.ts'
import { audiencesFor } from '../domain/availability.ts'
import type { Audience } from '../domain/availability-rule.ts'
import { busyTimeOf } from '../domain/conflicts.ts'
import { clip, covers, type Interval, type Load, overlaps, peakLoad, subtract } from '../domain/interval.ts'
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
  const offered: (OtherTime & { units: number })[] = []
  const personOf = remembering((key: string) => {
    const [requesterId, organisationId] = key.split(' ').map(Number) as [number, number]
    return requesterOf(db, { requesterId, organisationId })
  })
  const openOf = remembering((key: string) => {
    const [id, audiences] = key.split(' ') as [string, string]
    const open = openTimeOf(db, Number(id), hull, new Set(audiences.split(',') as Audience[]))
    return subtract(open, outagesDuring(db, Number(id), hull))
  })
  const busyOf = remembering((resource: Resource) =>
    othersDuring(db, resource, busyTimeOf(hull, resource.policy), { now, personId: 0 }),
  )
  const offeredOn = (resource: Resource): Load[] =>
    offered.flatMap((each) => {
      const isHere = each.resource.id === resource.id
      const isKin = resource.above.includes(each.resource.id) || resource.inside.includes(each.resource.id)
      if (!isHere && !isKin) return []
      return [{ ...busyTimeOf(each, each.resource.policy), units: isHere ? each.units : resource.capacity }]
    })
  return {
    /** Whose reservation it is. */
    personOf: ({ requesterId, organisationId }: ReservationDetail) => personOf(`${requesterId} ${organisationId}`),
    /** Open time of the person's audiences around all of them, less outages. */
    open: (resource: Resource, person: Person) =>
      openOf(`${resource.id} ${[...audiencesFor(person, resource)].join()}`),
    closed: closing.spans,
    /** What others take during the span, offers included. */
    busy: (resource: Resource, span: Interval, { id }: ReservationDetail): Load[] =>
      [...busyOf(resource), ...offeredOn(resource)].filter(
        (each) => overlaps(each, span) && (each as { reservationId?: number }).reservationId !== id,
      ),
    equivalentsOf: remembering((resource: Resource) => equivalentsOf(db, resource)),
    take: (other: OtherTime, units: number) => void offered.push({ ...other, units }),
  }
}

type Market = ReturnType<typeof marketOf>

function remembering<K, V>(read: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>()
  return (key) => {
    let value = known.get(key)
    if (value === undefined) known.set(key, (value = read(key)))
    return value
  }
}

function nearestTime(db: Db, losing: Losing, market: Market, { now }: Search): OtherTime[] {
  const { reservation, resource } = losing
  if (resource.status !== 'active') return []
  const earliest = Math.max(now + resource.policy.minNoticeMinutes * MINUTE, reservation.start - DAYS_BEFORE * DAY)
  const span = { start: earliest, end: Math.max(reservation.end, earliest) + DAYS_AFTER * DAY }
  const around = {
    resource,
    open: subtract(clip(market.open(resource, market.personOf(reservation)), span), market.closed),
    busy: market.busy(resource, busyTimeOf(span, resource.policy), reservation),
    earliest,
    latest: Math.max(reservation.start, now + resource.policy.horizonDays * DAY),
  }
  const near = nearestFree(reservation, around, TIMES_TRIED).sort(byDistance(reservation.start))
  const fitting = near.find((time) => isFree(standingAgainstMove(db, losing, { ...time, resource }, now)))
  return fitting ? [{ ...fitting, resource }] : []
}

const byDistance = (from: number) => (a: Interval, b: Interval) => Math.abs(a.start - from) - Math.abs(b.start - from)

/** Things taken along belong to their resource: a reservation with some stays where it is. */
function sameTimeElsewhere(db: Db, losing: Losing, market: Market, { mover, closing, now }: Search): OtherTime[] {
  const { reservation, resource } = losing
  if (reservation.also.length > 0) return []
  const { start, end, units } = reservation
  const person = market.personOf(reservation)
  const isPossible = (other: Resource) => {
    if (closing.resourceIds.has(other.id) || other.capacity < units) return false
    if (other.policy.approval !== 'none' && !isSteward(mover, other)) return false
    const reach = busyTimeOf(reservation, other.policy)
    return (
      covers(market.open(other, person), reservation) &&
      peakLoad(market.busy(other, reach, reservation), reach) + units <= other.capacity
    )
  }
  let tries = RESOURCES_TRIED
  for (const other of market.equivalentsOf(resource)) {
    if (!isPossible(other)) continue
    if (isFree(standingAgainstMove(db, losing, { resource: other, start, end }, now)))
      return [{ resource: other, start, end }]
    if (--tries === 0) break
  }
  return []
}

const isFree = ({ violations, conflicts }: Assessment) => violations.length + conflicts.length === 0

/** What speaks against the move at this moment; what a steward has set aside for the reservation before stays so. */
export function standingAgainstMove(
  db: Db,
  { reservation }: { readonly reservation: Reservation },
  { resource, start, end }: OtherTime,
  now: number,
): Assessment {
  const person = requesterOf(db, reservation, now)
  const projectCode = projectsOf(db, person.id).find(({ id }) => id === reservation.projectId)?.code ?? null
  const { units, purpose, also } = reservation
  const wanted = { start, end, units, purpose, projectCode, also }
  const { violations, conflicts } = assess(db, { person, resource, wanted, except: reservation.id }, now)
  if (violations.length === 0) return { violations, conflicts }
  const settled = new Set<string>(overriddenIn(db, reservation.id))
  return { violations: violations.filter(({ code }) => !settled.has(code)), conflicts }
}
