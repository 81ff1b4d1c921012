import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { openTimeOf } from '../../db/queries/opening-hours.ts'
import { outagesDuring } from '../../db/queries/outages.ts'
import { type Alternative, inOrderOfEase, tooFullFor } from '../domain/alternatives.ts'
import { audiencesFor } from '../domain/availability.ts'
import { isQualified } from '../domain/booking-rules.ts'
import { busyTimeOf } from '../domain/conflicts.ts'
import { type Interval, subtract } from '../domain/interval.ts'
import { needsApproval, type Taken, takenWith } from '../domain/parts.ts'
import type { Person } from '../domain/person.ts'
import { policyFor } from '../domain/policy-for.ts'
import type { PartWish } from '../domain/reservation.ts'
import type { Approval, Resource } from '../domain/resource.ts'
import { isSteward } from '../domain/stewardship.ts'
import { type Assessment, assess, othersDuring, resourceWith } from './assess.ts'
import { nearestAllowed } from './nearest-allowed.ts'
import { type Memory, qualificationHeld } from './standing-of.ts'

export interface WantedTime extends Interval {
  readonly resourceId: number
  readonly units: number
  /** Own research where nothing is said yet. */
  readonly purpose?: string | null | undefined
  readonly projectCode?: string | null | undefined
  /** What is to be taken along: offered are times when all of it can be had. */
  readonly also?: readonly PartWish[] | undefined
  /** A reservation that is being changed does not stand in its own way. */
  readonly except?: number | undefined
}

const MINUTE = 60_000
const DAY = 86_400_000
const DAYS_BEFORE = 14
const DAYS_AFTER = 30
const RESOURCES = 3
const RESOURCES_TRIED = 30

/** The nearest free times on the resource, then the same time on resources that do the same work. */
export function alternativesFor(db: Db, person: Person, wanted: WantedTime, now: number): readonly Alternative[] {
  const resource = resourceWith(db, wanted.resourceId)
  if (wanted.end <= wanted.start) return []
  const memory: Memory = new Map()
  const found = [
    ...nearestTimes(db, { person, resource, wanted, memory }, now),
    ...sameTimeElsewhere(db, { person, resource, wanted, memory }, now),
  ]
  const parts = (wanted.also ?? []).map((part) => resourceWith(db, part.resourceId))
  return needsApproval(person, parts) ? found.map((each) => ({ ...each, approval: 'owner' })) : found
}

function nearestTimes(db: Db, { person, resource, wanted, memory }: Asked, now: number): Alternative[] {
  if (resource.status !== 'active' || wanted.units < 1 || wanted.units > resource.capacity) return []
  const earliest = Math.max(now + resource.policy.minNoticeMinutes * MINUTE, wanted.start - DAYS_BEFORE * DAY)
  const latest = now + policyFor(resource, person).horizonDays * DAY
  const span = {
    start: earliest,
    end: Math.min(Math.max(wanted.end, earliest) + DAYS_AFTER * DAY, latest + DAYS_AFTER * DAY),
  }
  const open = openTimeOf(db, resource.id, span, audiencesFor(person, resource))
  const [, ...parts] = takenWith({ resource, units: wanted.units }, wanted.also ?? [], catalogueOf(db))
  const around = {
    resource,
    open: openWith(db, person, parts, {
      open: subtract(open, outagesDuring(db, resource.id, span)),
      span,
      now,
      except: wanted.except,
    }),
    busy: othersDuring(db, resource, busyTimeOf(span, resource.policy), {
      now,
      personId: person.id,
      except: wanted.except,
    }),
    earliest,
    latest,
  }
  const assessAt = (time: Interval) => against(db, { person, resource, wanted: { ...wanted, ...time }, memory }, now)
  return nearestAllowed(wanted, around, assessAt).map((time) => alternativeOf(db, { person, now }, resource, time))
}

interface OpenTime {
  readonly open: readonly Interval[]
  readonly span: Interval
  readonly now: number
  readonly except: number | undefined
}

/** What is left of open time in which every part is to be had, too. */
function openWith(db: Db, person: Person, parts: readonly Taken[], { open, span, now, except }: OpenTime): Interval[] {
  return parts.reduce((left, { resource, units }) => {
    const closed = resource.isAccessory
      ? []
      : subtract([span], openTimeOf(db, resource.id, span, audiencesFor(person, resource)))
    const busy = othersDuring(db, resource, busyTimeOf(span, resource.policy), { now, personId: person.id, except })
    const cuts = [...closed, ...outagesDuring(db, resource.id, span), ...tooFullFor(resource, units, busy)]
    return subtract(left, cuts)
  }, open.slice())
}

function sameTimeElsewhere(db: Db, { person, resource, wanted, memory }: Asked, now: number): Alternative[] {
  const offers = equivalentsOf(db, resource).map((other) => alternativeOf(db, { person, now }, other, wanted))
  return inOrderOfEase(offers, person.organisationId)
    .values()
    .take(RESOURCES_TRIED)
    .filter((offer) => fits(db, { person, resource: offer.resource, wanted, memory }, now))
    .take(RESOURCES)
    .toArray()
}

/** Resources that share a technique, those that share most first; kin would only be the same thing again. */
export function equivalentsOf(db: Db, resource: Resource): Resource[] {
  const shared = (other: Resource) => other.techniques.filter((each) => resource.techniques.includes(each)).length
  const kin = new Set([resource.id, ...resource.above, ...resource.inside])
  return catalogueOf(db)
    .resources.filter((other) => other.status === 'active' && !kin.has(other.id) && shared(other) > 0)
    .sort((a, b) => shared(b) - shared(a))
}

/** Whether there it could be had at once or after training, which can be asked for. */
function fits(db: Db, wish: Asked, now: number): boolean {
  const { violations, conflicts } = against(db, wish, now)
  return conflicts.length === 0 && violations.every((each) => each.code === 'qualification' && !('hours' in each))
}

/** What the engine says of a wish, but for a project that is wrong everywhere. */
function against(db: Db, { wanted, ...wish }: Asked, now: number): Assessment {
  const { start, end, units, also = [], projectCode = null, except } = wanted
  const asked = { start, end, units, purpose: wanted.purpose ?? 'own_research', projectCode, also }
  const said = assess(db, { ...wish, wanted: asked, ...(except !== undefined && { except }) }, now)
  return { ...said, violations: said.violations.filter((each) => each.code !== 'project' || each.isMissing) }
}

interface Asked {
  readonly person: Person
  readonly resource: Resource
  readonly wanted: WantedTime
  readonly memory: Memory
}

interface Asker {
  readonly person: Person
  readonly now: number
}

function alternativeOf(db: Db, asker: Asker, resource: Resource, { start, end }: Interval): Alternative {
  return {
    resource,
    start,
    end,
    approval: approvalFor(asker.person, resource),
    qualified: mayUse(db, asker, resource, start),
  }
}

/** The approval this person would need: none on resources they look after. */
const approvalFor = (person: Person, resource: Resource): Approval =>
  isSteward(person, resource) ? 'none' : resource.policy.approval

function mayUse(db: Db, { person, now }: Asker, resource: Resource, at: number): boolean {
  const level = resource.policy.qualificationRequired
  if (level === null || isSteward(person, resource)) return true
  return isQualified(level, qualificationHeld(db, person, resource, now), at)
}
