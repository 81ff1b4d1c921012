import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { deleteDelivery, deliveriesOf, insertDelivery } from '../../db/queries/report-deliveries.ts'
import { MOST_DELIVERIES, type ReportDelivery, startOfPeriod } from '../domain/delivery.ts'
import type { Person } from '../domain/person.ts'
import { localDayOf } from '../domain/zone.ts'
import { done, type Result, refused } from './result.ts'

export type DeliveryWish = Pick<ReportDelivery, 'report' | 'rhythm' | 'format' | 'query'>

/** Has a report sent after every period from the one that runs on. The same wish twice is one. Returns its id. */
export function subscribeToReport(
  db: Db,
  person: Person,
  wish: DeliveryWish,
  { now, timeZone }: { readonly now: number; readonly timeZone: string },
): Result<number> {
  return inWriteTransaction(db, (tx) => {
    const own = deliveriesOf(tx, person.id)
    const same = own.find((each) => keyOf(each) === keyOf(wish))
    if (same) return done(same.id)
    if (own.length >= MOST_DELIVERIES)
      return refused({
        kind: 'invalid',
        field: 'report',
        reason: 'delivery-too-many',
        values: { count: MOST_DELIVERIES },
      })
    const sentUpTo = startOfPeriod(localDayOf(now, timeZone), wish.rhythm)
    return done(insertDelivery(tx, { ...wish, personId: person.id, createdAt: now, sentUpTo }))
  })
}

export function unsubscribeFromReport(db: Db, person: Person, id: number): Result<void> {
  const isGone = inWriteTransaction(db, (tx) => deleteDelivery(tx, person.id, id))
  return isGone ? done(undefined) : refused({ kind: 'not-found' })
}

const keyOf = ({ report, rhythm, format, query }: DeliveryWish) =>
  JSON.stringify([report, rhythm, format, Object.entries(query).sort()])
