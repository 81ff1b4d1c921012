import type { Catalogue } from './catalogue.ts'
import type { Person } from './person.ts'
import type { Part, PartWish } from './reservation.ts'
import type { Resource } from './resource.ts'
import { isSteward } from './stewardship.ts'
import type { PartFault, ResourceRef, Violation } from './violation.ts'

/** More than a reservation is meant to hold. */
export const MOST_PARTS = 20

/** A resource that is taken, with how many of its units. */
export interface Taken {
  readonly resource: Resource
  readonly units: number
}

/**
 * Everything that a reservation takes, the leading resource first. An accessory has no rules of its own: it is taken
 * from set-up to clean-up of the resource it is used with. Ids that nothing has are left out.
 */
export function takenWith(lead: Taken, also: readonly PartWish[], catalogue: Catalogue): Taken[] {
  const parts = also.flatMap(({ resourceId, units }) => {
    const resource = catalogue.resourceById.get(resourceId)
    return resource ? [{ resource, units }] : []
  })
  const hosts = [lead.resource, ...parts.map(({ resource }) => resource)]
  return [lead, ...parts].map(({ resource, units }) => {
    const host = resource.isAccessory ? hosts.find((each) => each.accessories.includes(resource.id)) : undefined
    return { resource: host ? { ...resource, policy: host.policy } : resource, units }
  })
}

/** The parts of a reservation as it keeps them. */
export const partsFor = (also: readonly PartWish[], { resourceById }: Catalogue): Part[] =>
  also.map(({ resourceId, units }) => ({ resourceId, units, labId: resourceById.get(resourceId)!.labId }))

/**
 * What keeps these resources from being taken together: the same one twice, one that another of them holds already, an
 * accessory of none of them, one whose approval the stewards of the leading one cannot give and nobody asks its own for.
 */
export function togetherFaults([lead, ...parts]: readonly [Taken, ...Taken[]], person: Person): Violation[] {
  const faults = parts.flatMap(({ resource }, i): Violation[] => {
    const fault = faultOf(resource, [lead, ...parts.slice(0, i)], [lead, ...parts], person)
    return fault ? [{ code: 'parts', ...fault, resource: refOf(resource, lead.resource, person) }] : []
  })
  return parts.length > MOST_PARTS ? [...faults, { code: 'parts', fault: 'many', most: MOST_PARTS }] : faults
}

function faultOf(
  resource: Resource,
  before: readonly Taken[],
  all: readonly Taken[],
  person: Person,
): PartFault | null {
  if (before.some((each) => each.resource.id === resource.id)) return { fault: 'twice' }
  const kin = before.find((each) => [...each.resource.above, ...each.resource.inside].includes(resource.id))
  if (kin) return { fault: 'within', other: kin.resource.name }
  if (resource.isAccessory)
    return all.some((each) => each.resource.accessories.includes(resource.id)) ? null : { fault: 'accessory' }
  const lead = all[0]!.resource
  const waitsElsewhere = resource.labId !== lead.labId && needsApproval(person, [resource])
  const isAskedFor = [lead, resource].some(({ policy }) => policy.routing === 'all-labs')
  return waitsElsewhere && !isAskedFor ? { fault: 'approval' } : null
}

/** Whether any of the resources is not this person's without somebody's approval. */
export const needsApproval = (person: Person, resources: readonly Resource[]): boolean =>
  resources.some((each) => !each.isAccessory && each.policy.approval === 'owner' && !isSteward(person, each))

/** How a sentence about a part names it. Rules of a lab that the person does not look after are not the leading lab's to set aside. */
export const refOf = ({ id, slug, name, labId }: Resource, lead: Resource, person: Person): ResourceRef => ({
  id,
  slug,
  name,
  isForeign: labId !== lead.labId && !isSteward(person, { labId }),
})
