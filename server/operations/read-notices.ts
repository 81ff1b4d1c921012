import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { markNoticeRead, markNoticesRead } from '../../db/queries/notices.ts'
import type { Person } from '../domain/person.ts'
import { done, type Result, refused } from './result.ts'

/** Marks one notice of the person as read, or all up to and including one. */
export function readNotices(
  db: Db,
  person: Person,
  which: { readonly id: number } | { readonly upTo: number },
  now: number,
): Result<null> {
  return inWriteTransaction(db, (tx) => {
    if ('upTo' in which) markNoticesRead(tx, person.id, which.upTo, now)
    else if (!markNoticeRead(tx, person.id, which.id, now)) return refused({ kind: 'not-found' })
    return done(null)
  })
}
