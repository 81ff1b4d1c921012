import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { resendMail as resend } from '../../db/queries/undelivered.ts'
import { done, type Result, refused } from './result.ts'

/** Has a mail that was given up tried again, with all the patience of a new one and the same Message-ID. */
export function resendMail(db: Db, id: number, now: number): Result<null> {
  return inWriteTransaction(db, (tx) => (resend(tx, id, now) ? done(null) : refused({ kind: 'not-found' })))
}
