import { type Situation, violationsFor, type Wanted } from './booking-rules.ts'
import { type OwnPolicy, POLICY_FIELDS, type Policy, type PolicyField } from './policy.ts'
import type { Resource } from './resource.ts'
import type { ViolationCode } from './violation.ts'

/** A field that a place sets otherwise than before; undefined where it takes what comes from above. */
export interface PolicyFieldChange {
  readonly field: PolicyField
  readonly before: Policy[PolicyField] | undefined
  readonly after: Policy[PolicyField] | undefined
}

/** What differs between two settings of one place, in the order of the fields. */
export function policyChanges(before: OwnPolicy, after: OwnPolicy): readonly PolicyFieldChange[] {
  return POLICY_FIELDS.filter((field) => canonical(before[field]) !== canonical(after[field])).map((field) => ({
    field,
    before: before[field],
    after: after[field],
  }))
}

export const isSamePolicy = (a: OwnPolicy, b: OwnPolicy): boolean => policyChanges(a, b).length === 0

/** The same text for the same value, whatever the order of its keys. */
const canonical = (value: unknown): string | undefined =>
  JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )

/** A reservation to come, with what the rules ask of its person. */
export interface FutureReservation
  extends Wanted,
    Pick<Situation, 'personId' | 'audiences' | 'isSteward' | 'qualification'> {
  readonly id: number
}

/** Rules that the time and its person keep or break, whenever they are asked. */
const LASTING: readonly ViolationCode[] = [
  'too-short',
  'too-long',
  'off-step',
  'audience',
  'purpose',
  'project',
  'qualification',
]

/** Codes of the rules that a reservation would break after a change and does not break before it. */
export function newlyBroken(reservation: FutureReservation, resource: Resource, after: Policy): ViolationCode[] {
  const { start, end, personId, audiences, isSteward, qualification, projectCode } = reservation
  const codesUnder = (policy: Policy) => {
    const open = [{ start, end }]
    const situation: Situation = {
      ...{ resource: { ...resource, policy }, personId, audiences, isSteward, qualification },
      ...{ open, openForSomebody: open, outages: [], quotas: [], elsewhere: [] },
      projects: projectCode === null ? [] : [{ code: projectCode, startOn: null, endOn: null, isClosed: false }],
    }
    return new Set(violationsFor(reservation, situation, start).map(({ code }) => code))
  }
  const before = codesUnder(resource.policy)
  return [...codesUnder(after)].filter((code) => LASTING.includes(code) && !before.has(code))
}
