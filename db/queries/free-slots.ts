import type { Alternative } from '../../server/domain/alternatives.ts'
import { audiencesFor } from '../../server/domain/availability.ts'
import type { Audience } from '../../server/domain/availability-rule.ts'
import { loadSteps, type Room, roomsIn } from '../../server/domain/bookable.ts'
import { isQualified } from '../../server/domain/booking-rules.ts'
import { type Interval, merge, subtract } from '../../server/domain/interval.ts'
import type { Person } from '../../server/domain/person.ts'
import type { Busy } from '../../server/domain/reservation.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { gridUp, isOnGrid } from '../../server/domain/step-grid.ts'
import { isSteward } from '../../server/domain/stewardship.ts'
import type { Db } from '../connect.ts'
import { outagesOfMany } from './calendar.ts'
import { busyOfMany } from './claims.ts'
import { openTimeOfMany } from './opening-hours.ts'
import { type Qualification, qualificationsOf } from './qualifications.ts'
import { overdueRequests } from './reservations.ts'

/** What somebody looks for: a reservation of exactly this length inside [from, to). */
export interface SlotWish {
  readonly durationMs: number
  readonly from: number
  readonly to: number
  /** Null for a visitor, who counts as anybody. */
  readonly person: Person | null
  readonly now: number
  /** 1 unless told otherwise. */
  readonly units?: number
}

/** A time that could be reserved, and until when the resource stays free for the one who asks. */
export interface Slot extends Alternative {
  readonly freeUntil: number
}

const MINUTE = 60_000
const DAY = 86_400_000

/**
 * The first time of each resource that fits the wish, the earliest first; resources that have none are left out.
 * With a `limit` it stops looking when so many are known to be the earliest.
 */
export function earliestFree(
  db: Db,
  resources: readonly Resource[],
  wish: SlotWish,
  limit = Number.POSITIVE_INFINITY,
): Slot[] {
  const asker = askerOf(db, wish)
  const slots: Slot[] = []
  let left = resources.filter((resource) => canTake(resource, wish))
  // Most resources are free soon: days that nobody needs to look at are not read.
  for (const window of growingWindows(Math.max(wish.from, wish.now), wish.to)) {
    if (left.length === 0 || slots.length >= limit) break
    const rooms = roomsOfMany(db, left, window, wish)
    left = left.filter((resource) => {
      const slot = firstIn(rooms.get(resource.id)!, window, resource, wish)
      if (slot) slots.push(slotOf(slot, resource, asker))
      return !slot
    })
  }
  const hurdles = (slot: Slot) => hurdlesOf(slot, wish.person)
  return slots
    .sort((a, b) => a.start - b.start || hurdles(a) - hurdles(b) || a.resource.id - b.resource.id)
    .slice(0, limit)
}

/** The first time that fits in every free stretch of one resource, in order. */
export function freeStretches(db: Db, resource: Resource, wish: SlotWish, limit = Number.POSITIVE_INFINITY): Slot[] {
  if (!canTake(resource, wish)) return []
  const asker = askerOf(db, wish)
  const window = { start: Math.max(wish.from, wish.now), end: wish.to }
  if (window.start >= window.end) return []
  const rooms = roomsOfMany(db, [resource], window, wish).get(resource.id)!
  const slots: Slot[] = []
  for (const room of rooms) {
    if (slots.length >= limit) break
    const slot = firstIn([room], window, resource, wish)
    if (slot) slots.push(slotOf(slot, resource, asker))
  }
  return slots
}

/** Whether the length, the units and the state of the resource allow such a reservation at all. */
export function canTake({ status, capacity, policy }: Resource, { durationMs, units = 1 }: SlotWish): boolean {
  const minutes = durationMs / MINUTE
  return status === 'active' && units <= capacity && minutes >= policy.minMinutes && minutes <= policy.maxMinutes
}

/** A day, then two, four, … up to four weeks at a time. */
function* growingWindows(from: number, to: number): Generator<Interval> {
  let days = 1
  for (let start = from; start < to; days = Math.min(days * 2, 28)) {
    const end = Math.min(start + days * DAY, to)
    yield { start, end }
    start = end
  }
}

/** Where the reservation fits, for starts inside the window. */
function roomsOfMany(db: Db, resources: readonly Resource[], window: Interval, wish: SlotWish): Map<number, Room[]> {
  // A start at the end of the window needs what follows; a stretch is followed a little on to tell how long it lasts.
  const span = { start: window.start, end: Math.min(wish.to, window.end + Math.max(wish.durationMs, DAY)) }
  const ids = resources.map((each) => each.id)
  const margin =
    Math.max(...resources.map(({ policy }) => Math.max(policy.setupMinutes, policy.cleanupMinutes))) * MINUTE
  const busy = busyOfMany(db, ids, { start: span.start - margin, end: span.end + margin })
  const outages = outagesOfMany(db, resources, span)
  const open = openTimeFor(db, resources, span, wish.person)
  const gone = lateRequests(db, busy, wish.now)
  return new Map(
    resources.map((resource) => {
      const taken = busy.get(resource.id)!
      const others = gone ? taken.filter((each) => !gone.has(each.reservationId)) : taken
      const closed = outages.get(resource.id)
      const hours = open.get(resource.id)!
      return [resource.id, roomsOf(resource, closed ? subtract(hours, closed) : hours, others, wish)]
    }),
  )
}

function roomsOf(resource: Resource, open: readonly Interval[], busy: readonly Busy[], wish: SlotWish): Room[] {
  const { policy, capacity } = resource
  const spare = capacity - (wish.units ?? 1)
  const full = capacity === 1 ? merge(busy) : merge(loadSteps(busy).filter((step) => step.units > spare))
  const earliest = Math.max(wish.from, wish.now + policy.minNoticeMinutes * MINUTE)
  return roomsIn(open, full, { ...policy, minMinutes: wish.durationMs / MINUTE }, earliest)
}

/** Open time by whom the person counts as: one question for all resources that see them alike. */
function openTimeFor(
  db: Db,
  resources: readonly Resource[],
  span: Interval,
  person: Person | null,
): Map<number, Interval[]> {
  const isOwn = (resource: Resource) => resource.organisationId === person?.organisationId
  const groups = [resources.filter(isOwn), resources.filter((each) => !isOwn(each))].filter((group) => group.length > 0)
  const open = groups.map((group) => {
    const audiences: ReadonlySet<Audience> = audiencesFor(person, group[0]!)
    return openTimeOfMany(
      db,
      group.map((each) => each.id),
      span,
      audiences,
    )
  })
  return open.length === 1 ? open[0]! : new Map(open.flatMap((each) => [...each]))
}

/** Requests past their deadline have let go of their time, whether or not the job that says so has run. */
function lateRequests(db: Db, busy: ReadonlyMap<number, readonly Busy[]>, now: number): Set<number> | null {
  for (const taken of busy.values())
    if (taken.some((each) => each.tentative)) return new Set(overdueRequests(db, now, 1000).map((each) => each.id))
  return null
}

interface Found extends Interval {
  readonly freeUntil: number
}

function firstIn(
  rooms: readonly Room[],
  window: Interval,
  { policy, timeZone }: Resource,
  wish: SlotWish,
): Found | null {
  const latest = wish.now + policy.horizonDays * DAY
  const step = policy.stepMinutes
  for (const room of rooms) {
    if (room.start > latest || room.start >= window.end) return null
    const last = Math.min(room.end - wish.durationMs, latest, window.end - 1)
    let start = gridUp(Math.max(room.start, window.start), step, timeZone)
    // Where the steps do not divide the day, or the clocks change, the end may miss them and a later start does not.
    for (let tries = 0; start <= last && tries < MOST_STEPS; tries++, start = gridUp(start + 1, step, timeZone))
      if (isOnGrid(start + wish.durationMs, step, timeZone))
        return { start, end: start + wish.durationMs, freeUntil: room.end }
  }
  return null
}

const MOST_STEPS = 400

interface Asker {
  readonly person: Person | null
  readonly qualifications: ReadonlyMap<number, Qualification>
}

function askerOf(db: Db, { person }: SlotWish): Asker {
  const held = person ? qualificationsOf(db, person.id) : []
  return { person, qualifications: new Map(held.map((each) => [each.resourceId, each])) }
}

function slotOf({ start, end, freeUntil }: Found, resource: Resource, { person, qualifications }: Asker): Slot {
  const { approval, qualificationRequired: level } = resource.policy
  const isOwn = isSteward(person, resource)
  return {
    resource,
    start,
    end,
    freeUntil,
    approval: isOwn ? 'none' : approval,
    qualified: level === null || isOwn || isQualified(level, qualifications.get(resource.id) ?? null, start),
  }
}

/** At the same hour what can be taken at once comes first, and of that what belongs to one's own organisation. */
const hurdlesOf = ({ approval, qualified, resource }: Slot, person: Person | null) =>
  Number(!qualified) * 4 + Number(approval === 'owner') * 2 + Number(resource.organisationId !== person?.organisationId)
