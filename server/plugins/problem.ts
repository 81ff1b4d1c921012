import { type TextKey, translateInto } from '../../views/text/translate.ts'
import { violationText } from '../../views/text/violation-text.ts'
import type { Locale } from '../domain/person.ts'
import type { ForeseenOccurrence } from '../domain/series.ts'
import { isOverridable, type Violation } from '../domain/violation.ts'
import type { Conflict, Invalid, Refusal } from '../operations/result.ts'

/** Every way a request can fail, with its status. Titles and sentences: `problem.CODE.title` and `.detail`. */
export const PROBLEMS = {
  malformed: 400,
  'wrong-host': 400,
  unauthenticated: 401,
  'wrong-credentials': 401,
  'second-factor': 401,
  forbidden: 403,
  'no-organisation': 403,
  scope: 403,
  'not-fresh': 403,
  'second-factor-missing': 403,
  csrf: 403,
  'not-found': 404,
  timeout: 408,
  conflict: 409,
  'wrong-state': 409,
  stale: 412,
  'too-large': 413,
  'unsupported-type': 415,
  invalid: 422,
  policy: 422,
  'idempotency-mismatch': 422,
  'precondition-required': 428,
  'too-many-requests': 429,
  internal: 500,
  storage: 503,
  stopping: 503,
} as const
export type ProblemCode = keyof typeof PROBLEMS

export interface FieldError {
  /** Of the field in the body, query or path: `start`, `rules.0.label`. */
  readonly path: string
  readonly message: string
}

/** RFC 9457, with the members the contract adds. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: ProblemCode
  readonly violations?: readonly ViolationOut[]
  readonly conflicts?: readonly object[]
  readonly alternatives?: readonly object[]
  readonly errors?: readonly FieldError[]
  /** Of a series, those that something stands in the way of. */
  readonly occurrences?: readonly object[]
}

export interface ViolationOut {
  readonly code: string
  /** Which of several resources it is about; left out for the leading one. */
  readonly resource?: string
  readonly message: string
  readonly remedy?: string
  /** The page that mends it. */
  readonly link?: string
  readonly overridable: boolean
}

/** What a refusal's problem needs besides the refusal itself. */
export interface RefusalContext {
  /** Of the resource: sentences name hours in it. */
  readonly zone?: string
  readonly slug?: string
  readonly alternatives?: readonly object[]
  /** How the API names the resource of a conflict. */
  readonly slugOf?: (resourceId: number) => string
}

/** A problem in the reader's language; `detail` replaces the sentence of the code. */
export function problem(
  code: ProblemCode,
  locale: Locale,
  more: Partial<Omit<Problem, 'code' | 'type'>> = {},
): Problem {
  const t = translateInto(locale)
  return {
    type: `/problems/${code}`,
    title: t(`problem.${code}.title` as TextKey),
    status: PROBLEMS[code],
    detail: t(`problem.${code}.detail` as TextKey),
    code,
    ...more,
  }
}

/** What the API answers where an operation said no. */
export function problemFor(refusal: Refusal, locale: Locale, context: RefusalContext = {}): Problem {
  switch (refusal.kind) {
    case 'rules':
      return rulesProblem(refusal.violations, refusal.conflicts, locale, context)
    case 'invalid':
      return problem('invalid', locale, {
        errors: [{ path: refusal.field, message: invalidText(refusal, locale) }],
      })
    case 'series':
      return seriesProblem(refusal.occurrences, locale, context)
    case 'stale-rule':
    case 'overtaken':
      return problem('stale', locale)
    default:
      return problem(refusal.kind, locale)
  }
}

/** Violations as the API tells them, sentences in the reader's language and the resource's hours. */
export function violationsOut(
  violations: readonly Violation[],
  locale: Locale,
  zone: string,
  slug?: string,
): ViolationOut[] {
  return violations.map((violation) => {
    const { message, remedy } = violationText(locale, violation, zone)
    const { code, resource } = violation
    const link = linkOf(violation, resource?.slug ?? slug)
    return {
      code,
      ...(resource && { resource: resource.slug }),
      message,
      ...(remedy && { remedy }),
      ...(link && { link }),
      overridable: isOverridable(violation),
    }
  })
}

/** The page on which a missing right is asked for. */
function linkOf(violation: Violation, slug: string | undefined): string | null {
  const isMissing = violation.code === 'qualification' && violation.level !== null
  return isMissing && slug ? `/training/new?resource=${slug}` : null
}

interface ConflictOut {
  readonly resource?: string
  readonly start: string
  readonly end: string
  readonly units: number
}

/** Taken times as the API tells them: when and how much, never whose. */
export function conflictsOut(conflicts: readonly Conflict[], slugOf?: (resourceId: number) => string): ConflictOut[] {
  return conflicts.map(({ resourceId, resource, start, end, units }) => ({
    ...(resource ? { resource: resource.slug } : slugOf && { resource: slugOf(resourceId) }),
    start: instant(start),
    end: instant(end),
    units,
  }))
}

function rulesProblem(
  violations: readonly Violation[],
  conflicts: readonly Conflict[],
  locale: Locale,
  { zone = 'Europe/Warsaw', slug, alternatives, slugOf }: RefusalContext,
): Problem {
  const told = violationsOut(violations, locale, zone, slug)
  return problem(violations.length > 0 ? 'policy' : 'conflict', locale, {
    ...(told.length > 0 && { detail: told.map(({ message }) => message).join(' ') }),
    violations: told,
    conflicts: conflictsOut(conflicts, slugOf),
    ...(alternatives && { alternatives }),
  })
}

/** A clash is 409 even where rules are broken as well: others' reservations of a series come first. */
function seriesProblem(
  occurrences: readonly ForeseenOccurrence[],
  locale: Locale,
  { zone = 'Europe/Warsaw', slugOf }: RefusalContext,
): Problem {
  const conflicts = occurrences.flatMap((each) => each.conflicts)
  const first = new Map(occurrences.flatMap((each) => each.violations).map((each) => [each.code, each]))
  const told = violationsOut([...first.values()], locale, zone)
  return problem(conflicts.length > 0 ? 'conflict' : 'policy', locale, {
    ...(conflicts.length === 0 && { detail: told.map(({ message }) => message).join(' ') }),
    violations: told,
    conflicts: conflictsOut(conflicts, slugOf),
    occurrences: occurrences.map((each) => foreseenOut(each, locale, zone, slugOf)),
  })
}

/** An occurrence that is not saved yet as the API tells of it. */
export function foreseenOut(
  { local, start, end, movedMinutes, outcome, violations, conflicts }: ForeseenOccurrence,
  locale: Locale,
  zone: string,
  slugOf?: (resourceId: number) => string,
) {
  return {
    local,
    start: instant(start),
    end: instant(end),
    outcome,
    shifted: movedMinutes !== 0,
    violations: violationsOut(violations, locale, zone),
    conflicts: conflictsOut(conflicts, slugOf),
  }
}

/** An operation names why a field does not do, as a key of the texts where there is one. */
export function invalidText({ reason, values = {} }: { reason: string; values?: Values }, locale: Locale): string {
  return translateInto(locale)(`invalid.${reason}` as TextKey, { defaultValue: reason, ...values })
}
type Values = Readonly<Record<string, string | number>>

/** Everything that does not do in a form, a sentence for each field. */
export const invalidTexts = (faults: readonly Invalid[], locale: Locale): Readonly<Record<string, string>> =>
  Object.fromEntries(faults.map((fault) => [fault.field, invalidText(fault, locale)]))

const instant = (at: number) => new Date(at).toISOString().replace('.000Z', 'Z')
