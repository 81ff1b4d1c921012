import type { Db } from '../../db/connect.ts'
import type { Person } from '../domain/person.ts'
import { type Decision, decideReservation } from './decide-reservation.ts'
import { decideSeries } from './decide-series.ts'
import type { Refusal } from './result.ts'

/** What is decided together: single requests, and all that waits of each series. */
export interface Chosen {
  readonly reservations: readonly number[]
  readonly series: readonly number[]
}

export interface NotDecided {
  readonly kind: 'reservation' | 'series'
  readonly id: number
  readonly refusal: Refusal
}

/**
 * The same decision on many requests, each by itself in a transaction of its own: what no longer fits is told and stays,
 * the rest is decided. A decline without a reason decides nothing.
 */
export function decideMany(
  db: Db,
  person: Person,
  chosen: Chosen,
  decision: Decision,
  now: number,
): { readonly decided: number; readonly failed: readonly NotDecided[] } {
  const results = [
    ...chosen.reservations.map((id) => ({
      ...{ kind: 'reservation' as const, id },
      result: decideReservation(db, person, id, decision, now),
    })),
    ...chosen.series.map((id) => ({
      ...{ kind: 'series' as const, id },
      result: decideSeries(db, person, id, { ...decision, exceptions: [] }, now),
    })),
  ]
  const failed = results.flatMap(({ kind, id, result }) => (result.ok ? [] : [{ kind, id, refusal: result.refusal }]))
  return { decided: results.length - failed.length, failed }
}
