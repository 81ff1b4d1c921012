import { expect } from 'vitest'
import { prepared } from '../../db/queries/prepared.ts'
import { expireRequests } from '../../server/operations/expire-requests.ts'
import type { Result } from '../../server/operations/result.ts'
import { type Naive, type Outcome, takenBy, type Verdict, type Wish } from './naive.ts'
import { instantOf, type Minute, type Stage } from './stage.ts'

const RESERVATIONS = `SELECT id, version, state, resource_id AS resourceId, units, title, start_at AS start, end_at AS "end",
  iif(state = 'requested', decide_by, NULL) AS decideBy FROM reservations ORDER BY id`
const CLAIMS = `SELECT reservation_id AS id, resource_id AS resourceId, units, is_tentative AS isTentative,
  start_at AS start, end_at AS "end" FROM claims ORDER BY reservation_id`

const USES = `SELECT reservation_id AS id, start_at AS start, end_at AS "end" FROM usages ORDER BY reservation_id`

/** The database holds what the model does, once both have let go of what nobody decided: reservations and their claims. */
export function expectSame(model: Naive, { db, idOf }: Stage): void {
  expireRequests(db, instantOf(model.now))
  model.lapse()
  const bookings = model.bookings.toSorted((a, b) => a.id - b.id)
  const resourceId = (slug: string) => idOf.get(slug)
  equal(
    prepared(db, RESERVATIONS).all(),
    bookings.map(({ id, version, state, thing, start, end, units, title, decideBy }) => ({
      ...{ id, version, state, resourceId: resourceId(thing.slug), units, title },
      ...{ start: instantOf(start), end: instantOf(end) },
      decideBy: state === 'requested' ? instantOf(decideBy!) : null,
    })),
  )
  equal(
    prepared(db, CLAIMS).all(),
    bookings
      .filter((each) => model.holdsTime(each))
      .map((each) => ({
        ...{ id: each.id, resourceId: resourceId(each.thing.slug), units: each.units },
        isTentative: Number(each.state === 'requested'),
        ...{ start: instantOf(takenBy(each).from), end: instantOf(takenBy(each).to) },
      })),
  )
  equal(
    prepared(db, USES).all(),
    bookings.flatMap(({ id, used }) =>
      used ? [{ id, start: instantOf(used.from), end: used.to === null ? null : instantOf(used.to) }] : [],
    ),
  )
}

/** The operation said what the model says: that it is done, or each and every reason why not. */
export function expectOutcome(result: Result<unknown>, outcome: Outcome, wish: Wish): void {
  const kind = result.ok ? 'ok' : result.refusal.kind
  equal(kind, typeof outcome === 'string' ? outcome : 'rules')
  if (typeof outcome === 'object' && !result.ok && result.refusal.kind === 'rules')
    expectVerdict(result.refusal, outcome, wish)
}

interface Spoken {
  readonly violations: readonly { readonly code: string }[]
  readonly conflicts: readonly { readonly start: number; readonly end: number }[]
}

/** The same codes, and the same minutes of the wish's busy time are called taken. */
export function expectVerdict({ violations, conflicts }: Spoken, { codes, taken }: Verdict, wish: Wish): void {
  equal(violations.map(({ code }) => code).sort(), codes)
  const minutes: Minute[] = []
  for (let minute = wish.start - wish.thing.setup; minute < wish.end + wish.thing.cleanup; minute++) {
    const instant = instantOf(minute)
    if (conflicts.some(({ start, end }) => start <= instant && instant < end)) minutes.push(minute)
  }
  equal(minutes, taken)
}

/** `toEqual` where it is asked a hundred thousand times: for its words only, and with fields in the same order. */
export function equal(actual: unknown, expected: unknown): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) expect(actual).toEqual(expected)
}
