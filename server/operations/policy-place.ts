import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import type { Person } from '../domain/person.ts'
import type { OwnPolicy } from '../domain/policy.ts'
import type { PolicyPlace } from '../domain/quota.ts'
import type { Resource } from '../domain/resource.ts'
import { decidesFor } from '../domain/stewardship.ts'
import { done, type Result, refused } from './result.ts'

/** Where rules of booking are set, and what they are set for. */
export interface PolicySetting {
  readonly place: PolicyPlace
  readonly own: OwnPolicy
  /** What the places above set, the nearest first. */
  readonly above: readonly OwnPolicy[]
  /** Every resource the place's settings may reach. */
  readonly resources: readonly Resource[]
}

/** Refusals: `not-found`, `forbidden` for whoever does not set rules there. */
export function policySetting(db: Db, person: Person, place: PolicyPlace): Result<PolicySetting> {
  const setting = settingOf(db, place)
  if (!setting) return refused({ kind: 'not-found' })
  return setsRules(db, person, place) ? done(setting) : refused({ kind: 'forbidden' })
}

/**
 * Whether the person sets the rules of the place: who decides in the lab for it and its resources, and who runs an
 * organisation or owns any of its labs for the organisation.
 */
export function setsRules(db: Db, person: Person | null, { kind, id }: PolicyPlace): boolean {
  const { resourceById, labsOfOrganisation } = catalogueOf(db)
  if (kind === 'lab') return decidesFor(person, { labId: id })
  if (kind === 'resource') return resourceById.has(id) && decidesFor(person, resourceById.get(id)!)
  if (person?.administers.has(id)) return true
  return (labsOfOrganisation.get(id) ?? []).some((lab) => person?.stewardOf.get(lab.id) === 'owner')
}

function settingOf(db: Db, place: PolicyPlace): PolicySetting | null {
  const catalogue = catalogueOf(db)
  const { id } = place
  if (place.kind === 'organisation') {
    const organisation = catalogue.organisationById.get(id)
    const resources = catalogue.resourcesOfOrganisation.get(id) ?? []
    return organisation ? { place, own: organisation.policy, above: [], resources } : null
  }
  const resource = place.kind === 'resource' ? catalogue.resourceById.get(id) : undefined
  const lab = catalogue.labById.get(resource?.labId ?? id)
  if (!lab || (place.kind === 'resource' && !resource)) return null
  const organisation = catalogue.organisationById.get(lab.organisationId)!.policy
  if (resource) return { place, own: resource.ownPolicy, above: [lab.policy, organisation], resources: [resource] }
  return { place, own: lab.policy, above: [organisation], resources: catalogue.resourcesOfLab.get(id) ?? [] }
}
