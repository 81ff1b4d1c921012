import type { Db } from '../../db/connect.ts'
import type { Reservation } from '../../server/domain/reservation.ts'
import type { Series } from '../../server/domain/series.ts'
import type { Result } from '../../server/operations/result.ts'
import type { Chance } from '../cluster/chance.ts'
import type { Begun } from './race-log.ts'
import type { World } from './race-world.ts'

/** Something to try, with what the log says of it beforehand. */
export interface Attempt extends Omit<Begun, 'tag' | 'at'> {
  /** What came of it; null where there is nothing to acknowledge but that it happened. */
  run(tag: string): Result<Reservation> | Result<Series> | null
}

/** What a worker knows when it chooses what to try. */
export interface Circumstances {
  readonly db: Db
  readonly world: World
  readonly chance: Chance
  readonly now: number
}

const MINUTE = 60_000
const STEP = 30 * MINUTE
const DAY = 86_400_000
/** Everybody wants the same few days. */
export const DAYS_AHEAD = 4
const LONGEST_STEPS = 8

/** A time of the next days, on the hour or the half. */
export function spanFrom(chance: Chance, now: number) {
  const start = Math.ceil((now + chance.next() * DAYS_AHEAD * DAY) / STEP) * STEP
  return { start, end: start + chance.whole(1, LONGEST_STEPS) * STEP }
}
