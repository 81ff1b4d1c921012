import type { Audience, Outage } from './availability-rule.ts'
import { covers, type Interval, overlaps } from './interval.ts'
import { LEVELS, type Level } from './person.ts'
import { horizonDaysOf, hoursOfLevel, isBooker, MOST_MINUTES } from './policy.ts'
import { type ProjectTerm, projectFault } from './project.ts'
import { PURPOSES, type Purpose } from './purpose.ts'
import { excessOf, type QuotaUse } from './quota.ts'
import type { PartWish } from './reservation.ts'
import type { Resource } from './resource.ts'
import { isOnGrid } from './step-grid.ts'
import type { Violation } from './violation.ts'
import { weekHoursBetween } from './week-hours.ts'
import { isInCalendar, localDayOf } from './zone.ts'

/** What somebody asks for. Times in UTC epoch ms, set-up and clean-up not included. */
export interface Wanted extends Interval {
  readonly units: number
  /** A known purpose, or whatever stood in its place. */
  readonly purpose: string | null
  readonly projectCode: string | null
  /** What is to be taken along for the same time; each part is held against its own rules. */
  readonly also?: readonly PartWish[]
}

/** What holds on the resource for the person who asks. */
export interface Situation {
  readonly resource: Resource
  readonly personId: number
  /** Whom the person counts as here. */
  readonly audiences: ReadonlySet<Audience>
  /** Open time for the person over the local days the wish touches, and open time for anybody. Outages not taken out. */
  readonly open: readonly Interval[]
  readonly openForSomebody: readonly Interval[]
  /** Outages that share time with the wish. */
  readonly outages: readonly Outage[]
  readonly qualification: Qualified | null
  /** Stewards of a resource need no qualification on it. */
  readonly isSteward: boolean
  /** The projects the person takes part in, and when they run. */
  readonly projects: readonly ProjectTerm[]
  /** The quotas that concern the person and the project of the wish, with what is used of each. */
  readonly quotas: readonly QuotaUse[]
  /** What the person holds meanwhile where nobody can be at once with this resource. */
  readonly elsewhere: readonly Interval[]
}

/** A right to use a resource. */
interface Qualified {
  readonly level: Level
  readonly expiresAt: number | null
  /** When it lapsed for want of use; left out where it has not. */
  readonly lapsedAt?: number
}

const MINUTE = 60_000
const DAY = 86_400_000
/** No reason of a steward stretches a reservation further: searches for clashes look no further, either. */
export const LONGEST_EVER = MOST_MINUTES * MINUTE

/** Every reason against the wish, all at once; clashes with others are the matter of conflicts.ts. */
export function violationsFor(wanted: Wanted, situation: Situation, now: number): Violation[] {
  return RULES.flatMap((rule) => rule(wanted, situation, now) ?? [])
}

type Rule = (wanted: Wanted, situation: Situation, now: number) => Violation | Violation[] | null

const RULES: readonly Rule[] = [
  endsBeforeItStarts,
  startsInThePast,
  startsTooSoon,
  startsTooFarAhead,
  lastsTooShort,
  lastsTooLong,
  liesOffTheSteps,
  belongsToOthers,
  liesInClosedTime,
  meetsOutages,
  needsTheResourceInService,
  takesTooManyUnits,
  lacksQualification,
  lacksPurpose,
  lacksProject,
  namesProjectThatCannotBe,
  exceedsQuotas,
  isElsewhere,
]

const hasLength = (wanted: Interval) => wanted.end > wanted.start
const minutesOf = (wanted: Interval) => (wanted.end - wanted.start) / MINUTE

function endsBeforeItStarts(wanted: Wanted): Violation | null {
  return hasLength(wanted) ? null : { code: 'end-before-start' }
}

function startsInThePast(wanted: Wanted, _: Situation, now: number): Violation | null {
  return wanted.start < now ? { code: 'in-the-past' } : null
}

function startsTooSoon(wanted: Wanted, { resource: { policy } }: Situation, now: number): Violation | null {
  const earliest = now + policy.minNoticeMinutes * MINUTE
  if (wanted.start < now || wanted.start >= earliest) return null
  return { code: 'too-soon', noticeMinutes: policy.minNoticeMinutes, earliest }
}

function startsTooFarAhead(
  wanted: Wanted,
  { resource: { policy }, audiences }: Situation,
  now: number,
): Violation | null {
  const horizonDays = horizonDaysOf(policy, audiences)
  const latest = now + horizonDays * DAY
  return wanted.start > latest ? { code: 'beyond-horizon', horizonDays, latest } : null
}

function lastsTooShort(wanted: Wanted, { resource: { policy } }: Situation): Violation | null {
  if (!hasLength(wanted) || minutesOf(wanted) >= policy.minMinutes) return null
  return { code: 'too-short', minMinutes: policy.minMinutes }
}

function lastsTooLong(wanted: Wanted, { resource: { policy } }: Situation): Violation | null {
  if (minutesOf(wanted) <= policy.maxMinutes) return null
  return {
    code: 'too-long',
    maxMinutes: policy.maxMinutes,
    ...(wanted.end - wanted.start > LONGEST_EVER && { isFinal: true }),
  }
}

function liesOffTheSteps(wanted: Wanted, { resource }: Situation): Violation | null {
  const { stepMinutes } = resource.policy
  const isOn = (at: number) => isOnGrid(at, stepMinutes, resource.timeZone)
  return isOn(wanted.start) && isOn(wanted.end) ? null : { code: 'off-step', stepMinutes }
}

const mayBook = ({ resource: { policy }, personId, audiences, isSteward }: Situation) =>
  isSteward || isBooker(policy, personId, audiences)

function belongsToOthers(_: Wanted, situation: Situation): Violation | null {
  const { bookers } = situation.resource.policy
  return bookers === null || mayBook(situation) ? null : { code: 'audience', bookers }
}

function liesInClosedTime(wanted: Wanted, situation: Situation): Violation | null {
  const { open, openForSomebody } = situation
  if (!hasLength(wanted) || covers(open, wanted)) return null
  if (!covers(openForSomebody, wanted)) return { code: 'closed', open }
  // Whoever may not book at all need not hear of hours.
  return mayBook(situation) ? { code: 'audience' } : null
}

function meetsOutages(wanted: Wanted, { outages }: Situation): Violation[] {
  return outages
    .filter((outage) => overlaps(outage, wanted))
    .map(({ kind, end }) => ({ code: 'outage', kind, until: end }))
}

function needsTheResourceInService(_: Wanted, { resource }: Situation): Violation | null {
  return resource.status === 'active' ? null : { code: 'out-of-service' }
}

function takesTooManyUnits({ units }: Wanted, { resource: { capacity } }: Situation): Violation | null {
  return Number.isInteger(units) && units >= 1 && units <= capacity ? null : { code: 'units', capacity }
}

function lacksQualification(wanted: Wanted, { resource, qualification, isSteward }: Situation): Violation | null {
  const { policy, timeZone } = resource
  const level = policy.qualificationRequired
  if (isSteward) return null
  if (level !== null && !isQualified(level, qualification, wanted.start)) {
    const months = policy.qualificationLapseMonths
    const lapsed = months !== null && isLapsed(level, qualification, wanted.start)
    return { code: 'qualification', level, ...(lapsed && { unusedMonths: months }) }
  }
  const held =
    qualification && isQualified(qualification.level, qualification, wanted.start) ? qualification.level : null
  const kept = hoursOfLevel(policy, held)
  if (kept === null || !hasLength(wanted) || !isShort(wanted)) return null
  if (covers(weekHoursBetween(kept.hours, wanted, timeZone), wanted)) return null
  return { code: 'qualification', hours: kept.hours, level: kept.freeFrom }
}

/** Whether only its long disuse stands between what is held and `level`. */
function isLapsed(level: Level, held: Qualified | null, at: number): boolean {
  return held?.lapsedAt !== undefined && isQualified(level, { level: held.level, expiresAt: held.expiresAt }, at)
}

/** Whether what a person holds suffices for `level` at the moment a reservation starts. */
export function isQualified(level: Level, held: Qualified | null, at: number): boolean {
  if (held === null || held.lapsedAt !== undefined || (held.expiresAt !== null && held.expiresAt <= at)) return false
  return LEVELS.indexOf(held.level) >= LEVELS.indexOf(level)
}

function lacksPurpose({ purpose }: Wanted, { resource: { policy } }: Situation): Violation | null {
  const known = PURPOSES.find((each) => each === purpose)
  if (!known) return { code: 'purpose', purpose: null }
  if (policy.purposes === null || policy.purposes.includes(known)) return null
  return { code: 'purpose', purpose: known, allowed: policy.purposes }
}

function lacksProject({ projectCode }: Wanted, { resource: { policy } }: Situation): Violation | null {
  return policy.projectRequired && projectCode === null ? { code: 'project', isMissing: true } : null
}

/** One of others, one that is closed, one that does not run on these days. */
function namesProjectThatCannotBe(wanted: Wanted, { projects, resource: { timeZone } }: Situation): Violation | null {
  const { projectCode, start, end } = wanted
  if (projectCode === null) return null
  const project = projects.find(({ code }) => code === projectCode)
  if (!project) return { code: 'project' }
  if (!hasLength(wanted) || !isInCalendar(start) || !isInCalendar(end)) return null
  const fault = projectFault(project, localDayOf(start, timeZone), localDayOf(end - 1, timeZone))
  if (fault === null) return null
  const { startOn, endOn } = project
  return { code: 'project', projectCode, ...(fault === 'closed' ? { isClosed: true } : { runs: { startOn, endOn } }) }
}

function exceedsQuotas(wanted: Wanted, { quotas, resource }: Situation, now: number): Violation[] {
  if (!hasLength(wanted) || !isShort(wanted)) return []
  const isExempt = ({ quota }: QuotaUse) => quota.exemptPurposes.includes(wanted.purpose as Purpose)
  return quotas
    .filter((use) => !isExempt(use))
    .flatMap((use) => excessOf(use, wanted, resource.timeZone, now) ?? [])
    .map((excess) => ({ code: 'quota', ...excess }))
}

/** Days can be counted out over it. */
const isShort = ({ start, end }: Interval) => end - start <= LONGEST_EVER && isInCalendar(start) && isInCalendar(end)

function isElsewhere(wanted: Wanted, { elsewhere }: Situation): Violation | null {
  const other = elsewhere.find((each) => overlaps(each, wanted))
  return other ? { code: 'elsewhere', start: other.start, end: other.end } : null
}
