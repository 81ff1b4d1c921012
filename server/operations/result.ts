import type { AvailabilityRule } from '../domain/availability-rule.ts'
import type { Conflict } from '../domain/conflicts.ts'
import type { State } from '../domain/lifecycle.ts'
import type { ForeseenOccurrence } from '../domain/series.ts'
import type { Violation } from '../domain/violation.ts'

/** Why an operation did nothing. Routes turn each kind into a status and the sentences of the reader's language. */
export type Refusal =
  | { readonly kind: 'not-found' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'wrong-state'; readonly state: State }
  /** `If-Match` or the form's version is behind. */
  | { readonly kind: 'stale'; readonly version: number }
  /** Somebody has changed the rule of opening hours since it was shown: as it is kept now, null when it is gone. */
  | { readonly kind: 'stale-rule'; readonly rule: AvailabilityRule | null }
  /** Somebody has changed what was seen meanwhile. */
  | { readonly kind: 'overtaken' }
  /** The key was used with another request. */
  | { readonly kind: 'idempotency-mismatch' }
  /** `invalid.REASON` of the texts is the sentence, `values` what it names. */
  | {
      readonly kind: 'invalid'
      readonly field: string
      readonly reason: string
      readonly values?: Readonly<Record<string, string | number>>
    }
  /** The rules, the others' reservations, or both stand in the way: never both lists empty. */
  | { readonly kind: 'rules'; readonly violations: readonly Violation[]; readonly conflicts: readonly Conflict[] }
  /** The occurrences of a series that something stands in the way of, each with what it is. */
  | { readonly kind: 'series'; readonly occurrences: readonly ForeseenOccurrence[] }

/** One field that is wrong. */
export type Invalid = Extract<Refusal, { readonly kind: 'invalid' }>

export type { Conflict }

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal }

export const done = <T>(value: T): Result<T> => ({ ok: true, value })
export const refused = (refusal: Refusal): { ok: false; refusal: Refusal } => ({ ok: false, refusal })
