import { type Db, inWriteTransaction, migrateDb } from '../../db/connect.ts'
import { insertMembership } from '../../db/queries/memberships.ts'
import {
  facts,
  labs,
  organisations,
  people,
  resources,
  resourceTechniques,
  stewardships,
} from '../../db/schema/index.ts'
import { DAY_MS, dayNumber, placeFloating, weekdayOf } from '../../server/domain/zone.ts'
import { type Chance, chanceFrom } from './chance.ts'
import { openAt } from './hours.ts'
import type { Cluster } from './make-cluster.ts'

export interface Scale {
  readonly reservations: number
  readonly resources: number
}

const ZONE = 'Europe/Warsaw'
const HALF_HOUR_MS = 1_800_000
const MOST_PER_DAY = 8
const RESOURCES_PER_LAB = 50
const PEOPLE = 400
/** Before it everything is done with, after it everything is still to come: fixed, so that the same call gives the same rows. */
export const NOW = Date.UTC(2026, 10, 23)
/** Guards and indexes that would be kept for every row of the load, and are laid again after it. */
const SUSPENDED_TRIGGERS = ['claims_guard_insert', 'claims_months_insert']
const INDEX = 'CREATE INDEX reservations_by_requester ON reservations (requester_id, start_at)'

const TITLES = [
  'Kwasy tłuszczowe',
  'Pomiar widm IR',
  'Seria próbek 12',
  'Hodowla komórek',
  'Test enzymów',
  'Izolacja białek',
  'Kalibracja',
  'Ekstrakty roślin',
  'Analiza pasz',
  'Badanie gleby 4',
]
const PURPOSES = [
  'own_research',
  'own_research',
  'own_research',
  'collaborative_research',
  'teaching',
  'contract_research',
  'service',
] as const

/** Fills the cluster with reservations spread evenly over resources and working days: at most 8 a day, 08:00–18:00. */
export function insertScale(db: Db, cluster: Cluster, scale: Scale, progress: (done: number) => void): void {
  const days = workingDays(scale)
  const { resourceIds, personIds } = inWriteTransaction(db, (tx) => insertPlaces(tx, cluster, scale))
  const { $client: client } = db
  client.exec(
    SUSPENDED_TRIGGERS.map((name) => `DROP TRIGGER ${name};`).join('') + 'DROP INDEX reservations_by_requester',
  )
  inWriteTransaction(db, (tx) => {
    insertReservations(tx, { scale, days, resourceIds, personIds, progress })
    insertClaims(tx)
    client.exec(INDEX)
    tx.insert(facts)
      .values({ name: 'seed', value: `${scale.reservations}/${scale.resources}` })
      .run()
  })
  migrateDb(db)
  assertNothingOverlaps(db)
}

/** Day numbers: five years to the end of 2026, or ten where that many are needed. */
function workingDays({ reservations, resources: count }: Scale): number[] {
  const between = (year: number) => {
    const [first, last] = [dayNumber(`${year}-01-01`), dayNumber('2026-12-31')]
    return Array.from({ length: last - first + 1 }, (_, i) => first + i).filter((day) => weekdayOf(day) < 5)
  }
  const wanted = Math.ceil(reservations / count)
  const fitting = [between(2022), between(2017)].find((days) => wanted <= days.length * MOST_PER_DAY)
  if (!fitting)
    throw new Error(
      `At most ${between(2017).length * MOST_PER_DAY} reservations fit on one resource; give more --resources.`,
    )
  return fitting
}

function insertPlaces(db: Db, cluster: Cluster, scale: Scale) {
  const organisationId = db
    .insert(organisations)
    .values({
      slug: 'scale',
      namePl: 'Organizacja syntetyczna',
      nameEn: 'Synthetic organisation',
      kind: 'other',
      city: 'Lublin',
    })
    .returning({ id: organisations.id })
    .get().id
  const resourceIds: number[] = []
  let labId = 0
  for (let i = 0; i < scale.resources; i++) {
    if (i % RESOURCES_PER_LAB === 0) labId = insertLab(db, cluster, organisationId, i / RESOURCES_PER_LAB + 1)
    resourceIds.push(insertResource(db, labId, i + 1))
  }
  const members = [...cluster.organisations.values()].slice(0, 10)
  const personIds = Array.from({ length: PEOPLE }, (_, i) => {
    const values = {
      email: `scale${i + 1}@demo.test`,
      name: `Osoba Syntetyczna ${i + 1}`,
      organisationId: members[i % members.length]!,
      createdAt: 0,
    }
    const personId = db.insert(people).values(values).returning({ id: people.id }).get().id
    const { organisationId } = values
    insertMembership(db, { personId, organisationId, state: 'active', isAdministrator: false, since: 0 })
    return personId
  })
  return { resourceIds, personIds }
}

function insertLab(db: Db, cluster: Cluster, organisationId: number, number: number): number {
  const { id: labId } = db
    .insert(labs)
    .values({
      slug: number === 1 ? 'scale-lab' : `scale-lab-${number}`,
      organisationId,
      namePl: `Laboratorium syntetyczne ${number}`,
      nameEn: `Synthetic laboratory ${number}`,
      city: 'Lublin',
      observesHolidays: false,
      isExample: true,
    })
    .returning({ id: labs.id })
    .get()
  openAt(db, { labId }, 'office', 0)
  const owner = cluster.people.get('owner@demo.test')
  if (owner !== undefined) db.insert(stewardships).values({ labId, personId: owner, role: 'owner' }).run()
  return labId
}

function insertResource(db: Db, labId: number, number: number): number {
  const padded = String(number).padStart(3, '0')
  const { id } = db
    .insert(resources)
    .values({
      slug: `scale-${padded}`,
      labId,
      kind: 'instrument',
      namePl: `Aparat syntetyczny ${padded}`,
      nameEn: `Synthetic instrument ${padded}`,
      horizonDays: 400,
      isExample: true,
    })
    .returning({ id: resources.id })
    .get()
  const shared = `pomiar syntetyczny ${Math.ceil(number / RESOURCES_PER_LAB)}`
  for (const technique of ['pomiar syntetyczny', shared])
    db.insert(resourceTechniques).values({ resourceId: id, technique }).run()
  return id
}

interface Load {
  readonly scale: Scale
  readonly days: readonly number[]
  readonly resourceIds: readonly number[]
  readonly personIds: readonly number[]
  readonly progress: (done: number) => void
}

/** Day by day over all resources, as a real database grows: neighbours in time are neighbours on disk. */
function insertReservations(db: Db, { scale, days, resourceIds, personIds, progress }: Load) {
  const chance = chanceFrom(20_260_101)
  const organisationOf = new Map(
    db.$client.prepare('SELECT id, organisation_id FROM people').raw().all() as [number, number][],
  )
  const insert = db.$client.prepare(
    `INSERT INTO reservations (resource_id, requester_id, organisation_id, start_at, end_at, state, purpose, title, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  let done = 0
  days.forEach((day, dayIndex) => {
    const morning = placeFloating(day * DAY_MS + 8 * 3_600_000, ZONE)
    resourceIds.forEach((resourceId, resourceIndex) => {
      for (const [from, to] of slotsOf(chance, ofDay(scale, days.length, resourceIndex, dayIndex))) {
        const start = morning + from * HALF_HOUR_MS
        const personId = chance.pick(personIds)
        const state = start < NOW ? 'completed' : 'confirmed'
        insert.run(
          resourceId,
          personId,
          organisationOf.get(personId),
          start,
          morning + to * HALF_HOUR_MS,
          state,
          chance.pick(PURPOSES),
          chance.pick(TITLES),
          start - chance.whole(1, 20) * DAY_MS,
        )
        if (++done % 100_000 === 0) progress(done)
      }
    })
  })
}

/** How many of a resource's reservations fall on a day, so that they come out even at the end. */
function ofDay(
  { reservations, resources: count }: Scale,
  days: number,
  resourceIndex: number,
  dayIndex: number,
): number {
  const ofResource = Math.floor(reservations / count) + (resourceIndex < reservations % count ? 1 : 0)
  return Math.floor(((dayIndex + 1) * ofResource) / days) - Math.floor((dayIndex * ofResource) / days)
}

/** That many stretches of half an hour to an hour and a half in a day of 20 half hours, in order, apart by chance. */
function slotsOf(chance: Chance, count: number): [from: number, to: number][] {
  const lengths = Array.from({ length: count }, () => chance.whole(1, count > 6 ? 2 : 3))
  let idle = 20 - lengths.reduce((sum, length) => sum + length, 0)
  let at = 0
  return lengths.map((length, i) => {
    const wait = Math.min(idle, chance.whole(0, Math.ceil((2 * idle) / (count - i + 1))))
    idle -= wait
    const from = at + wait
    at = from + length
    return [from, at]
  })
}

function insertClaims(db: Db) {
  db.$client.exec(`
    INSERT INTO claims (resource_id, start_at, reservation_id, end_at, units)
      SELECT resource_id, start_at, id, end_at, units FROM reservations ORDER BY resource_id, start_at, id;
    UPDATE resources SET longest_claim_ms = coalesce((SELECT max(end_at - start_at) FROM claims WHERE resource_id = resources.id), 0);
    INSERT INTO resource_months (resource_id, month)
      SELECT DISTINCT resource_id, CAST(strftime('%Y%m', start_at / 1000, 'unixepoch') AS INTEGER) FROM claims;`)
}

/** The guards looked away during the load: what they would have refused is looked for afterwards. */
function assertNothingOverlaps(db: Db) {
  const overlaps = db.$client
    .prepare(
      `SELECT count(*) FROM (SELECT end_at > lead(start_at) OVER (PARTITION BY resource_id ORDER BY start_at) AS overlaps FROM claims)
       WHERE overlaps`,
    )
    .pluck()
    .get()
  if (overlaps !== 0) throw new Error(`The load made ${overlaps} overlapping claims.`)
}
