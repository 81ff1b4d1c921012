import type { OrganisationKind } from './person.ts'
import type { OwnPolicy, Policy } from './policy.ts'
import type { Quota } from './quota.ts'

export const RESOURCE_KINDS = ['instrument', 'room', 'production_line', 'facility'] as const
export type ResourceKind = (typeof RESOURCE_KINDS)[number]

/** `planned`: the source only announces it. `out_of_service`: it stands there, nobody can book it. */
export const RESOURCE_STATUSES = ['active', 'out_of_service', 'planned', 'retired'] as const
export type ResourceStatus = (typeof RESOURCE_STATUSES)[number]

export { APPROVALS, type Approval, type Policy } from './policy.ts'

export interface Organisation {
  readonly id: number
  readonly slug: string
  readonly name: { readonly pl: string; readonly en: string }
  readonly kind: OrganisationKind
  readonly city: string | null
  readonly ror: string | null
  /** False for organisations elsewhere in the country that only fill the catalogue. */
  readonly isMember: boolean
  /** What it sets for its labs and resources. */
  readonly policy: OwnPolicy
}

export interface Lab {
  readonly id: number
  readonly slug: string
  readonly organisationId: number
  readonly name: { readonly pl: string; readonly en: string }
  readonly unit: string | null
  readonly city: string | null
  readonly description: string | null
  readonly timeZone: string
  readonly observesHolidays: boolean
  /** Working days the stewards have for a decision. */
  readonly decisionDays: number
  readonly isExample: boolean
  /** What it sets for its resources. */
  readonly policy: OwnPolicy
}

/** A thing that can be booked, with everything that does not change from one reservation to the next. */
export interface Resource {
  readonly id: number
  readonly slug: string
  readonly labId: number
  readonly organisationId: number
  readonly parentId: number | null
  /** Ids of those directly inside it. */
  readonly children: readonly number[]
  /** Ids of everything it is inside of, and of everything inside it: none of them can be used beside it. */
  readonly above: readonly number[]
  readonly inside: readonly number[]
  readonly kind: ResourceKind
  readonly name: { readonly pl: string; readonly en: string }
  readonly manufacturer: string | null
  readonly model: string | null
  readonly description: string | null
  readonly techniques: readonly string[]
  readonly status: ResourceStatus
  readonly capacity: number
  readonly timeZone: string
  /** The lab's setting unless the resource has its own. */
  readonly observesHolidays: boolean
  readonly isExample: boolean
  readonly isPubliclyFunded: boolean
  /** A rotor, a probe: booked along with the resources it belongs to, from its own stock, never by itself. */
  readonly isAccessory: boolean
  /** Ids of the accessories that can be taken along with it. */
  readonly accessories: readonly number[]
  readonly source: ResourceSource | null
  /** What holds: its own settings, else its lab's, else its organisation's. */
  readonly policy: Policy
  readonly ownPolicy: OwnPolicy
  /** Its own, its lab's and its organisation's. */
  readonly quotas: readonly Quota[]
}

/** Where a catalogue row comes from; the owner has confirmed it only when `confirmedAt` says so. */
export interface ResourceSource {
  readonly url: string
  readonly url2: string | null
  readonly year: number | null
  readonly notes: string | null
  readonly specs: string | null
  readonly quantity: number | null
  readonly costPln: number | null
  readonly confirmedAt: number | null
}
