import type { AutoApproval } from './auto-approval.ts'
import { AUDIENCES, type Audience } from './availability-rule.ts'
import { LEVELS, type Level } from './person.ts'
import { PURPOSES, type Purpose } from './purpose.ts'
import { ROUTINGS, type Routing } from './routing.ts'

export const APPROVALS = ['none', 'owner'] as const
export type Approval = (typeof APPROVALS)[number]

/** Hours of the day on some days of the week, 0 for Monday; wall-clock minutes since midnight, `from` before `to`. */
export interface WeekHours {
  readonly days: readonly number[]
  readonly fromMinute: number
  readonly toMinute: number
}

/** Who may book at all: those of the audience, and the people of the list besides. */
export interface Bookers {
  /** Null for the people of the list alone. */
  readonly audience: Audience | null
  readonly people: readonly number[]
}

/** What a reservation must keep to. Lengths in minutes of elapsed time, the horizon in days. */
export interface Policy {
  readonly stepMinutes: number
  readonly minMinutes: number
  readonly maxMinutes: number
  readonly setupMinutes: number
  readonly cleanupMinutes: number
  readonly minNoticeMinutes: number
  readonly horizonDays: number
  readonly cancelNoticeMinutes: number
  readonly approval: Approval
  /** Whose yes an approval takes. */
  readonly routing: Routing
  /** Hours of the lab's open time that its stewards have for a decision; null for the lab's working days. */
  readonly decisionHours: number | null
  /** What needs approval is approved at once where these conditions hold; null for never. */
  readonly autoApprove: AutoApproval | null
  /** The least level that may book, or null for everyone. */
  readonly qualificationRequired: Level | null
  /** From so long before the start only stewards change or cancel; 0 for no such time. */
  readonly lockMinutes: number
  /** A horizon of its own for whom it names; of several that fit a person the widest counts. */
  readonly horizonDaysFor: Readonly<Partial<Record<Audience, number>>>
  /** Nobody holds time here and on another resource with this rule at once. */
  readonly onePlace: boolean
  readonly projectRequired: boolean
  /** Those allowed; null for all. */
  readonly purposes: readonly Purpose[] | null
  readonly bookers: Bookers | null
  /** Hours kept by a level, and by those below it that have none of their own. */
  readonly levelHours: Readonly<Partial<Record<Level, readonly WeekHours[]>>>
  /** A qualification lapses after so many months without use; null for never. */
  readonly qualificationLapseMonths: number | null
  /** A reservation nobody has come to so long after its start is a no-show and lets go of its time; null for never. */
  readonly noShowAfterMinutes: number | null
  /** Where nobody checks out, use ends with the reservation. */
  readonly autoCheckOut: boolean
  /** After so many no-shows and late cancellations in the lab a person's requests wait for approval; null for never. */
  readonly approvalAfterMisses: number | null
  /** The next calibration is due so many months after the last one; null for none. */
  readonly calibrationEveryMonths: number | null
}

export type PolicyField = keyof Policy
/** What a place sets itself; what it leaves out comes from above. */
export type OwnPolicy = Partial<Policy>

/** What holds where nobody has set anything. */
export const DEFAULT_POLICY: Policy = {
  stepMinutes: 30,
  minMinutes: 30,
  maxMinutes: 480,
  setupMinutes: 0,
  cleanupMinutes: 0,
  minNoticeMinutes: 0,
  horizonDays: 90,
  cancelNoticeMinutes: 0,
  approval: 'none',
  routing: 'any-steward',
  decisionHours: null,
  autoApprove: null,
  qualificationRequired: null,
  lockMinutes: 0,
  horizonDaysFor: {},
  onePlace: false,
  projectRequired: false,
  purposes: null,
  bookers: null,
  levelHours: {},
  qualificationLapseMonths: null,
  noShowAfterMinutes: null,
  autoCheckOut: false,
  approvalAfterMisses: null,
  calibrationEveryMonths: null,
}

export const POLICY_FIELDS = Object.keys(DEFAULT_POLICY) as readonly PolicyField[]

/** Fields that a resource keeps in columns of its own, unless it says that it inherits them. */
export const COLUMN_FIELDS = [
  'stepMinutes',
  'minMinutes',
  'maxMinutes',
  'setupMinutes',
  'cleanupMinutes',
  'minNoticeMinutes',
  'horizonDays',
  'cancelNoticeMinutes',
  'approval',
  'qualificationRequired',
  'noShowAfterMinutes',
] as const satisfies readonly PolicyField[]

/** The nearest place that says something counts: the resource, its lab, its organisation. */
export const resolvePolicy = (...fromNearest: readonly OwnPolicy[]): Policy =>
  Object.assign({}, DEFAULT_POLICY, ...fromNearest.toReversed()) as Policy

/** What is stored, as far as it makes sense: anything else counts as not set. */
export function policyFrom(stored: Readonly<Record<string, unknown>>): OwnPolicy {
  const fields = POLICY_FIELDS.filter((field) => field in stored && READS[field](stored[field]))
  return Object.fromEntries(fields.map((field) => [field, stored[field]])) as OwnPolicy
}

export interface PolicyFault {
  readonly field: string
  /** `unknown`: no such field. `value`: not what the field takes. `order`: the longest is shorter than the shortest. */
  readonly reason: 'unknown' | 'value' | 'order'
}

/** What is wrong with settings somebody wants to store; unknown fields are faults, too. */
export function policyFaults(wanted: Readonly<Record<string, unknown>>): readonly PolicyFault[] {
  return Object.entries(wanted).flatMap(([field, value]): PolicyFault[] => {
    if (!isField(field)) return [{ field, reason: 'unknown' }]
    return READS[field](value) ? [] : [{ field, reason: 'value' }]
  })
}

const isField = (name: string): name is PolicyField => Object.hasOwn(DEFAULT_POLICY, name)

/** The longest reservation anybody may allow, 92 days. */
export const MOST_MINUTES = 92 * 1440
const YEAR = 366 * 1440
/** Half a year of full-time work. */
const MOST_DECISION_HOURS = 1000

type Reads = (value: unknown) => boolean
const whole =
  (least: number, most: number): Reads =>
  (value) =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most
const oneOf =
  (values: readonly unknown[]): Reads =>
  (value) =>
    values.includes(value)
const orNull =
  (reads: Reads): Reads =>
  (value) =>
    value === null || reads(value)
const listOf =
  (reads: Reads, least: number, most: number): Reads =>
  (value) =>
    Array.isArray(value) && value.length >= least && value.length <= most && value.every(reads)
const byKey =
  (keys: readonly string[], reads: Reads): Reads =>
  (value) =>
    isObject(value) && Object.entries(value).every(([key, each]) => keys.includes(key) && reads(each))
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const readsBookers: Reads = (value) =>
  isObject(value) &&
  orNull(oneOf(AUDIENCES))(value['audience']) &&
  listOf(whole(1, Number.MAX_SAFE_INTEGER), 0, 1000)(value['people'])

const readsHours: Reads = (value) =>
  isObject(value) &&
  listOf(whole(0, 6), 1, 7)(value['days']) &&
  whole(0, 1439)(value['fromMinute']) &&
  whole(1, 1440)(value['toMinute']) &&
  (value['fromMinute'] as number) < (value['toMinute'] as number)

const AUTO_READS: Readonly<Record<keyof AutoApproval, Reads>> = {
  qualified: oneOf([true]),
  maxMinutes: whole(1, MOST_MINUTES),
  ownOrganisation: oneOf([true]),
  purposes: listOf(oneOf(PURPOSES), 1, PURPOSES.length),
}

/** At least one condition, each as it must be. */
const readsAutoApproval: Reads = (value) =>
  isObject(value) &&
  Object.keys(value).length > 0 &&
  Object.entries(value).every(
    ([key, each]) => Object.hasOwn(AUTO_READS, key) && AUTO_READS[key as keyof AutoApproval](each),
  )

const READS: Record<PolicyField, Reads> = {
  stepMinutes: whole(1, 1440),
  minMinutes: whole(1, MOST_MINUTES),
  maxMinutes: whole(1, MOST_MINUTES),
  setupMinutes: whole(0, 7 * 1440),
  cleanupMinutes: whole(0, 7 * 1440),
  minNoticeMinutes: whole(0, YEAR),
  horizonDays: whole(1, 3660),
  cancelNoticeMinutes: whole(0, YEAR),
  approval: oneOf(APPROVALS),
  routing: oneOf(ROUTINGS),
  decisionHours: orNull(whole(1, MOST_DECISION_HOURS)),
  autoApprove: orNull(readsAutoApproval),
  qualificationRequired: orNull(oneOf(LEVELS)),
  lockMinutes: whole(0, YEAR),
  horizonDaysFor: byKey(AUDIENCES, whole(1, 3660)),
  onePlace: oneOf([true, false]),
  projectRequired: oneOf([true, false]),
  purposes: orNull(listOf(oneOf(PURPOSES), 1, PURPOSES.length)),
  bookers: orNull(readsBookers),
  levelHours: byKey(LEVELS, listOf(readsHours, 1, 20)),
  qualificationLapseMonths: orNull(whole(1, 120)),
  noShowAfterMinutes: orNull(whole(1, 1440)),
  autoCheckOut: oneOf([true, false]),
  approvalAfterMisses: orNull(whole(1, 100)),
  calibrationEveryMonths: orNull(whole(1, 240)),
}

/** How far ahead those who count as these audiences may book, in days. */
export function horizonDaysOf({ horizonDays, horizonDaysFor }: Policy, audiences: ReadonlySet<Audience>): number {
  const own = AUDIENCES.flatMap((each) => (audiences.has(each) ? (horizonDaysFor[each] ?? []) : []))
  return own.length > 0 ? Math.max(...own) : horizonDays
}

/** Whether somebody who counts as these audiences may book at all; stewards always may. */
export function isBooker({ bookers }: Policy, personId: number | null, audiences: ReadonlySet<Audience>): boolean {
  if (bookers === null) return true
  if (bookers.audience !== null && audiences.has(bookers.audience)) return true
  return personId !== null && bookers.people.includes(personId)
}

/** The hours a person of this level keeps to, and the least level that is free of them; null for any hour. Null counts as the least. */
export function hoursOfLevel(
  { levelHours }: Policy,
  level: Level | null,
): { readonly hours: readonly WeekHours[]; readonly freeFrom: Level | null } | null {
  const rank = level === null ? 0 : LEVELS.indexOf(level)
  const limited = LEVELS.slice(rank).find((each) => levelHours[each])
  if (!limited) return null
  const above = LEVELS.slice(LEVELS.indexOf(limited) + 1)
  return { hours: levelHours[limited]!, freeFrom: above.find((each) => !levelHours[each]) ?? null }
}
