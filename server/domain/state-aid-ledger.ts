import type { Role } from './person.ts'
import type { Resource } from './resource.ts'
import type { LedgerFigures, LedgerHours } from './state-aid.ts'
import type { EntityVersion, EntityYear } from './state-aid-entity.ts'
import type { LedgerEntry } from './state-aid-hours.ts'

/** A resource of an entity with its hours in the year, not weighted. */
export interface LedgerPart {
  readonly resource: Resource
  readonly weight: number
  /** False for a room whose benches are in the entity, too: they are the same hours. */
  readonly isCounted: boolean
  readonly hours: LedgerHours
  readonly entries: readonly LedgerEntry[]
}

/** The book of an entity for a year. */
export interface Ledger extends EntityYear {
  readonly parts: readonly LedgerPart[]
  readonly figures: LedgerFigures
  /** January to December, weighted. */
  readonly months: readonly LedgerHours[]
}

/** A version with who wrote it. */
export interface SignedVersion extends EntityVersion {
  /** Null where the system did it. */
  readonly author: { readonly name: string; readonly role: Role } | null
}

/** The purpose of a reservation in the book was corrected after it had been confirmed. */
export interface PurposeCorrection {
  readonly reservationId: number
  readonly from: string
  readonly to: string
  readonly reason: string | null
  readonly at: number
  readonly personName: string | null
}
