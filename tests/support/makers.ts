import type { Db } from '../../db/connect.ts'
import { insertClaim } from '../../db/queries/claims.ts'
import { insertReservation, type NewReservation } from '../../db/queries/reservations.ts'
import * as schema from '../../db/schema/index.ts'
import { holdsTime } from '../../server/domain/lifecycle.ts'
import type { Reservation } from '../../server/domain/reservation.ts'

/** Monday 23 November 2026, 08:00 in Warsaw: the moment most tests happen at. */
export const NOW = Date.UTC(2026, 10, 23, 7)
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** An instant by its Warsaw winter time: `at('2026-11-24 10:00')`. */
export const at = (local: string): number => Date.parse(`${local.replace(' ', 'T')}:00+01:00`)

let count = 0
const next = () => ++count

type Row<Table extends { $inferInsert: object }> = Partial<Table['$inferInsert']>

export function makeOrganisation(db: Db, row: Row<typeof schema.organisations> = {}): number {
  const name = `Organisation ${next()}`
  const values = { slug: slugOf(name), namePl: name, nameEn: name, kind: 'university' as const, ...row }
  return db.insert(schema.organisations).values(values).returning().get().id
}

export function makePerson(db: Db, row: Row<typeof schema.people> & { organisationId: number }): number {
  const name = row.name ?? `Person ${next()}`
  const values = { email: `${slugOf(name)}@example.test`, name, createdAt: NOW - 100 * DAY, ...row }
  const personId = db.insert(schema.people).values(values).returning().get().id
  makeMembership(db, { personId, organisationId: row.organisationId })
  return personId
}

/** Lets a person belong to an organisation, or changes how they do. */
export function makeMembership(
  db: Db,
  row: Row<typeof schema.memberships> & { personId: number; organisationId: number },
): void {
  const { memberships } = schema
  const target = [memberships.personId, memberships.organisationId]
  db.insert(memberships)
    .values({ since: NOW - 100 * DAY, ...row })
    .onConflictDoUpdate({ target, set: row })
    .run()
}

/** A lab open Monday to Friday 8–18 for everyone, unless told otherwise by `hours`. */
export function makeLab(
  db: Db,
  row: Row<typeof schema.labs> & { organisationId: number },
  hours: Row<typeof schema.availabilityRules> | null = {},
): number {
  const name = `Lab ${next()}`
  const values = { slug: slugOf(name), namePl: name, nameEn: name, ...row }
  const { id } = db.insert(schema.labs).values(values).returning().get()
  if (hours) makeRule(db, { labId: id, ...hours })
  return id
}

export function makeRule(db: Db, row: Row<typeof schema.availabilityRules>): number {
  const values = {
    effect: 'open' as const,
    startLocal: '2020-01-01T08:00:00',
    durationMinutes: 600,
    rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
    createdAt: NOW - 100 * DAY,
    ...row,
  }
  return db.insert(schema.availabilityRules).values(values).returning().get().id
}

export function makeResource(db: Db, row: Row<typeof schema.resources> & { labId: number }): number {
  const name = `Resource ${next()}`
  const values = {
    slug: slugOf(name),
    kind: 'instrument' as const,
    namePl: name,
    nameEn: name,
    horizonDays: 400,
    ...row,
  }
  return db.insert(schema.resources).values(values).returning().get().id
}

/** A thing that is only booked along with these resources. */
export function makeAccessory(
  db: Db,
  belongsTo: readonly number[],
  row: Row<typeof schema.resources> & { labId: number },
): number {
  const accessoryId = makeResource(db, { isAccessory: true, ...row })
  for (const resourceId of belongsTo) db.insert(schema.resourceAccessories).values({ resourceId, accessoryId }).run()
  return accessoryId
}

/** A reservation with the claim its state calls for, past every rule: a confirmed hour tomorrow at ten by default. */
export function makeReservation(
  db: Db,
  row: Partial<NewReservation> & { resourceId: number; requesterId: number },
): Reservation {
  const state = row.state ?? 'confirmed'
  const start = row.start ?? at('2026-11-24 10:00')
  const reservation = insertReservation(db, {
    organisationId: organisationOf(db, row.requesterId),
    projectId: null,
    end: start + HOUR,
    units: 1,
    title: 'Protein purity',
    purpose: 'own_research',
    note: null,
    createdAt: NOW,
    decideBy: state === 'requested' ? start : null,
    decidedById: null,
    decidedAt: null,
    decisionReason: null,
    ...row,
    start,
    state,
  })
  if (holdsTime(state))
    for (const part of [reservation, ...reservation.also]) makeClaim(db, { ...reservation, ...part })
  return reservation
}

function makeClaim(db: Db, { id, resourceId, start, end, units, state }: Omit<Reservation, 'also'>): void {
  const { setup_minutes: setupMinutes, cleanup_minutes: cleanupMinutes } = db.$client
    .prepare('SELECT setup_minutes, cleanup_minutes FROM resources WHERE id = ?')
    .get(resourceId) as { setup_minutes: number; cleanup_minutes: number }
  insertClaim(db, {
    resourceId,
    reservationId: id,
    start: start - setupMinutes * MINUTE,
    end: end + cleanupMinutes * MINUTE,
    units,
    setupMinutes,
    cleanupMinutes,
    tentative: state === 'requested',
  })
}

export function makeOutage(
  db: Db,
  row: Row<typeof schema.outages> & { resourceId: number; startAt: number; endAt: number },
) {
  const values = { kind: 'maintenance' as const, isPlanned: true, reason: 'Service', createdAt: NOW, ...row }
  return db.insert(schema.outages).values(values).returning().get().id
}

export function makeQualification(
  db: Db,
  row: Row<typeof schema.qualifications> & { resourceId: number; personId: number },
): number {
  const values = { level: 'supervised' as const, grantedAt: NOW - DAY, ...row }
  return db.insert(schema.qualifications).values(values).returning().get().id
}

export function makeProject(db: Db, code: string, organisationId: number, members: readonly number[] = []): number {
  const { id } = db
    .insert(schema.projects)
    .values({ code, title: `Project ${code}`, organisationId })
    .returning()
    .get()
  for (const personId of members) db.insert(schema.projectMembers).values({ projectId: id, personId }).run()
  return id
}

const organisationOf = (db: Db, personId: number) =>
  db.$client.prepare('SELECT organisation_id FROM people WHERE id = ?').pluck().get(personId) as number

const slugOf = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
