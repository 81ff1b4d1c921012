import { monthPieces } from './local-months.ts'
import type { Role } from './person.ts'
import type { Resource } from './resource.ts'
import type { LedgerFigures, LedgerHours } from './state-aid.ts'
import { daysOfYear, type EntityVersion, type EntityYear } from './state-aid-entity.ts'
import { type LedgerEntry, sumOfHours } from './state-aid-hours.ts'

/** A resource of an entity with its hours in the year, not weighted. */
export interface LedgerPart {
  readonly resource: Resource
  readonly weight: number
  /** False for a room whose benches are in the entity, too: they are the same hours. */
  readonly isCounted: boolean
  readonly hours: LedgerHours
  /** The same of January to December. */
  readonly months: readonly LedgerHours[]
  /** Economic hours to come by their reservation. */
  readonly coming: ReadonlyMap<number, number>
  /** Read when it is asked for: a figure needs none of them. */
  readonly entries: readonly LedgerEntry[]
}

/** The book of an entity for a year. */
export interface Ledger extends EntityYear {
  readonly parts: readonly LedgerPart[]
  readonly figures: LedgerFigures
}

/** The hours of January to December, weighted. */
export function ledgerMonths({ year, parts }: Pick<Ledger, 'year' | 'parts'>): readonly LedgerHours[] {
  const counted = parts.filter(({ isCounted }) => isCounted)
  return monthPieces(daysOfYear(year)).map((_days, i) =>
    sumOfHours(counted.map(({ weight, months }) => ({ weight, hours: months[i]! }))),
  )
}

/** A version with who wrote it. */
export interface SignedVersion extends EntityVersion {
  /** Null where the system did it. */
  readonly author: { readonly name: string; readonly role: Role } | null
}

/** Somebody closed the book of an entity, or opened it again. */
export interface EntityClosing {
  readonly isClosed: boolean
  readonly reason: string
  readonly at: number
  readonly personName: string | null
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
