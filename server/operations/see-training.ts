import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { heldBy, holderOf } from '../../db/queries/qualifications.ts'
import { type AskedTraining, standingRequest, trainingRequestsOf } from '../../db/queries/training.ts'
import { trainingSessionsOf } from '../../db/queries/training-sessions.ts'
import type { Level, Person } from '../domain/person.ts'
import {
  type QualificationEnd,
  type QualificationState,
  qualificationStateOf,
  reaches,
} from '../domain/qualification.ts'
import type { Resource } from '../domain/resource.ts'
import { isStanding, type TrainingSession } from '../domain/training.ts'
import { endOfRight } from './qualification-ends.ts'

/** A right as its holder sees it. */
export interface HeldRight {
  readonly resource: Resource
  readonly level: Level
  readonly end: QualificationEnd | null
  readonly state: QualificationState
  /** Whether the level suffices to book. */
  readonly mayBook: boolean
  /** Whether training or renewal is asked for. */
  readonly isAsked: boolean
}

export interface SeenTraining {
  /** Those that end first come first. */
  readonly held: readonly HeldRight[]
  readonly requests: readonly { readonly request: AskedTraining; readonly resource: Resource }[]
  /** Sessions to come. */
  readonly sessions: readonly { readonly session: TrainingSession; readonly resource: Resource }[]
}

/** Where a person stands with the right to one resource. */
export function rightOn(db: Db, person: Person, resource: Resource, now: number) {
  const held = holderOf(db, resource.id, person.id)
  const end = held && endOfRight(db, resource, held, now)
  return {
    held: held && { level: held.level, end, state: qualificationStateOf(end, now) },
    mayBook: held !== null && reaches(held.level, resource.policy.qualificationRequired),
    isAsked: standingRequest(db, person.id, resource.id) !== null,
  }
}

/** What a person may use, asked for and is invited to. */
export function seeTraining(db: Db, person: Person, now: number): SeenTraining {
  const { resourceById } = catalogueOf(db)
  const withResource = <T extends { resourceId: number }>(rows: readonly T[]) =>
    rows.flatMap((row) => {
      const resource = resourceById.get(row.resourceId)
      return resource ? [{ row, resource }] : []
    })
  const requests = withResource(trainingRequestsOf(db, person.id))
  const asked = new Set(requests.filter(({ row }) => isStanding(row)).map(({ row }) => row.resourceId))
  const held = withResource(heldBy(db, person.id)).map(({ row, resource }) => {
    const end = endOfRight(db, resource, row, now)
    return {
      resource,
      level: row.level,
      end,
      state: qualificationStateOf(end, now),
      mayBook: reaches(row.level, resource.policy.qualificationRequired),
      isAsked: asked.has(resource.id),
    }
  })
  return {
    held: held.toSorted((a, b) => (a.end?.at ?? Infinity) - (b.end?.at ?? Infinity) || a.resource.id - b.resource.id),
    requests: requests.map(({ row: request, resource }) => ({ request, resource })),
    sessions: withResource(trainingSessionsOf(db, person.id, now)).map(({ row: session, resource }) => ({
      session,
      resource,
    })),
  }
}
