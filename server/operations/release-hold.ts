import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { endFormHold } from '../../db/queries/holds.ts'
import type { Person } from '../domain/person.ts'

/** Lets go of the time a person keeps for a form, if they keep one. Offers of the waiting list stay. */
export function releaseHold(db: Db, person: Person, now: number): void {
  inWriteTransaction(db, (tx) => endFormHold(tx, person.id, now))
}
