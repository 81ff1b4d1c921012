import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { recordAudit } from '../../db/queries/audit.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { comingOfPerson } from '../../db/queries/coming-of-person.ts'
import { type Erasure, keepErasures } from '../../db/queries/erasure-journal.ts'
import { endMembership, membershipsOfPerson, membersOf } from '../../db/queries/memberships.ts'
import { clusterAdministrators, requesterById } from '../../db/queries/people.ts'
import { createdAtOf, eraseTraces, type Traces, tracesOf } from '../../db/queries/personal-erasure.ts'
import { emptyLog } from '../../db/queries/storage.ts'
import type { Person } from '../domain/person.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { Lab, Organisation } from '../domain/resource.ts'
import { isLastAdministrator } from './decide-membership.ts'
import { cancelAll, stopWaiting } from './end-membership.ts'
import { done, type Result, refused } from './result.ts'

/** What an erasure would do, and what stands in its way. */
export interface ErasureFacts {
  readonly traces: Traces
  /** To come: they are cancelled. */
  readonly reservations: readonly Reservation[]
  /** That nobody else owns, and that others belong to and nobody else runs: they are handed over first. */
  readonly labs: readonly Lab[]
  readonly organisations: readonly Organisation[]
  readonly isLastClusterAdministrator: boolean
}

/** Of oneself, or by who runs the cluster. Refusals: `not-found`, `forbidden`. */
export function foreseeErasure(db: Db, actor: Person, personId: number, now: number): Result<ErasureFacts> {
  if (actor.id !== personId && actor.role !== 'administrator') return refused({ kind: 'forbidden' })
  const facts = factsOf(db, personId, now)
  return facts ? done(facts) : refused({ kind: 'not-found' })
}

/**
 * Takes out of the database whatever names a person: what holds hours, purposes and organisations stays, without their
 * name and their words. What they have booked is cancelled, with mail to those it concerns. There is no way back.
 * `confirmation` is the address of the account. Refusals: `not-found`, `forbidden`, `invalid` (`confirmation`, `person`).
 */
export function erasePerson(
  db: Db,
  actor: Person,
  { personId, confirmation }: { readonly personId: number; readonly confirmation: string },
  now: number,
): Result<Traces> {
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const foreseen = foreseeErasure(tx, actor, personId, now)
    if (!foreseen.ok) return foreseen
    const { value: facts } = foreseen
    if (confirmation.trim().toLowerCase() !== facts.traces.email)
      return refused({ kind: 'invalid', field: 'confirmation', reason: 'erasure-confirmation' })
    const hindrance = hindranceOf(facts)
    if (hindrance) return refused({ kind: 'invalid', field: 'person', reason: hindrance })
    return done(erase(tx, facts, actor, now))
  })
}

/** The same by the system, after long disuse; null where somebody has to take over something first. */
export function eraseUnused(tx: Db, personId: number, now: number): Traces | null {
  const facts = factsOf(tx, personId, now)
  return facts && !hindranceOf(facts) ? erase(tx, facts, null, now) : null
}

/** Whether somebody would have to take over first, were they gone. */
export function isNeeded(db: Db, personId: number, now: number): boolean {
  const facts = factsOf(db, personId, now)
  return facts !== null && hindranceOf(facts) !== null
}

/** What the journal tells of, done once more in a copy that is older; false where it is done or there is no such account. */
export function eraseAgain(db: Db, { personId, createdAt, at }: Erasure): boolean {
  return inWriteTransaction(db, (tx) => {
    if (createdAtOf(tx, personId) !== createdAt) return false
    const facts = factsOf(tx, personId, at)
    if (facts) erase(tx, facts, null, at)
    return facts !== null
  })
}

/** What an erasure leaves outside of its transaction: the journal beside the file, and the write-ahead log. */
export function settleErasures(db: Db): void {
  keepErasures(db)
  emptyLog(db)
}

/** What has to be handed over first; null for nothing. */
export function hindranceOf({ isLastClusterAdministrator, labs, organisations }: ErasureFacts): string | null {
  if (isLastClusterAdministrator) return 'last-cluster-administrator'
  if (labs.length > 0) return 'erasure-last-owner'
  return organisations.length > 0 ? 'last-administrator' : null
}

function factsOf(db: Db, personId: number, now: number): ErasureFacts | null {
  const traces = tracesOf(db, personId)
  if (!traces) return null
  const { labs, organisationById, stewardsOfLab } = catalogueOf(db)
  const memberships = membershipsOfPerson(db, personId)
  const administrators = clusterAdministrators(db)
  return {
    traces,
    reservations: memberships.flatMap(({ organisationId }) => comingOfPerson(db, { personId, organisationId }, now)),
    labs: labs.filter(({ id }) => {
      const owners = (stewardsOfLab.get(id) ?? []).filter(({ role }) => role === 'owner')
      return owners.length > 0 && owners.every((each) => each.personId === personId)
    }),
    organisations: memberships
      .filter((each) => isLastAdministrator(db, each) && hasOthers(db, each))
      .map(({ organisationId }) => organisationById.get(organisationId)!),
    isLastClusterAdministrator: administrators.length > 0 && administrators.every((id) => id === personId),
  }
}

/** Who is alone in an organisation has nobody to hand it to: the cluster's administrator looks after it. */
const hasOthers = (db: Db, { personId, organisationId }: { personId: number; organisationId: number }) =>
  membersOf(db, organisationId).some((each) => each.personId !== personId && each.isActive && each.state === 'active')

/** By the person, by who runs the cluster, or (null) by the system. */
function erase(tx: Db, { traces, reservations }: ErasureFacts, actor: Person | null, now: number): Traces {
  const { personId } = traces
  const person = requesterById(tx, personId)
  cancelAll(tx, { reservations }, { actor: actor ?? person, reason: null, now })
  for (const membership of membershipsOfPerson(tx, personId)) {
    stopWaiting(tx, membership, now)
    endMembership(tx, membership, now)
  }
  eraseTraces(tx, traces, now)
  recordAudit(tx, {
    ...{ person: actor, kind: 'person-erased', aboutId: personId, at: now },
    ...{ object: { kind: 'people', id: personId }, after: { cancelled: reservations.length } },
  })
  return traces
}
