import type { Refusal } from '../operations/result.ts'
import { HttpRefusal } from './access.ts'

/** What was looked for, or the 404 that says nothing about whether it exists. */
export function found<T>(thing: T | null | undefined): T {
  if (thing === null || thing === undefined) throw new HttpRefusal(404, 'not-found')
  return thing
}

/** Refusals that need no more than their status: 403 for what is visible and not allowed, 404 for all else. */
export const plainRefusal = (refusal: Refusal): HttpRefusal =>
  refusal.kind === 'forbidden' ? new HttpRefusal(403, 'forbidden') : new HttpRefusal(404, 'not-found')
