import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import {
  holderOf,
  markReminded,
  type QualificationHolder,
  qualificationsToWatch,
} from '../../db/queries/qualifications.ts'
import { countsLevels, isReminderDue, type QualificationEnd, REMINDED_DAYS } from '../domain/qualification.ts'
import type { Resource } from '../domain/resource.ts'
import { DAY_MS } from '../domain/zone.ts'
import { endOfRight } from './qualification-ends.ts'
import { tellOfTraining } from './training-mails.ts'

/**
 * Reminds those whose right to use a resource ends in 30 and again in 7 days, once each, however late and in however
 * many processes it runs. Returns how many were reminded.
 */
export function remindOfQualifications(db: Db, now: number): number {
  const { resourceById } = catalogueOf(db)
  const watched = [...resourceById.values()].filter(
    ({ policy, status }) => status !== 'retired' && countsLevels(policy),
  )
  const lapsing = watched.filter(({ policy }) => policy.qualificationLapseMonths !== null).map(({ id }) => id)
  const expiring = { after: now, upTo: now + REMINDED_DAYS * DAY_MS }
  const resources = new Map(watched.map((each) => [each.id, each]))
  let count = 0
  for (const holder of qualificationsToWatch(db, expiring, lapsing)) {
    const resource = resources.get(holder.resourceId)
    if (!resource || !reminderOf(db, resource, holder, now)) continue
    if (inWriteTransaction(db, (tx) => remind(tx, resource, holder.personId, now))) count++
  }
  return count
}

/** Looks again, now that nobody else can write. */
function remind(tx: Db, resource: Resource, personId: number, now: number): boolean {
  const holder = holderOf(tx, resource.id, personId)
  const end = holder && reminderOf(tx, resource, holder, now)
  if (!holder || !end) return false
  markReminded(tx, personId, resource.id, now)
  const news = { kind: 'qualification-ending', personId, actor: null, level: holder.level, at: now } as const
  tellOfTraining(tx, { ...news, resource, end })
  return true
}

/** The end to tell of, if it is time to. */
function reminderOf(db: Db, resource: Resource, holder: QualificationHolder, now: number): QualificationEnd | null {
  const end = endOfRight(db, resource, holder, now)
  return isReminderDue(end, holder, now) ? end : null
}
