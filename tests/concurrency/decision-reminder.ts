import { openDb } from '../../db/connect.ts'
import { expireRequests } from '../../server/operations/expire-requests.ts'
import { remindDeciders } from '../../server/operations/remind-deciders.ts'

export interface DecisionRound {
  readonly file: string
  /** When it reminds, and when it lets go. */
  readonly remindAt: number
  readonly expireAt: number
}

/** A process of its own that says when it is there, reminds and lets go when told to, and tells how often it did. */
process.once('message', ({ file, remindAt, expireAt }: DecisionRound) => {
  const db = openDb(file)
  process.once('message', () => {
    const counts = [remindDeciders(db, remindAt), expireRequests(db, expireAt)]
    db.$client.close()
    process.send?.(counts)
    process.disconnect()
  })
  process.send?.('ready')
})
