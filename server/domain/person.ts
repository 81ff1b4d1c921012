export const ROLES = ['member', 'coordinator', 'administrator'] as const
export type Role = (typeof ROLES)[number]

export const STEWARD_ROLES = ['owner', 'deputy', 'caretaker'] as const
export type StewardRole = (typeof STEWARD_ROLES)[number]

export const MEMBERSHIP_STATES = ['asked', 'active', 'left'] as const

export const ORGANISATION_KINDS = [
  'university',
  'institute',
  'company',
  'park',
  'hospital',
  'authority',
  'other',
] as const
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number]

export const LOCALES = ['pl', 'en'] as const
export type Locale = (typeof LOCALES)[number]

export const LEVELS = ['trainee', 'supervised', 'independent'] as const
export type Level = (typeof LEVELS)[number]

/** The person who acts, with what they may do derived from it. Loaded anew for every request. */
export interface Person {
  readonly id: number
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly locale: Locale
  /** The one of their organisations that they act for. */
  readonly organisationId: number
  readonly organisationSlug: string
  readonly organisationName: string
  readonly organisationKind: OrganisationKind
  /** Lab id → the person's part in it. */
  readonly stewardOf: ReadonlyMap<number, StewardRole>
  /** The organisations the person runs: invites, names stewards, reads their use. */
  readonly administers: ReadonlySet<number>
}
