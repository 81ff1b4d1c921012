import type { Db } from '../../db/connect.ts'
import { countMisses } from '../../db/queries/misses.ts'
import { qualificationOf } from '../../db/queries/qualifications.ts'
import { approvesItself } from '../domain/auto-approval.ts'
import type { Interval } from '../domain/interval.ts'
import { needsApproval } from '../domain/parts.ts'
import type { Person } from '../domain/person.ts'
import { groupOf, type Purpose } from '../domain/purpose.ts'
import type { Resource } from '../domain/resource.ts'
import { isSteward } from '../domain/stewardship.ts'
import { qualificationHeld } from './standing-of.ts'

export interface Asking extends Interval {
  readonly person: Person
  /** The leading one and what is taken along. */
  readonly resources: readonly Resource[]
  readonly purpose: string | null
}

/**
 * Whether any of the resources is not this person's without an approval: its rule, unless it approves such requests by
 * itself, or their record in its lab.
 */
export const mustAsk = (db: Db, asking: Asking, now: number): boolean =>
  asking.resources.some((each) => mustAskLab(db, asking, each, now) || mustAskCoordinator(asking, each))

/** Whether the lab of one of the resources has to agree. */
export function mustAskLab(db: Db, asking: Asking, resource: Resource, now: number): boolean {
  const { person } = asking
  if (hasMissedTooMuch(db, person, resource, now)) return true
  return needsApproval(person, [resource]) && !isApprovedAtOnce(db, asking, resource, now)
}

/** Whether the coordinator has to agree, too; what a resource approves by itself is approved for its lab alone. */
export function mustAskCoordinator({ person, purpose }: Asking, resource: Resource): boolean {
  const isTheirs = resource.policy.routing === 'economic-coordinator' && needsApproval(person, [resource])
  return isTheirs && purpose !== null && groupOf(purpose as Purpose) === 'economic'
}

function isApprovedAtOnce(db: Db, { person, start, end, purpose }: Asking, resource: Resource, now: number): boolean {
  const { autoApprove, qualificationRequired } = resource.policy
  if (autoApprove === null) return false
  // Where nothing is required a right may be held all the same.
  const held = qualificationHeld(db, person, resource, now) ?? qualificationOf(db, person.id, resource.id)
  const isHeld = held !== null && !('lapsedAt' in held) && (held.expiresAt === null || held.expiresAt >= end)
  return approvesItself(autoApprove, {
    ...{ start, end, purpose },
    isOfOwnOrganisation: person.organisationId === resource.organisationId,
    level: isHeld ? held.level : null,
    levelRequired: qualificationRequired,
  })
}

function hasMissedTooMuch(db: Db, person: Person, resource: Resource, now: number): boolean {
  const most = resource.policy.approvalAfterMisses
  if (most === null || resource.isAccessory || isSteward(person, resource)) return false
  return countMisses(db, person.id, resource.labId, now) >= most
}
