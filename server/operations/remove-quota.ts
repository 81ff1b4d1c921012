import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { deleteQuota, quotaById } from '../../db/queries/quotas.ts'
import { recordSettingEvent } from '../../db/queries/setting-events.ts'
import type { Person } from '../domain/person.ts'
import type { Quota } from '../domain/quota.ts'
import { policySetting } from './policy-place.ts'
import { done, type Result, refused } from './result.ts'

/** Takes a quota away. Refusals: `not-found`, `forbidden`. */
export function removeQuota(db: Db, person: Person, id: number, now: number): Result<Quota> {
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const quota = quotaById(tx, id)
    if (!quota) return refused({ kind: 'not-found' })
    const setting = policySetting(tx, person, quota.place)
    if (!setting.ok) return setting
    deleteQuota(tx, id)
    recordSettingEvent(tx, {
      ...{ place: quota.place, personId: person.id, kind: 'quota-removed', before: quota, after: null, at: now },
    })
    return done(quota)
  })
}
