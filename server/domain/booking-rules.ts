import type { Outage } from './availability-rule.ts'
import { covers, type Interval, overlaps } from './interval.ts'
import { LEVELS, type Level } from './person.ts'
import { PURPOSES, type Purpose } from './purpose.ts'
import type { Resource } from './resource.ts'
import { isOnGrid } from './step-grid.ts'
import type { Violation } from './violation.ts'

/** What somebody asks for. Times in UTC epoch ms, set-up and clean-up not included. */
export interface Wanted extends Interval {
  readonly units: number
  /** A known purpose, or whatever stood in its place. */
  readonly purpose: string | null
  readonly projectCode: string | null
}

/** What holds on the resource for the person who asks. */
export interface Situation {
  readonly resource: Resource
  /** Open time for the person over the local days the wish touches, and open time for anybody. Outages not taken out. */
  readonly open: readonly Interval[]
  readonly openForSomebody: readonly Interval[]
  /** Outages that share time with the wish. */
  readonly outages: readonly Outage[]
  readonly qualification: { readonly level: Level; readonly expiresAt: number | null } | null
  /** Stewards of a resource need no qualification on it. */
  readonly isSteward: boolean
  /** Codes of the projects the person takes part in. */
  readonly projectCodes: readonly string[]
}

const MINUTE = 60_000
const DAY = 86_400_000
/** No reason of a steward stretches a reservation further: searches for clashes look no further, either. */
export const LONGEST_EVER = 92 * DAY

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
  liesInClosedTime,
  meetsOutages,
  needsTheResourceInService,
  takesTooManyUnits,
  lacksQualification,
  lacksPurpose,
  namesForeignProject,
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

function startsTooFarAhead(wanted: Wanted, { resource: { policy } }: Situation, now: number): Violation | null {
  const latest = now + policy.horizonDays * DAY
  return wanted.start > latest ? { code: 'beyond-horizon', horizonDays: policy.horizonDays, latest } : null
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

function liesInClosedTime(wanted: Wanted, { open, openForSomebody }: Situation): Violation | null {
  if (!hasLength(wanted) || covers(open, wanted)) return null
  return covers(openForSomebody, wanted) ? { code: 'audience' } : { code: 'closed', open }
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
  const level = resource.policy.qualificationRequired
  if (level === null || isSteward || isQualified(level, qualification, wanted.start)) return null
  return { code: 'qualification', level }
}

/** Whether what a person holds suffices for `level` at the moment a reservation starts. */
export function isQualified(level: Level, held: Situation['qualification'], at: number): boolean {
  if (held === null || (held.expiresAt !== null && held.expiresAt <= at)) return false
  return LEVELS.indexOf(held.level) >= LEVELS.indexOf(level)
}

function lacksPurpose({ purpose }: Wanted): Violation | null {
  return PURPOSES.includes(purpose as Purpose) ? null : { code: 'purpose', purpose: null }
}

function namesForeignProject({ projectCode }: Wanted, { projectCodes }: Situation): Violation | null {
  return projectCode === null || projectCodes.includes(projectCode) ? null : { code: 'project' }
}
