import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { deleteDocument, documentById, type StoredDocument } from '../../db/queries/documents.ts'
import { recordSettingEvent } from '../../db/queries/setting-events.ts'
import type { Person } from '../domain/person.ts'
import { caredFor } from './cared-for.ts'
import { done, type Result, refused } from './result.ts'

/** Removes a document, by a steward of its resource. Refusals: `not-found`, `forbidden`. */
export function removeDocument(db: Db, person: Person, id: number, now: number): Result<StoredDocument> {
  return inWriteTransaction(db, (tx) => {
    const document = documentById(tx, id)
    if (!document || document.faultId !== null) return refused({ kind: 'not-found' })
    const cared = caredFor(tx, person, document.resourceId)
    if (!cared.ok) return cared
    deleteDocument(tx, id)
    const { resourceId, outageId, name } = document
    recordSettingEvent(tx, {
      ...{ place: { kind: 'resource', id: resourceId }, personId: person.id, kind: 'document-removed', at: now },
      ...{ before: { document: id, outage: outageId, name }, after: null },
    })
    return done(document)
  })
}
