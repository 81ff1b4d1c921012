import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { storeWatch, watchOf } from '../../db/queries/watch.ts'
import { watchAt } from '../domain/watch.ts'

/** Notes that the system is there and what its clock says: what falls due unwatched gets its time again. */
export function keepWatch(db: Db, now: number): void {
  inWriteTransaction(db, (tx) => storeWatch(tx, watchAt(watchOf(tx), now)))
}
