import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { countDocuments, insertDocument } from '../../db/queries/documents.ts'
import { recordSettingEvent } from '../../db/queries/setting-events.ts'
import { documentName, documentTypeOf, MAX_DOCUMENT, MAX_DOCUMENTS } from '../domain/document-type.ts'
import type { Person } from '../domain/person.ts'
import { caredOutage } from './cared-outage.ts'
import { done, type Result, refused } from './result.ts'

export interface SentDocument {
  readonly name: string
  readonly bytes: Buffer
}

/**
 * Keeps a file with an outage, by a steward; what it is follows from what it holds. The id of the document. Refusals:
 * `not-found`, `forbidden`, `invalid` for what is no PDF, PNG, JPEG or plain text of at most 10 MB.
 */
export function attachDocument(
  db: Db,
  person: Person,
  outageId: number,
  { name, bytes }: SentDocument,
  now: number,
): Result<number> {
  // Looked at before the transaction: it takes a while.
  const mediaType = bytes.length > MAX_DOCUMENT ? null : documentTypeOf(bytes)
  return inWriteTransaction(db, (tx) => {
    const found = caredOutage(tx, person, outageId)
    if (!found.ok) return found
    if (bytes.length > MAX_DOCUMENT) return refused({ kind: 'invalid', field: 'file', reason: 'file-large' })
    if (!mediaType) return refused({ kind: 'invalid', field: 'file', reason: 'file-type' })
    const resourceId = found.value.resource.id
    if (countDocuments(tx, resourceId) >= MAX_DOCUMENTS)
      return refused({ kind: 'invalid', field: 'file', reason: 'file-many', values: { limit: MAX_DOCUMENTS } })
    const kept = documentName(name, mediaType)
    const id = insertDocument(tx, {
      ...{ resourceId, outageId, name: kept, mediaType, content: bytes },
      ...{ createdById: person.id, createdAt: now },
    })
    recordSettingEvent(tx, {
      ...{ place: { kind: 'resource', id: resourceId }, personId: person.id, kind: 'document-attached', at: now },
      ...{ before: null, after: { document: id, outage: outageId, name: kept } },
    })
    return done(id)
  })
}
