import type { Person } from './person.ts'
import type { Reservation } from './reservation.ts'
import type { Resource } from './resource.ts'
import { isSteward } from './stewardship.ts'
import type { Violation } from './violation.ts'

const MINUTE = 60_000

/** What keeps the person from changing or cancelling so shortly before the start; stewards it never keeps. */
export function lockOn(
  { start }: Pick<Reservation, 'start'>,
  resource: Resource,
  person: Person,
  now: number,
): Violation | null {
  const { lockMinutes } = resource.policy
  const since = start - lockMinutes * MINUTE
  if (lockMinutes === 0 || now < since || isSteward(person, resource)) return null
  return { code: 'locked', lockMinutes, since }
}
