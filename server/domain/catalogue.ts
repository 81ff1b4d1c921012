import type { StewardRole } from './person.ts'
import type { Lab, Organisation, Resource } from './resource.ts'

/** Who looks after a lab, as its page names them. */
export interface Steward {
  readonly personId: number
  readonly name: string
  readonly role: StewardRole
}

/** Everything that can be booked and whose it is, as of one revision. Lists are in the order of Polish names. */
export interface Catalogue {
  readonly revision: number
  readonly organisations: readonly Organisation[]
  readonly labs: readonly Lab[]
  readonly resources: readonly Resource[]
  /** What is only booked along with resources; they are in no other list, by id alone. */
  readonly accessories: readonly Resource[]
  /** Every technique tag in use. */
  readonly techniques: readonly string[]
  readonly organisationById: ReadonlyMap<number, Organisation>
  readonly organisationBySlug: ReadonlyMap<string, Organisation>
  readonly labById: ReadonlyMap<number, Lab>
  readonly labBySlug: ReadonlyMap<string, Lab>
  readonly resourceById: ReadonlyMap<number, Resource>
  readonly resourceBySlug: ReadonlyMap<string, Resource>
  readonly accessoryBySlug: ReadonlyMap<string, Resource>
  readonly labsOfOrganisation: ReadonlyMap<number, readonly Lab[]>
  readonly resourcesOfLab: ReadonlyMap<number, readonly Resource[]>
  readonly resourcesOfOrganisation: ReadonlyMap<number, readonly Resource[]>
  /** Owner first, then deputies, then caretakers. */
  readonly stewardsOfLab: ReadonlyMap<number, readonly Steward[]>
}

/** What can be taken along with a resource, in the order of names. */
export const accessoriesOf = ({ accessories }: Pick<Resource, 'accessories'>, catalogue: Catalogue): Resource[] =>
  catalogue.accessories.filter((each) => accessories.includes(each.id) && each.status === 'active')

/** A resource or an accessory by its name in addresses and in the API. */
export const partNamed = (slug: string, { resourceBySlug, accessoryBySlug }: Catalogue): Resource | undefined =>
  resourceBySlug.get(slug) ?? accessoryBySlug.get(slug)
