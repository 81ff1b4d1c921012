import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { documentById, documentsOf, type StoredDocument } from '../../db/queries/documents.ts'
import type { Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { isSteward } from '../domain/stewardship.ts'

/**
 * A document for who may read it: certificates of calibrations for everybody who is signed in, whatever else was attached,
 * such as bills of repairs, for stewards. Photos of faults are their reports'.
 */
export function readableDocument(db: Db, person: Person, id: number): StoredDocument | null {
  const document = documentById(db, id)
  if (!document || document.faultId !== null) return null
  const resource = catalogueOf(db).resourceById.get(document.resourceId)!
  return mayRead(person, resource, document) ? document : null
}

const mayRead = (person: Person, resource: Resource, { outageKind }: StoredDocument) =>
  outageKind === 'calibration' || isSteward(person, resource)

const MOST_SHOWN = 5

/** The last certificates of a resource's calibrations, for everybody who is signed in. */
export function certificatesFor(db: Db, person: Person | null, resourceId: number): readonly StoredDocument[] {
  if (!person) return []
  return documentsOf(db, resourceId)
    .filter(({ outageKind }) => outageKind === 'calibration')
    .slice(0, MOST_SHOWN)
}
