import { openDb } from '../../db/connect.ts'
import { remindOfQualifications } from '../../server/operations/remind-of-qualifications.ts'

export interface Round {
  readonly file: string
  readonly now: number
}

/** A process of its own that says when it is there, reminds whom it finds when told to, and tells how many they were. */
process.once('message', ({ file, now }: Round) => {
  const db = openDb(file)
  process.once('message', () => {
    const count = remindOfQualifications(db, now)
    db.$client.close()
    process.send?.(count)
    process.disconnect()
  })
  process.send?.('ready')
})
