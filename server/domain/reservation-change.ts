import type { Interval } from './interval.ts'
import type { Reservation } from './reservation.ts'

type Taken = Interval & { readonly units: number }

/** Whether it takes other time, or another part of the capacity, than before. */
export function isMoved(before: Taken, after: Taken): boolean {
  return before.start !== after.start || before.end !== after.end || before.units !== after.units
}

/** Whether it takes less than before and nothing new. */
export function isShortened(before: Taken, after: Taken): boolean {
  const within = after.start >= before.start && after.end <= before.end && after.units <= before.units
  return within && isMoved(before, after)
}

const FIELDS = ['start', 'end', 'units', 'title', 'purpose', 'projectId', 'note'] as const

/** What each changed field was and is. */
export function changesOf(before: Reservation, after: Reservation): Record<string, { from: unknown; to: unknown }> {
  const changed = FIELDS.filter((field) => before[field] !== after[field])
  return Object.fromEntries(changed.map((field) => [field, { from: before[field], to: after[field] }]))
}
