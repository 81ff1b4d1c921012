import type { Db } from '../../db/connect.ts'
import * as schema from '../../db/schema/index.ts'
import type { Person } from '../../server/domain/person.ts'
import { makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { DAY, MINUTE, makeQualification, makeResource, makeRule, NOW } from '../support/makers.ts'

/** Time in the model: minutes since Monday 23 November 2026, 00:00 in Warsaw. Winter time lasts longer than any story. */
export type Minute = number

const MONDAY = NOW - 8 * 60 * MINUTE
export const instantOf = (minute: Minute) => Math.round(MONDAY + minute * MINUTE)
export const minuteOf = (instant: number): Minute => (instant - MONDAY) / MINUTE
export const BEGIN: Minute = 8 * 60

export const WHO = ['owner', 'caretaker', 'researcher', 'colleague', 'company'] as const
export type Who = (typeof WHO)[number]

/** A resource as the model knows it; times in minutes, the horizon in days. */
export interface Thing {
  readonly slug: string
  readonly within: string | null
  readonly capacity: number
  readonly needsApproval: boolean
  readonly setup: number
  readonly cleanup: number
  readonly step: number
  readonly shortest: number
  readonly longest: number
  readonly notice: number
  readonly horizon: number
  readonly cancelNotice: number
  /** Open until 22 for the lab's own organisation, not only until 18 for everybody. */
  readonly hasEvenings: boolean
  readonly needsTraining: boolean
}

const USUAL: Omit<Thing, 'slug'> = {
  ...{ within: null, capacity: 1, needsApproval: false, setup: 0, cleanup: 0, step: 30, shortest: 30, longest: 240 },
  ...{ notice: 0, horizon: 30, cancelNotice: 0, hasEvenings: false, needsTraining: false },
}

export const THINGS: readonly Thing[] = [
  { ...USUAL, slug: 'plain', horizon: 2, hasEvenings: true },
  { ...USUAL, slug: 'careful', needsApproval: true, setup: 30, cleanup: 15, step: 15, notice: 60, cancelNotice: 240 },
  { ...USUAL, slug: 'shared', capacity: 3, cleanup: 30, shortest: 60 },
  { ...USUAL, slug: 'room', capacity: 2, longest: 480 },
  { ...USUAL, slug: 'bench', within: 'room', needsApproval: true, setup: 30 },
  { ...USUAL, slug: 'probe', within: 'bench', needsTraining: true },
]

/** Researchers hold this until Wednesday noon; colleagues are trainees only. */
export const TRAINED_UNTIL: Minute = 2 * 1440 + 12 * 60

/** The real system, which every story starts anew. */
export interface Stage {
  readonly db: Db
  readonly people: Readonly<Record<Who, Person>>
  readonly idOf: ReadonlyMap<string, number>
  readonly slugOf: ReadonlyMap<number, string>
}

export function makeStage(): Stage {
  const db = testDb()
  const cast = makeCast(db)
  db.$client.exec('UPDATE labs SET decision_days = 1')
  const idOf = new Map<string, number>()
  for (const thing of THINGS) idOf.set(thing.slug, makeThing(db, cast.labId, thing, idOf))
  const probe = idOf.get('probe')!
  const expiresAt = instantOf(TRAINED_UNTIL)
  makeQualification(db, { resourceId: probe, personId: cast.researcher.id, level: 'supervised', expiresAt })
  makeQualification(db, { resourceId: probe, personId: cast.colleague.id, level: 'trainee', expiresAt: NOW + 99 * DAY })
  return { db, people: cast, idOf, slugOf: new Map([...idOf].map(([slug, id]) => [id, slug])) }
}

function makeThing(db: Db, labId: number, thing: Thing, idOf: ReadonlyMap<string, number>): number {
  const id = makeResource(db, {
    ...{ labId, slug: thing.slug, parentId: idOf.get(thing.within ?? '') ?? null, capacity: thing.capacity },
    ...{ approval: thing.needsApproval ? 'owner' : 'none', setupMinutes: thing.setup, cleanupMinutes: thing.cleanup },
    ...{ stepMinutes: thing.step, minMinutes: thing.shortest, maxMinutes: thing.longest },
    ...{ minNoticeMinutes: thing.notice, horizonDays: thing.horizon, cancelNoticeMinutes: thing.cancelNotice },
    qualificationRequired: thing.needsTraining ? 'supervised' : null,
  })
  if (thing.hasEvenings) {
    makeRule(db, { resourceId: id })
    makeRule(db, { resourceId: id, audience: 'organisation', startLocal: '2020-01-01T18:00:00', durationMinutes: 240 })
  }
  db.insert(schema.resourceTechniques).values({ resourceId: id, technique: 'any' }).run()
  return id
}

const CLEARED = [
  ...['usages', 'claims', 'misses', 'reservation_events', 'outbox', 'unmet_requests', 'outages', 'reservations'],
  ...['series_skips', 'series'],
]
const CLEAR = `BEGIN; ${CLEARED.map((table) => `DELETE FROM ${table}`).join('; ')};
  UPDATE resources SET longest_claim_ms = 0 WHERE longest_claim_ms > 0; COMMIT`

/** Forgets every reservation and outage, as if nobody had been there. */
export function clear({ db }: Stage): void {
  db.$client.exec(CLEAR)
}
