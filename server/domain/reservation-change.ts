import type { Interval } from './interval.ts'
import type { PartWish, Reservation } from './reservation.ts'

/** What is left out of what is taken along stays as it was. */
type Taken = Interval & { readonly units: number; readonly also?: readonly PartWish[] | undefined }

/** Whether it takes other time, another part of the capacity or other things along than before. */
export function isMoved(before: Taken, after: Taken): boolean {
  if (before.start !== after.start || before.end !== after.end || before.units !== after.units) return true
  return after.also !== undefined && !takesTheSame(before.also ?? [], after.also)
}

/** Whether it takes less than before and nothing new. */
export function isShortened(before: Taken, after: Taken): boolean {
  const within = after.start >= before.start && after.end <= before.end && after.units <= before.units
  return within && takesNoMore(before.also ?? [], after.also ?? []) && isMoved(before, after)
}

const takesNoMore = (before: readonly PartWish[], after: readonly PartWish[]) =>
  after.every(({ resourceId, units }) => before.some((each) => each.resourceId === resourceId && each.units >= units))

/** Whether two lists are of the same parts, in whatever order. */
export const takesTheSame = (a: readonly PartWish[], b: readonly PartWish[]): boolean =>
  a.length === b.length && takesNoMore(a, b) && takesNoMore(b, a)

const FIELDS = ['resourceId', 'start', 'end', 'units', 'title', 'purpose', 'projectId', 'note'] as const

/** What each changed field was and is. */
export function changesOf(before: Reservation, after: Reservation): Record<string, { from: unknown; to: unknown }> {
  const changed = FIELDS.filter((field) => before[field] !== after[field])
  const own = Object.fromEntries(changed.map((field) => [field, { from: before[field], to: after[field] }]))
  return takesTheSame(before.also, after.also) ? own : { ...own, also: { from: before.also, to: after.also } }
}
