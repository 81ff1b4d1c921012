import type { Alternative } from '../../server/domain/alternatives.ts'
import { audiencesFor } from '../../server/domain/availability.ts'
import type { Audience } from '../../server/domain/availability-rule.ts'
import { loadSteps, type Room, roomsIn } from '../../server/domain/bookable.ts'
import { isQualified } from '../../server/domain/booking-rules.ts'
import { heldOn } from '../../server/domain/hold.ts'
import { type Interval, intersect, type Load, merge, subtract } from '../../server/domain/interval.ts'
import type { Person } from '../../server/domain/person.ts'
import { horizonDaysOf, isBooker, type WeekHours } from '../../server/domain/policy.ts'
import type { Busy } from '../../server/domain/reservation.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { gridUp, isOnGrid } from '../../server/domain/step-grid.ts'
import { isSteward } from '../../server/domain/stewardship.ts'
import { weekHoursBetween } from '../../server/domain/week-hours.ts'
import type { Db } from '../connect.ts'
import { outagesOfMany } from './calendar.ts'
import { catalogueOf } from './catalogue.ts'
import { busyOfMany } from './claims.ts'
import { liveHolds } from './holds.ts'
import { openTimeOfMany } from './opening-hours.ts'
import { hasLapsed } from './qualification-use.ts'
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
  /** Hours of the resource's own wall clock that all of it must lie in; left out or empty for any. */
  readonly hours?: readonly WeekHours[]
}

/** A time that could be reserved, and until when the resource stays free for the one who asks. */
export interface Slot extends Alternative {
  readonly freeUntil: number
}

/** What opening hours, claims and the fixed rules leave; quotas and whatever else a person has are asked elsewhere. */
export interface SlotSearch {
  /** The first time of each resource, the earliest first; days that nobody asks for are not read. */
  inOrder(resources: readonly Resource[]): Generator<Slot>
  /** The first time in every free stretch of every resource, the earliest first. */
  everyStretch(resources: readonly Resource[]): Generator<Slot>
  /** The first one of the same resource that starts at `at` or later; inside the same free stretch only, if told so. */
  notBefore(slot: Slot, at: number, isSameStretch: boolean): Slot | null
  /** The order of lists: by start; at the same hour what can be taken at once, and of that what is one's own. */
  compare(a: Slot, b: Slot): number
}

const MINUTE = 60_000
const DAY = 86_400_000

/** One question about free times, for as many resources as one likes. */
export function slotSearch(db: Db, wish: SlotWish): SlotSearch {
  const asker = askerOf(db, wish)
  const begin = Math.max(wish.from, wish.now)
  const firstOf = (rooms: readonly Room[], window: Interval, resource: Resource): Slot | null => {
    const found = firstIn(rooms, window, resource, wish)
    return found && slotOf(found, resource, asker)
  }
  const compare = (a: Slot, b: Slot) =>
    a.start - b.start || hurdlesOf(a, wish.person) - hurdlesOf(b, wish.person) || a.resource.id - b.resource.id

  function* inOrder(resources: readonly Resource[], from = begin): Generator<Slot> {
    let left = resources.filter((resource) => canTake(resource, wish))
    // Most resources are free soon: later days are read when somebody asks on.
    for (const window of growingWindows(from, wish.to)) {
      if (left.length === 0) return
      const rooms = roomsOfMany(db, left, window, wish)
      const slots = left.flatMap((resource) => firstOf(rooms.get(resource.id)!, window, resource) ?? [])
      const found = new Set(slots.map((slot) => slot.resource.id))
      left = left.filter((resource) => !found.has(resource.id))
      yield* slots.sort(compare)
    }
  }

  function* everyStretch(resources: readonly Resource[]): Generator<Slot> {
    const able = resources.filter((resource) => canTake(resource, wish))
    const window = { start: begin, end: wish.to }
    if (able.length === 0 || window.start >= window.end) return
    const rooms = roomsOfMany(db, able, window, wish)
    yield* able
      .flatMap((resource) => rooms.get(resource.id)!.flatMap((room) => firstOf([room], window, resource) ?? []))
      .sort(compare)
  }

  return {
    inOrder: (resources) => inOrder(resources),
    everyStretch,
    compare,
    notBefore(slot, at, isSameStretch) {
      const here = firstOf([{ start: at, end: slot.freeUntil }], { start: at, end: wish.to }, slot.resource)
      if (here || isSameStretch) return here
      return inOrder([slot.resource], Math.max(at, begin)).next().value ?? null
    },
  }
}

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
  const slots: Slot[] = []
  if (limit < 1) return slots
  for (const slot of slotSearch(db, wish).inOrder(resources)) if (slots.push(slot) >= limit) break
  return slots
}

/** Whether the length, the units, the state of the resource and whom it is for allow such a reservation at all. */
export function canTake(resource: Resource, { durationMs, units = 1, person }: SlotWish): boolean {
  const { status, capacity, policy } = resource
  const minutes = durationMs / MINUTE
  const isFitting = units >= 1 && units <= capacity && minutes >= policy.minMinutes && minutes <= policy.maxMinutes
  return status === 'active' && isFitting && (isSteward(person, resource) || isForThem(resource, person))
}

const isForThem = (resource: Resource, person: Person | null) =>
  isBooker(resource.policy, person?.id ?? null, audiencesFor(person, resource))

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
  const around = { start: span.start - margin, end: span.end + margin }
  const busy = busyOfMany(db, ids, around)
  const outages = outagesOfMany(db, resources, span)
  const open = openTimeFor(db, resources, span, wish.person)
  const gone = lateRequests(db, busy, wish.now)
  const holds = liveHolds(db, wish.now).filter((each) => each.personId !== wish.person?.id)
  const { resourceById } = catalogueOf(db)
  const within = hoursWithin(span, wish.hours ?? [])
  return new Map(
    resources.map((resource) => {
      const taken = busy.get(resource.id)!
      const others = gone ? taken.filter((each) => !gone.has(each.reservationId)) : taken
      const held = holds.length === 0 ? [] : heldOn(holds, resource, around, resourceById)
      const closed = outages.get(resource.id)
      const hours = within(open.get(resource.id)!, resource.timeZone)
      return [resource.id, roomsOf(resource, closed ? subtract(hours, closed) : hours, [...others, ...held], wish)]
    }),
  )
}

/** Cuts open time to the hours wished for; they are placed once for each zone. */
function hoursWithin(span: Interval, hours: readonly WeekHours[]) {
  const placed = new Map<string, Interval[]>()
  return (open: Interval[], zone: string): Interval[] => {
    if (hours.length === 0 || span.start >= span.end) return open
    let wished = placed.get(zone)
    if (!wished) placed.set(zone, (wished = weekHoursBetween(hours, span, zone)))
    return intersect(open, wished)
  }
}

function roomsOf(resource: Resource, open: readonly Interval[], busy: readonly Load[], wish: SlotWish): Room[] {
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

function firstIn(rooms: readonly Room[], window: Interval, resource: Resource, wish: SlotWish): Found | null {
  const { policy, timeZone } = resource
  const latest = wish.now + horizonDaysOf(policy, audiencesFor(wish.person, resource)) * DAY
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

function askerOf(db: Db, { person, now }: SlotWish): Asker {
  const { resourceById } = catalogueOf(db)
  const held = person ? qualificationsOf(db, person.id) : []
  const live = held.filter(({ resourceId }) => {
    const resource = resourceById.get(resourceId)
    return resource && !hasLapsed(db, person!.id, resource, now)
  })
  return { person, qualifications: new Map(live.map((each) => [each.resourceId, each])) }
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

const hurdlesOf = ({ approval, qualified, resource }: Slot, person: Person | null) =>
  Number(!qualified) * 4 + Number(approval === 'owner') * 2 + Number(resource.organisationId !== person?.organisationId)
