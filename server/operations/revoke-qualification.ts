import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { deleteQualification, holderOf, type QualificationHolder } from '../../db/queries/qualifications.ts'
import { recordSettingEvent } from '../../db/queries/setting-events.ts'
import type { Person } from '../domain/person.ts'
import { caredFor } from './cared-for.ts'
import { done, type Result, refused } from './result.ts'
import { tellOfTraining } from './training-mails.ts'
import { reasonOf } from './weigh.ts'

/**
 * Takes a person's right to use a resource, by its stewards. What the person has booked stays; new reservations need the
 * right again. Refusals: `not-found`, also where there is no such right, `forbidden`.
 */
export function revokeQualification(
  db: Db,
  person: Person,
  resourceId: number,
  { personId, reason }: { readonly personId: number; readonly reason?: string | null },
  now: number,
): Result<QualificationHolder> {
  // Read before the transaction, which remembers nothing it may have to roll back.
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const found = caredFor(tx, person, resourceId)
    if (!found.ok) return found
    const held = holderOf(tx, resourceId, personId)
    if (!held) return refused({ kind: 'not-found' })
    deleteQualification(tx, personId, resourceId)
    recordSettingEvent(tx, {
      ...{ place: { kind: 'resource', id: resourceId }, personId: person.id, kind: 'qualification-revoked', at: now },
      before: { personId, level: held.level, expiresAt: held.expiresAt },
      after: null,
    })
    const words = reasonOf(reason)
    const { level } = held
    const news = { kind: 'qualification-revoked', personId, actor: person, level, words, at: now } as const
    tellOfTraining(tx, { ...news, resource: found.value })
    return done(held)
  })
}
