import type { Interval } from '../domain/interval.ts'
import type { Violation } from '../domain/violation.ts'

/** A time that is taken: when and how many units, never whose. */
export interface Conflict extends Interval {
  readonly units: number
  readonly resourceId: number
}

/** Why an operation did nothing. Routes turn each kind into a status and the sentences of the reader's language. */
export type Refusal =
  | { readonly kind: 'not-found' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'wrong-state'; readonly state: string }
  /** `If-Match` or the form's version is behind. */
  | { readonly kind: 'stale'; readonly version: number }
  | { readonly kind: 'invalid'; readonly field: string; readonly reason: string }
  | { readonly kind: 'rules'; readonly violations: readonly Violation[]; readonly conflicts: readonly Conflict[] }

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal }

export const done = <T>(value: T): Result<T> => ({ ok: true, value })
export const refused = (refusal: Refusal): { ok: false; refusal: Refusal } => ({ ok: false, refusal })
