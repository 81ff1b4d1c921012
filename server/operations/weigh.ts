import type { Violation } from '../domain/violation.ts'
import { isOverridable } from '../domain/violation.ts'
import type { Assessment } from './assess.ts'
import { type Refusal, refused } from './result.ts'

/** What is left of an assessment once a steward's reason has set aside what may be set aside. */
export function weigh({ violations, conflicts }: Assessment, override: string | null) {
  const isSetAside = (violation: Violation) => override !== null && isOverridable(violation)
  return {
    standing: violations.filter((violation) => !isSetAside(violation)),
    overridden: violations.filter(isSetAside).map((violation) => violation.code),
    conflicts,
  }
}

/** The refusal of what stands, or null when nothing does. */
export function refusalOf(
  weighed: Pick<ReturnType<typeof weigh>, 'standing' | 'conflicts'>,
): { ok: false; refusal: Refusal } | null {
  const { standing: violations, conflicts } = weighed
  return violations.length + conflicts.length > 0 ? refused({ kind: 'rules', violations, conflicts }) : null
}

/** A reason that says something, or null. */
export const reasonOf = (text: string | null | undefined): string | null => text?.trim() || null
