import type { Db } from '../../db/connect.ts'
import { type Coming, comingOn, lastClaimEnd } from '../../db/queries/coming-reservations.ts'
import { outagesDuring } from '../../db/queries/outages.ts'
import { requesterOf } from '../../db/queries/people.ts'
import { reservationDetail } from '../../db/queries/reservations.ts'
import { nearestFree } from '../domain/alternatives.ts'
import { audiencesFor, type Hours, openSpans } from '../domain/availability.ts'
import type { Audience } from '../domain/availability-rule.ts'
import { busyTimeOf } from '../domain/conflicts.ts'
import type { Affected } from '../domain/hours-change.ts'
import { type Interval, subtract } from '../domain/interval.ts'
import type { ReservationDetail } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import { othersDuring, resourceWith } from './assess.ts'
import type { ConcernedResource, HoursPlan } from './plan-hours.ts'

/** An affected reservation before anybody has looked for another time, and the hours there will be. */
export interface LosingTime {
  readonly reservation: ReservationDetail
  readonly resource: Resource
  readonly after: Hours
}

/**
 * The reservations to come that the change leaves outside open time: they lay wholly inside it for their requester
 * before, and do no longer. By start. One query over each resource that loses time, however many reservations there are.
 */
export function affectedBy(db: Db, { resources }: Pick<HoursPlan, 'resources'>, now: number): readonly LosingTime[] {
  const ends = resources.map(({ resource }) => lastClaimEnd(db, resource.id, now) ?? now)
  const openIn = openTimes({ start: now, end: Math.max(now, ...ends) })
  const losing = resources.flatMap((concerned, i) => (ends[i]! > now ? losingOn(db, concerned, openIn, now) : []))
  // One that takes several of the resources loses its time once.
  return [...new Map(losing.map((each) => [each.reservation.id, each])).values()].sort(
    (a, b) => a.reservation.start - b.reservation.start || a.reservation.id - b.reservation.id,
  )
}

type OpenTimes = (hours: Hours, audiences: ReadonlySet<Audience>) => readonly Interval[]

/** Open time of a span, worked out once for hours that resources share and for audiences whom they treat alike. */
function openTimes(span: Interval): OpenTimes {
  const known = new Map<Hours, Map<string, readonly Interval[]>>()
  return (hours, audiences) => {
    const named = new Set(hours.rules.map(({ audience }) => audience))
    const key = [...audiences].filter((each) => named.has(each)).join()
    let ofHours = known.get(hours)
    if (!ofHours) known.set(hours, (ofHours = new Map()))
    let open = ofHours.get(key)
    if (!open) ofHours.set(key, (open = openSpans(hours, span, audiences)))
    return open
  }
}

/** Everybody there can be: of an organisation that is a company or not, of the owner's or of another. */
const EVERY_AUDIENCE: readonly ReadonlySet<Audience>[] = [
  new Set<Audience>(['everyone']),
  new Set<Audience>(['everyone', 'members']),
  new Set<Audience>(['everyone', 'organisation']),
  new Set<Audience>(['everyone', 'members', 'organisation']),
]

function losingOn(db: Db, { resource, before, after }: ConcernedResource, openIn: OpenTimes, now: number) {
  const lost = EVERY_AUDIENCE.flatMap((each) => subtract(openIn(before, each), openIn(after, each)))
  if (lost.length === 0) return []
  const span = {
    start: lost.reduce((least, { start }) => Math.min(least, start), Number.POSITIVE_INFINITY),
    end: lost.reduce((most, { end }) => Math.max(most, end), 0),
  }
  const losesTime = (coming: Coming) => {
    const audiences = audiencesFor(coming, resource)
    return isWithin(coming, openIn(before, audiences)) && !isWithin(coming, openIn(after, audiences))
  }
  return comingOn(db, resource.id, span, now)
    .filter(losesTime)
    .map(({ id }): LosingTime => {
      const reservation = reservationDetail(db, id)!
      return { reservation, resource: resourceWith(db, reservation.resourceId), after }
    })
}

/** Whether one span of the union, which is sorted, holds all of it: `covers` for a list asked thousands of times. */
function isWithin({ start, end }: Interval, union: readonly Interval[]): boolean {
  let [low, high] = [0, union.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (union[middle]!.start <= start) low = middle + 1
    else high = middle
  }
  return low > 0 && union[low - 1]!.end >= end
}

const MOST_LOOKED_FOR = 50

/** Another time for each of the first 50, as if it were the only one to move. */
export function withNearest(db: Db, affected: readonly LosingTime[], now: number): readonly Affected[] {
  return affected.map((each, i) => ({
    reservation: each.reservation,
    resource: each.resource,
    nearest: i < MOST_LOOKED_FOR ? nearestTimeFor(db, each, now) : null,
  }))
}

const MINUTE = 60_000
const DAY = 86_400_000
const DAYS_BEFORE = 14
const DAYS_AFTER = 30

/**
 * The nearest free time of the same length in the hours there will be; null when there is none within a month, and for
 * what takes several resources, whose people choose another time themselves.
 */
export function nearestTimeFor(db: Db, { reservation, resource, after }: LosingTime, now: number): Interval | null {
  if (reservation.also.length > 0) return null
  const earliest = Math.max(now + resource.policy.minNoticeMinutes * MINUTE, reservation.start - DAYS_BEFORE * DAY)
  const span = { start: earliest, end: Math.max(reservation.end, earliest) + DAYS_AFTER * DAY }
  const open = openSpans(after, span, audiencesFor(requesterOf(db, reservation), resource))
  const around = {
    resource,
    open: subtract(open, outagesDuring(db, resource.id, span)),
    busy: othersDuring(db, resource, busyTimeOf(span, resource.policy), {
      ...{ now, personId: reservation.requesterId, except: reservation.id },
    }),
    earliest,
    latest: Math.max(reservation.start, now + resource.policy.horizonDays * DAY),
  }
  return nearestFree(reservation, around, 1)[0] ?? null
}
