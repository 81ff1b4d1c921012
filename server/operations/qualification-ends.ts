import type { Db } from '../../db/connect.ts'
import { lastUseOf } from '../../db/queries/qualification-use.ts'
import { lapsesAt } from '../domain/lapse.ts'
import { endOf, type QualificationEnd } from '../domain/qualification.ts'
import type { Resource } from '../domain/resource.ts'

/** When a right that somebody holds ends if nothing is done: at its date, or once it has lain unused; null for never. */
export function endOfRight(
  db: Db,
  { id, policy, timeZone }: Resource,
  { personId, expiresAt }: { readonly personId: number; readonly expiresAt: number | null },
  now: number,
): QualificationEnd | null {
  const months = policy.qualificationLapseMonths
  if (months === null) return endOf(expiresAt, null)
  return endOf(expiresAt, lapsesAt(lastUseOf(db, personId, id, now) ?? now, months, timeZone))
}
