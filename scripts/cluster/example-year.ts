import type { Db } from '../../db/connect.ts'
import { openTimeOf } from '../../db/queries/opening-hours.ts'
import { subtract } from '../../server/domain/interval.ts'
import type { OrganisationKind } from '../../server/domain/person.ts'
import type { Purpose } from '../../server/domain/purpose.ts'
import { type Chance, chanceFrom } from './chance.ts'
import { RESOURCES } from './data.ts'
import { type BookedResource, placeReservations, type Wanted } from './example-bookings.ts'
import { insertOutages } from './example-outages.ts'
import { writeReservation } from './example-rows.ts'
import { titleFor } from './titles.ts'

const DAY_MS = 86_400_000
const DAYS_BACK = 366
const DAYS_AHEAD = 21

export interface ExamplePerson {
  readonly id: number
  readonly organisationId: number
  readonly organisationKind: OrganisationKind
  /** A project the person takes part in. */
  readonly projectId: number | null
  /** Has one of the demo's accounts. */
  readonly signsIn: 0 | 1
}

/**
 * A plausible year behind `now` and three weeks ahead of it on the members' real equipment, made up from a fixed seed:
 * the same day gives the same year. The demo-* resources stay empty.
 */
export function insertExampleYear(db: Db, now: number): void {
  const midnight = Math.floor(now / DAY_MS) * DAY_MS
  const year = { start: midnight - DAYS_BACK * DAY_MS, end: midnight + DAYS_AHEAD * DAY_MS }
  const people = loadPeople(db)
  for (const resource of loadResources(db)) {
    const chance = chanceFrom(resource.id * 7919)
    const users = usersOf(chance, resource, people)
    qualify(db, resource, users, year.start)
    const outages = insertOutages(db, chance, resource, year, now)
    const open = subtract(openTimeOf(db, resource.id, year, new Set(['everyone'])), outages.planned)
    for (let unit = 0; unit < resource.capacity; unit++)
      for (const span of placeReservations(chance, resource, open)) {
        const person = chance.weighted(users)
        const purpose = purposeOf(chance, person, resource)
        const title = titleFor(chance, resource.techniques, purpose)
        const projectId = chance.isLuck(0.4) ? person.projectId : null
        const wanted: Wanted = { ...span, person, purpose, title, projectId }
        writeReservation(db, chance, { resource, wanted, breakdowns: outages.breakdowns, now })
      }
  }
}

function loadPeople(db: Db): readonly ExamplePerson[] {
  return db.$client
    .prepare(
      `SELECT p.id, p.organisation_id AS organisationId, o.kind AS organisationKind,
         (SELECT min(project_id) FROM project_members m WHERE m.person_id = p.id) AS projectId, p.password_hash IS NOT NULL AS signsIn
       FROM people p
       JOIN organisations o ON o.id = p.organisation_id WHERE p.role = 'member' ORDER BY p.id`,
    )
    .all() as ExamplePerson[]
}

function loadResources(db: Db): readonly BookedResource[] {
  const rows = db.$client
    .prepare(
      `SELECT r.id, r.slug, r.kind, r.capacity, r.min_minutes AS minMinutes, r.max_minutes AS maxMinutes,
         r.setup_minutes AS setupMinutes, r.cleanup_minutes AS cleanupMinutes, r.approval,
         r.cancel_notice_minutes AS cancelNoticeMinutes,
         r.qualification_required AS qualificationRequired, l.organisation_id AS organisationId,
         (SELECT person_id FROM stewardships s WHERE s.lab_id = l.id AND s.role = 'owner') AS ownerId,
         (SELECT json_group_array(technique) FROM resource_techniques t WHERE t.resource_id = r.id) AS techniques
       FROM resources r JOIN labs l ON l.id = r.lab_id JOIN organisations o ON o.id = l.organisation_id
       WHERE o.is_member AND r.status = 'active' AND NOT r.is_example ORDER BY r.id`,
    )
    .all() as (Omit<BookedResource, 'techniques' | 'load'> & { techniques: string })[]
  const loads = new Map([...RESOURCES.values()].map((each) => [each.slug, each.load ?? 0.3]))
  return rows.map((row) => ({
    ...row,
    techniques: JSON.parse(row.techniques) as string[],
    load: loads.get(row.slug) ?? 0.3,
  }))
}

/** A circle of regulars: mostly the owner's own people, some from elsewhere. */
function usersOf(chance: Chance, { organisationId, kind }: BookedResource, people: readonly ExamplePerson[]) {
  const own = people.filter((person) => person.organisationId === organisationId)
  const others = people.filter(
    (person) =>
      person.organisationId !== organisationId &&
      (kind !== 'production_line' || person.organisationKind !== 'university'),
  )
  const guests = Array.from({ length: 6 }, () => chance.pick(others))
  const visitors = others.filter((person) => person.signsIn && chance.isLuck(0.3))
  return [
    ...own.map((person) => [person, person.signsIn ? 0.8 : chance.whole(2, 6)] as const),
    ...guests.map((person) => [person, person.signsIn ? 0.5 : chance.whole(2, 6)] as const),
    ...visitors.map((person) => [person, 0.8] as const),
  ]
}

function qualify(
  db: Db,
  resource: BookedResource,
  users: readonly (readonly [ExamplePerson, number])[],
  before: number,
) {
  if (!resource.qualificationRequired) return
  const grant = db.$client.prepare(
    `INSERT OR IGNORE INTO qualifications (resource_id, person_id, level, granted_by_id, granted_at) VALUES (?, ?, ?, ?, ?)`,
  )
  for (const [person] of users) grant.run(resource.id, person.id, 'independent', resource.ownerId, before)
}

const OF_COMPANIES: readonly (readonly [Purpose, number])[] = [
  ['contract_research', 4],
  ['service', 3],
  ['rental', 2],
  ['collaborative_research', 2],
]
const OF_SCIENCE: readonly (readonly [Purpose, number])[] = [
  ['own_research', 10],
  ['collaborative_research', 4],
  ['teaching', 3],
  ['knowledge_transfer', 1],
  ['staff_training', 0.5],
  ['service', 0.7],
]
const OF_PRODUCERS: readonly (readonly [Purpose, number])[] = [
  ['own_research', 6],
  ['service', 2],
  ['maintenance', 1],
  ['staff_training', 0.6],
]

function purposeOf(chance: Chance, person: ExamplePerson, resource: BookedResource): Purpose {
  if (person.organisationKind !== 'company') return chance.weighted(OF_SCIENCE)
  return chance.weighted(person.organisationId === resource.organisationId ? OF_PRODUCERS : OF_COMPANIES)
}
