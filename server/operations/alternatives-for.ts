import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { openTimeOf } from '../../db/queries/opening-hours.ts'
import { outagesDuring } from '../../db/queries/outages.ts'
import { qualificationOf } from '../../db/queries/qualifications.ts'
import { type Alternative, inOrderOfEase, nearestFree, tooFullFor } from '../domain/alternatives.ts'
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
import { assess, othersDuring, resourceWith } from './assess.ts'
import type { Memory } from './standing-of.ts'

export interface WantedTime extends Interval {
  readonly resourceId: number
  readonly units: number
  /** What is to be taken along: offered are times when all of it can be had. */
  readonly also?: readonly PartWish[] | undefined
}

const MINUTE = 60_000
const DAY = 86_400_000
const DAYS_BEFORE = 14
const DAYS_AFTER = 30
const TIMES = 4
const RESOURCES = 3
const RESOURCES_TRIED = 30

/** The nearest free times on the resource, then the same time on resources that do the same work. */
export function alternativesFor(db: Db, person: Person, wanted: WantedTime, now: number): readonly Alternative[] {
  const resource = resourceWith(db, wanted.resourceId)
  if (wanted.end <= wanted.start) return []
  const found = [
    ...nearestTimes(db, person, resource, wanted, now),
    ...sameTimeElsewhere(db, person, resource, wanted, now),
  ]
  const parts = (wanted.also ?? []).map((part) => resourceWith(db, part.resourceId))
  return needsApproval(person, parts) ? found.map((each) => ({ ...each, approval: 'owner' })) : found
}

function nearestTimes(db: Db, person: Person, resource: Resource, wanted: WantedTime, now: number): Alternative[] {
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
    open: openWith(db, person, parts, { open: subtract(open, outagesDuring(db, resource.id, span)), span, now }),
    busy: othersDuring(db, resource, busyTimeOf(span, resource.policy), { now, personId: person.id }),
    earliest,
    latest,
  }
  const memory: Memory = new Map()
  return nearestFree(wanted, around, TIMES)
    .filter((time) => parts.length === 0 || fits(db, { person, resource, wanted: { ...wanted, ...time }, memory }, now))
    .map((time) => alternativeOf(db, person, resource, time))
}

interface OpenTime {
  readonly open: readonly Interval[]
  readonly span: Interval
  readonly now: number
}

/** What is left of open time in which every part is to be had, too. */
function openWith(db: Db, person: Person, parts: readonly Taken[], { open, span, now }: OpenTime): Interval[] {
  return parts.reduce((left, { resource, units }) => {
    const closed = resource.isAccessory
      ? []
      : subtract([span], openTimeOf(db, resource.id, span, audiencesFor(person, resource)))
    const busy = othersDuring(db, resource, busyTimeOf(span, resource.policy), { now, personId: person.id })
    const cuts = [...closed, ...outagesDuring(db, resource.id, span), ...tooFullFor(resource, units, busy)]
    return subtract(left, cuts)
  }, open.slice())
}

function sameTimeElsewhere(db: Db, person: Person, resource: Resource, wanted: WantedTime, now: number): Alternative[] {
  const memory: Memory = new Map()
  const fitting = equivalentsOf(db, resource)
    .filter((other) => fits(db, { person, resource: other, wanted, memory }, now))
    .map((other) => alternativeOf(db, person, other, wanted))
  return inOrderOfEase(fitting, person.organisationId).slice(0, RESOURCES)
}

/** Resources that share a technique, those that share most first; kin would only be the same thing again. */
function equivalentsOf(db: Db, resource: Resource): Resource[] {
  const shared = (other: Resource) => other.techniques.filter((each) => resource.techniques.includes(each)).length
  const kin = new Set([resource.id, ...resource.above, ...resource.inside])
  return catalogueOf(db)
    .resources.filter((other) => other.status === 'active' && !kin.has(other.id) && shared(other) > 0)
    .sort((a, b) => shared(b) - shared(a))
    .slice(0, RESOURCES_TRIED)
}

/** A missing qualification is named rather than hidden: training can be asked for. */
function fits(db: Db, { wanted: { start, end, units, also = [] }, ...wish }: Elsewhere, now: number): boolean {
  const wanted = { start, end, units, purpose: 'own_research', projectCode: null, also }
  const { violations, conflicts } = assess(db, { ...wish, wanted }, now)
  return conflicts.length === 0 && violations.every(({ code }) => code === 'qualification')
}

interface Elsewhere {
  readonly person: Person
  readonly resource: Resource
  readonly wanted: WantedTime
  readonly memory: Memory
}

function alternativeOf(db: Db, person: Person, resource: Resource, { start, end }: Interval): Alternative {
  return {
    resource,
    start,
    end,
    approval: approvalFor(person, resource),
    qualified: mayUse(db, person, resource, start),
  }
}

/** The approval this person would need: none on resources they look after. */
const approvalFor = (person: Person, resource: Resource): Approval =>
  isSteward(person, resource) ? 'none' : resource.policy.approval

function mayUse(db: Db, person: Person, resource: Resource, at: number): boolean {
  const level = resource.policy.qualificationRequired
  if (level === null || isSteward(person, resource)) return true
  return isQualified(level, qualificationOf(db, person.id, resource.id), at)
}
