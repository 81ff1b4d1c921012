import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { insertQuota, type NewQuota, quotasOfPlace } from '../../db/queries/quotas.ts'
import { recordSettingEvent } from '../../db/queries/setting-events.ts'
import type { Person } from '../domain/person.ts'
import { type Quota, quotaFault } from '../domain/quota.ts'
import { policySetting } from './policy-place.ts'
import { done, type Result, refused } from './result.ts'

const MOST_QUOTAS = 20

/** Sets a quota of a place, for whatever is asked for from now on. Refusals: `not-found`, `forbidden`, `invalid` with the field. */
export function setQuota(db: Db, person: Person, quota: NewQuota, now: number): Result<Quota> {
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const setting = policySetting(tx, person, quota.place)
    if (!setting.ok) return setting
    const field = quotaFault(quota)
    if (field) return refused({ kind: 'invalid', field, reason: 'value' })
    if (quotasOfPlace(tx, quota.place).length >= MOST_QUOTAS)
      return refused({ kind: 'invalid', field: 'most', reason: 'many' })
    const set = insertQuota(tx, quota, person.id, now)
    recordSettingEvent(tx, {
      ...{ place: quota.place, personId: person.id, kind: 'quota-set', before: null, after: set, at: now },
    })
    return done(set)
  })
}
