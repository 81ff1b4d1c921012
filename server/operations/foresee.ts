import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { hoursOf } from '../../db/queries/opening-hours.ts'
import type { Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { type ForeseenOccurrence, type Occurrence, outcomeOf } from '../domain/series.ts'
import { occurrencesOf, seriesFault } from '../domain/series-plan.ts'
import { isSteward } from '../domain/stewardship.ts'
import { floatingOf, floatingText } from '../domain/zone.ts'
import { isRefusedClaim } from './against-clashes.ts'
import { assess } from './assess.ts'
import { done, type Result, refused } from './result.ts'
import type { SeriesWish } from './series-request.ts'
import { reasonOf, weigh } from './weigh.ts'

export interface SeriesPlan {
  readonly person: Person
  readonly resource: Resource
  readonly occurrences: readonly Occurrence[]
  readonly override: string | null
}

/**
 * The resource and every start of a wish. Refusals: `not-found` (no such resource), `forbidden` (override by no
 * steward), `invalid` (the rule). To be asked before the transaction, which remembers no hours it may have to roll back.
 */
export function planOf(db: Db, person: Person, wish: SeriesWish): Result<SeriesPlan> {
  const resource = catalogueOf(db).resourceById.get(wish.resourceId)
  if (!resource) return refused({ kind: 'not-found' })
  const override = reasonOf(wish.override)
  if (override !== null && !isSteward(person, resource)) return refused({ kind: 'forbidden' })
  const fault = seriesFault(wish, resource.policy)
  if (fault) return refused({ kind: 'invalid', ...fault })
  hoursOf(db, resource.id)
  return done({ person, resource, occurrences: occurrencesOf(wish), override })
}

/** A local start as the occurrences of series are named; anything else comes back as it is. */
export function occurrenceName(text: string): string {
  try {
    return floatingText(floatingOf(text))
  } catch {
    return text
  }
}

/** Where an occurrence is to be: by the rule, or where somebody wants it instead. */
export interface Place extends Occurrence {
  readonly resource: Resource
}

/** What speaks for and against one occurrence, and which codes the override sets aside. */
export function foresee(
  tx: Db,
  { person, override }: Pick<SeriesPlan, 'person' | 'override'>,
  { resource, ...occurrence }: Place,
  { units, purpose, projectCode = null }: Pick<SeriesWish, 'units' | 'purpose' | 'projectCode'>,
  now: number,
): { foreseen: ForeseenOccurrence; codes: readonly string[] } {
  const wanted = { start: occurrence.start, end: occurrence.end, units, purpose, projectCode }
  const { standing, conflicts, overridden } = weigh(assess(tx, { person, resource, wanted }, now), override)
  return { foreseen: foreseenOf(occurrence, resource.id, { standing, conflicts }), codes: overridden }
}

export function foreseenOf(
  { local, start, end, movedMinutes }: Occurrence,
  resourceId: number,
  { standing: violations, conflicts }: Pick<ReturnType<typeof weigh>, 'standing' | 'conflicts'>,
): ForeseenOccurrence {
  const outcome = outcomeOf({ violations, conflicts })
  return { local, start, end, movedMinutes, resourceId, outcome, violations, conflicts }
}

/** Runs a write of one occurrence; where the guards of the database refuse its claim, tells it as a clash. */
export function claimed<T>(occurrence: ForeseenOccurrence, units: number, write: () => T): Result<T> {
  try {
    return done(write())
  } catch (fault) {
    if (!isRefusedClaim(fault)) throw fault
    const { start, end, resourceId } = occurrence
    const clash = { ...occurrence, outcome: 'conflict' as const, conflicts: [{ start, end, units, resourceId }] }
    return refused({ kind: 'series', occurrences: [clash] })
  }
}
