import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { personById } from '../../db/queries/people.ts'
import { queueMail } from '../../db/queries/queue-mail.ts'
import { allDeliveries, deleteDelivery, deliveryById, markDelivered } from '../../db/queries/report-deliveries.ts'
import { periodsDue } from '../domain/delivery.ts'
import type { Person } from '../domain/person.ts'
import { localDayOf } from '../domain/zone.ts'

/**
 * Queues the reports of periods that have ended, one mail for each, once, however late and in however many processes it
 * runs. Who reads no reports any more gets none, and the subscription ends. Returns how many mails were queued.
 */
export function deliverReports(db: Db, timeZone: string, now: number): number {
  const today = localDayOf(now, timeZone)
  const due = allDeliveries(db).filter((each) => periodsDue(each, today).length > 0)
  let count = 0
  for (const { id } of due) count += inWriteTransaction(db, (tx) => deliver(tx, id, today, now))
  return count
}

/** Looks again, now that nobody else can write. */
function deliver(tx: Db, id: number, today: string, now: number): number {
  const delivery = deliveryById(tx, id)
  if (!delivery) return 0
  const { personId, report, format, query } = delivery
  const person = personById(tx, personId, now)
  if (!person || !readsReports(person)) {
    deleteDelivery(tx, personId, id)
    return 0
  }
  const periods = periodsDue(delivery, today)
  for (const { from, to } of periods)
    queueMail(tx, { personId, kind: 'report', payload: { report, format, from, to, query }, at: now })
  const last = periods.at(-1)
  if (last) markDelivered(tx, id, last.to)
  return periods.length
}

const readsReports = ({ role, stewardOf, administers }: Person) =>
  role !== 'member' || stewardOf.size > 0 || administers.size > 0
