import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { recordAudit } from '../../db/queries/audit.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { recordSettingEvent } from '../../db/queries/setting-events.ts'
import { markEntityClosed } from '../../db/queries/state-aid.ts'
import type { Person } from '../domain/person.ts'
import { closingYear } from '../domain/state-aid-entity.ts'
import { keptEntity, reasonFault } from './entity-version.ts'
import { done, type Result } from './result.ts'

/** Closed, or open again; the reason is kept with it. */
export interface Closing {
  readonly isClosed: boolean
  readonly reason: string
}

/**
 * Closes the book of an entity, or opens it again. It keeps the years up to the present one with everything in them; later
 * ones are not frozen, shown or warned of. Gives its id. Refusals: `not-found`, `forbidden`, `invalid` (`reason`).
 */
export function closeEntity(db: Db, person: Person, id: number, closing: Closing, now: number): Result<number> {
  // Read before the transaction, which remembers nothing it may have to roll back.
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const kept = keptEntity(tx, person, id, closingYear(now))
    if (!kept.ok) return kept
    const fault = reasonFault(closing.reason)
    if (fault) return fault
    const { entity } = kept.value
    if ((entity.closedAt !== null) === closing.isClosed) return done(id)
    markEntityClosed(tx, id, closing.isClosed ? now : null)
    recordSettingEvent(tx, {
      ...{ place: { kind: 'organisation', id: entity.organisationId }, personId: person.id, at: now },
      ...{ kind: closing.isClosed ? 'state-aid-closed' : 'state-aid-reopened', before: null },
      after: { entity: id, reason: closing.reason.trim() },
    })
    recordAudit(tx, {
      ...{ person, kind: closing.isClosed ? 'entity-closed' : 'entity-reopened', at: now },
      ...{ object: { kind: 'state_aid_entities', id }, organisationId: entity.organisationId },
    })
    return done(id)
  })
}
