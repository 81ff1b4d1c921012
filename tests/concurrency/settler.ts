import { openDb } from '../../db/connect.ts'
import { settleUse } from '../support/settle-use.ts'

export interface Settling {
  readonly file: string
  readonly now: number
}

/** A process of its own that waits for the word, then settles what is due, twice. */
process.once('message', ({ file, now }: Settling) => {
  const db = openDb(file)
  process.once('message', () => {
    const count = settleUse(db, now) + settleUse(db, now)
    db.$client.close()
    process.send?.(count, () => process.disconnect())
  })
  process.send?.('ready')
})
