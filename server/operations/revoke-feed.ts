import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { deleteFeed } from '../../db/queries/feeds.ts'
import type { Person } from '../domain/person.ts'
import { done, type Result, refused } from './result.ts'

/** Ends a private calendar address at once; whoever asks for it finds nothing. */
export function revokeFeed(db: Db, person: Person, id: number): Result<number> {
  return inWriteTransaction(db, (tx) => (deleteFeed(tx, person.id, id) ? done(id) : refused({ kind: 'not-found' })))
}
