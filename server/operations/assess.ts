import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { busyDuring } from '../../db/queries/claims.ts'
import { liveHoldsOn } from '../../db/queries/holds.ts'
import { openTimeOf } from '../../db/queries/opening-hours.ts'
import { outagesDuring } from '../../db/queries/outages.ts'
import { projectsOf } from '../../db/queries/projects.ts'
import { overdueRequests } from '../../db/queries/reservations.ts'
import { audiencesFor } from '../domain/availability.ts'
import { AUDIENCES } from '../domain/availability-rule.ts'
import { LONGEST_EVER, type Situation, violationsFor, type Wanted } from '../domain/booking-rules.ts'
import { busyTimeOf, type Conflict, conflictsFor } from '../domain/conflicts.ts'
import { type Held, heldOn } from '../domain/hold.ts'
import type { Interval, Load } from '../domain/interval.ts'
import { refOf, type Taken, takenWith, togetherFaults } from '../domain/parts.ts'
import type { Person } from '../domain/person.ts'
import type { Busy } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import { isSteward } from '../domain/stewardship.ts'
import { isOverridable, type Violation, type ViolationCode } from '../domain/violation.ts'
import { addDays, isInCalendar, localDayOf, startOfDay } from '../domain/zone.ts'
import { elsewhereOf, type Memory, qualificationHeld, quotaUses } from './standing-of.ts'

export interface Wish {
  /** Whom the reservation is for. */
  readonly person: Person
  readonly resource: Resource
  readonly wanted: Wanted
  /** A reservation that is being changed or decided does not stand in its own way. */
  readonly except?: number
  /** Of a search over many resources, so that it reads once what they share. */
  readonly memory?: Memory
}

/** The same with what may be left out. */
type Asked = Omit<Wish, 'except' | 'memory'> & {
  readonly except: number | undefined
  readonly memory: Memory | undefined
}

export interface Assessment {
  readonly violations: readonly Violation[]
  readonly conflicts: readonly Conflict[]
}

/** Everything that speaks against a wish at this moment: broken rules and clashes, of all it takes along, too. */
export function assess(db: Db, wish: Wish, now: number): Assessment {
  const { person, resource, wanted } = wish
  const leading = assessOne(db, wish, now)
  if (!wanted.also?.length) return leading
  const lead = { resource, units: wanted.units }
  const [, ...parts] = takenWith(lead, wanted.also, catalogueOf(db))
  const ofParts = parts.map((part) => assessPart(db, wish, part, now))
  return {
    violations: [
      ...leading.violations,
      ...togetherFaults([lead, ...parts], person),
      ...ofParts.flatMap(({ violations }) => violations.filter((each) => !isSaid(each, leading.violations))),
    ],
    conflicts: [leading, ...ofParts].flatMap(({ conflicts }) => conflicts),
  }
}

/** What an accessory can be refused for by itself; the hours are those of the resource it is used with. */
const OF_ACCESSORIES: readonly ViolationCode[] = ['units', 'out-of-service', 'outage']

function assessPart(db: Db, wish: Wish, { resource, units }: Taken, now: number): Assessment {
  const { violations, conflicts } = assessOne(db, { ...wish, resource, wanted: { ...wish.wanted, units } }, now)
  const named = { resource: refOf(resource, wish.resource, wish.person) }
  return {
    violations: violations
      .filter(({ code }) => !resource.isAccessory || OF_ACCESSORIES.includes(code))
      .map((each) => ({ ...each, ...named })),
    conflicts: conflicts.map((each) => ({ ...each, ...named })),
  }
}

/** Whether the leading resource is refused in the very same words, and whoever sets that aside may set aside this. */
function isSaid({ resource, ...matter }: Violation, leading: readonly Violation[]): boolean {
  const same = leading.find((each) => isDeepStrictEqual(each, matter))
  return same !== undefined && !(resource?.isForeign && isOverridable(same))
}

function assessOne(db: Db, { person, resource, wanted, except, memory }: Wish, now: number): Assessment {
  const looked = { ...wanted, end: Math.min(wanted.end, wanted.start + LONGEST_EVER) }
  return {
    violations: violationsFor(wanted, situationOf(db, { person, resource, wanted: looked, except, memory }, now), now),
    conflicts: clashesOf(db, resource, looked, { now, personId: person.id, except }),
  }
}

/** Who looks, when, and which reservation does not stand in its own way. */
interface Looking {
  readonly now: number
  /** Whose own holds do not stand in their way. */
  readonly personId: number
  readonly except?: number | undefined
}

/** What others take of the resource, and what is held for them at this moment. */
export function othersDuring(db: Db, resource: Resource, span: Interval, looking: Looking): Load[] {
  return [...takenDuring(db, resource, span, looking), ...heldDuring(db, resource, span, looking)]
}

/** Requests past their deadline have let go, whether or not the job has been there. */
function takenDuring(db: Db, resource: Resource, span: Interval, { now, except }: Looking): Busy[] {
  if (span.end <= span.start) return []
  const busy = busyDuring(db, resource, span).filter((each) => each.reservationId !== except)
  if (!busy.some((each) => each.tentative)) return busy
  const overdue = new Set(overdueRequests(db, now, 1000).map((each) => each.id))
  return busy.filter((each) => !overdue.has(each.reservationId))
}

/** What is held for others at this moment, for a form or as an offer. */
export function heldDuring(db: Db, resource: Resource, span: Interval, { now, personId }: Looking): Held[] {
  const others = liveHoldsOn(db, resource, now).filter((each) => each.personId !== personId)
  return others.length === 0 ? [] : heldOn(others, resource, span, catalogueOf(db).resourceById)
}

/** Where only holds are in the way each clash says until when. */
function clashesOf(db: Db, resource: Resource, wanted: Wanted, looking: Looking): Conflict[] {
  const span = busyTimeOf(wanted, resource.policy)
  const taken = takenDuring(db, resource, span, looking)
  const clashes = conflictsFor(wanted, taken, resource)
  if (clashes.length > 0) return clashes
  const held = heldDuring(db, resource, span, looking)
  if (held.length === 0) return []
  const heldUntil = Math.max(...held.map((each) => each.until))
  return conflictsFor(wanted, [...taken, ...held], resource).map((each) => ({ ...each, heldUntil }))
}

function situationOf(db: Db, wish: Asked, now: number): Situation {
  const { person, resource, wanted } = wish
  const isDated = isInCalendar(wanted.start) && isInCalendar(wanted.end)
  const days = isDated ? daysTouched(wanted, resource.timeZone) : { start: 0, end: 0 }
  const audiences = audiencesFor(person, resource)
  const projects = projectsOf(db, person.id)
  return {
    resource,
    personId: person.id,
    audiences,
    open: openTimeOf(db, resource.id, days, audiences),
    openForSomebody: openTimeOf(db, resource.id, days, new Set(AUDIENCES)),
    outages: outagesDuring(db, resource.id, wanted),
    qualification: qualificationHeld(db, person, resource, now),
    isSteward: isSteward(person, resource),
    projects,
    quotas: isDated && wanted.end > wanted.start ? quotaUses(db, wish, projects, now) : [],
    elsewhere: elsewhereOf(db, wish, now),
  }
}

/** The local days a span touches, whole. */
function daysTouched({ start, end }: Interval, zone: string): Interval {
  if (end <= start) return { start, end: start }
  return {
    start: startOfDay(localDayOf(start, zone), zone),
    end: startOfDay(addDays(localDayOf(end - 1, zone), 1), zone),
  }
}

/** The resource, which callers have found by its slug before. */
export function resourceWith(db: Db, id: number): Resource {
  const resource = catalogueOf(db).resourceById.get(id)
  if (!resource) throw new RangeError(`No resource ${id}`)
  return resource
}
