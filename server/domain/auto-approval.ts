import type { Interval } from './interval.ts'
import type { Level } from './person.ts'
import type { Purpose } from './purpose.ts'
import { reaches } from './qualification.ts'

/** What needs an owner's approval and gets it at once when all of these hold; what is left out asks for nothing. */
export interface AutoApproval {
  /** By who holds the qualification that the resource requires, or an independent one where it requires none. */
  readonly qualified?: boolean
  /** No longer than this. */
  readonly maxMinutes?: number
  /** By people of the organisation that owns the resource. */
  readonly ownOrganisation?: boolean
  readonly purposes?: readonly Purpose[]
}

export interface AutoAsking extends Interval {
  readonly purpose: string | null
  readonly isOfOwnOrganisation: boolean
  /** The requester's right on the resource that holds to the end; null for none. */
  readonly level: Level | null
  readonly levelRequired: Level | null
}

/** Whether every condition holds; never where there is none. */
export function approvesItself(conditions: AutoApproval | null, asking: AutoAsking): boolean {
  if (conditions === null) return false
  const { qualified = false, maxMinutes, ownOrganisation = false, purposes } = conditions
  if (!qualified && maxMinutes === undefined && !ownOrganisation && purposes === undefined) return false
  const isQualified = asking.level !== null && reaches(asking.level, asking.levelRequired ?? 'independent')
  return (
    (!qualified || isQualified) &&
    (maxMinutes === undefined || asking.end - asking.start <= maxMinutes * 60_000) &&
    (!ownOrganisation || asking.isOfOwnOrganisation) &&
    (purposes === undefined || purposes.some((each) => each === asking.purpose))
  )
}
