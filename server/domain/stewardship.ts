import type { Person } from './person.ts'
import type { Resource } from './resource.ts'

/** Owner, deputy or caretaker of the resource's lab: their own reservations need no approval, and they may override. */
export function isSteward(person: Person | null, resource: Pick<Resource, 'labId'>): boolean {
  return person?.stewardOf.has(resource.labId) ?? false
}

/** Owner or deputy: who requests wait for. A caretaker looks after the resource and trains people. */
export function decidesFor(person: Person | null, resource: Pick<Resource, 'labId'>): boolean {
  const role = person?.stewardOf.get(resource.labId)
  return role === 'owner' || role === 'deputy'
}

/** The labs whose requests wait for this person. */
export function labsDecidedBy(person: Person): readonly number[] {
  return [...person.stewardOf].filter(([, role]) => role !== 'caretaker').map(([labId]) => labId)
}
