import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { failuresFrom, insertFailure } from '../../db/queries/sign-in-failures.ts'
import type { Person } from '../domain/person.ts'

/** So many addresses that belong to nobody may be tried in the window; then no further one is looked up. */
const MOST_UNKNOWN = 10
const WINDOW_MS = 15 * 60_000
const DAY_MS = 86_400_000

/** Whether somebody has named so many unknown addresses that one more would only be a question who has an account. */
export const triedTooMany = (db: Db, person: Person, now: number): boolean =>
  failuresFrom(db, traceOf(person), now - WINDOW_MS).length >= MOST_UNKNOWN

/** Counts an address that belongs to nobody. It is never part of a transaction that may be rolled back. */
export function rememberTry(db: Db, person: Person, now: number): void {
  inWriteTransaction(db, (tx) => insertFailure(tx, '', traceOf(person), now, now - DAY_MS))
}

/** Kept among the failures of signing in, which are forgotten by themselves. */
const traceOf = ({ id }: Person) => `participants of ${id}`
