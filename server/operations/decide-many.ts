import type { Db } from '../../db/connect.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import { reservationsOfSeries } from '../../db/queries/series.ts'
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
 * the rest is decided; of that `agreed` waits for others. A decline without a reason decides nothing.
 */
export function decideMany(
  db: Db,
  person: Person,
  chosen: Chosen,
  decision: Decision,
  now: number,
): { readonly decided: number; readonly agreed: number; readonly failed: readonly NotDecided[] } {
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
  const agreed = results.filter(({ kind, id, result }) => result.ok && isOpen(db, kind, id)).length
  return { decided: results.length - failed.length - agreed, agreed, failed }
}

/** Whether what was decided, the exceptions left out, waits all the same: for the yes of others. */
export function isOpen(db: Db, kind: NotDecided['kind'], id: number, exceptions: readonly number[] = []): boolean {
  const all = kind === 'series' ? reservationsOfSeries(db, id) : [reservationById(db, id)!]
  return all.some((each) => each.state === 'requested' && !exceptions.includes(each.id))
}
