import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { STATES } from '../../server/domain/lifecycle.ts'
import { PURPOSES } from '../../server/domain/purpose.ts'
import { flag, instant, oneOf } from './columns.ts'
import { organisations, people, projects } from './organisations.ts'
import { resources } from './resources.ts'

export const reservations = sqliteTable(
  'reservations',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    resourceId: integer('resource_id')
      .notNull()
      .references(() => resources.id),
    requesterId: integer('requester_id')
      .notNull()
      .references(() => people.id),
    /** The organisation the requester acted for; it stays when the person moves on. */
    organisationId: integer('organisation_id')
      .notNull()
      .references(() => organisations.id),
    projectId: integer('project_id').references(() => projects.id),
    startAt: instant('start_at').notNull(),
    endAt: instant('end_at').notNull(),
    units: integer('units').notNull().default(1),
    state: text('state', { enum: STATES }).notNull(),
    purpose: text('purpose', { enum: PURPOSES }).notNull(),
    title: text('title').notNull(),
    note: text('note'),
    version: integer('version').notNull().default(1),
    calendarSequence: integer('calendar_sequence').notNull().default(0),
    createdAt: instant('created_at').notNull(),
    decideBy: instant('decide_by'),
    decidedById: integer('decided_by_id').references(() => people.id),
    decidedAt: instant('decided_at'),
    decisionReason: text('decision_reason'),
  },
  (t) => [
    index('reservations_by_requester').on(t.requesterId, t.startAt),
    /** Those without a claim: claims list the others by resource and time. */
    index('reservations_let_go')
      .on(t.resourceId, t.startAt)
      .where(sql`state IN ('declined', 'expired', 'no_show', 'cancelled')`),
    index('reservations_undecided').on(t.decideBy).where(sql`state = 'requested'`),
    check('reservations_state', oneOf(t.state, STATES)),
    check('reservations_purpose', oneOf(t.purpose, PURPOSES)),
    check('reservations_span', sql`${t.endAt} > ${t.startAt}`),
    check('reservations_units', sql`${t.units} > 0`),
    check('reservations_deadline', sql`${t.state} <> 'requested' OR ${t.decideBy} IS NOT NULL`),
  ],
)

/** What happened to a reservation after it was made; its making is in the row itself. */
export const reservationEvents = sqliteTable(
  'reservation_events',
  {
    id: integer('id').primaryKey(),
    reservationId: integer('reservation_id')
      .notNull()
      .references(() => reservations.id),
    /** Null when the system did it. */
    personId: integer('person_id').references(() => people.id),
    kind: text('kind').notNull(),
    details: text('details', { mode: 'json' }).$type<Record<string, unknown>>().notNull().default({}),
    at: instant('at').notNull(),
  },
  (t) => [index('reservation_events_by_reservation').on(t.reservationId)],
)

/**
 * The busy time of reservations on resources: the table that guards/ watches. Clustered by resource and start,
 * so that a week of a resource is one short range; the end, units and buffers ride along for the reports.
 */
export const claims = sqliteTable(
  'claims',
  {
    resourceId: integer('resource_id')
      .notNull()
      .references(() => resources.id),
    startAt: instant('start_at').notNull(),
    reservationId: integer('reservation_id')
      .notNull()
      .references(() => reservations.id),
    endAt: instant('end_at').notNull(),
    units: integer('units').notNull(),
    setupMinutes: integer('setup_minutes').notNull().default(0),
    cleanupMinutes: integer('cleanup_minutes').notNull().default(0),
    isTentative: flag('is_tentative').notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.resourceId, t.startAt, t.reservationId] }),
    check('claims_span', sql`${t.endAt} > ${t.startAt}`),
    check('claims_units', sql`${t.units} > 0`),
  ],
)

/** What really happened on a resource. `ended_at` null while it runs. */
export const usages = sqliteTable(
  'usages',
  {
    id: integer('id').primaryKey(),
    resourceId: integer('resource_id')
      .notNull()
      .references(() => resources.id),
    reservationId: integer('reservation_id').references(() => reservations.id),
    personId: integer('person_id').references(() => people.id),
    organisationId: integer('organisation_id').references(() => organisations.id),
    startAt: instant('start_at').notNull(),
    endAt: instant('end_at'),
    units: integer('units').notNull().default(1),
    isEstimated: flag('is_estimated').notNull().default(false),
  },
  (t) => [
    index('usages_by_resource').on(t.resourceId, t.startAt),
    index('usages_by_reservation').on(t.reservationId),
    /** The few that a search bounded by 40 days would miss: a range scan by start finds all others. */
    index('usages_long').on(t.resourceId).where(sql`end_at IS NULL OR end_at - start_at > 3456000000`),
    check('usages_span', sql`${t.endAt} IS NULL OR ${t.endAt} > ${t.startAt}`),
    check('usages_units', sql`${t.units} > 0`),
  ],
)

/** Hours asked for and refused because the time was taken: one row for one wish, however often it is sent. */
export const unmetRequests = sqliteTable(
  'unmet_requests',
  {
    id: integer('id').primaryKey(),
    resourceId: integer('resource_id')
      .notNull()
      .references(() => resources.id),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    startAt: instant('start_at').notNull(),
    endAt: instant('end_at').notNull(),
    askedAt: instant('asked_at').notNull(),
  },
  (t) => [uniqueIndex('unmet_requests_once').on(t.resourceId, t.startAt, t.endAt, t.personId)],
)

/** A repeated POST with the same key gets the first answer (draft-ietf-httpapi-idempotency-key-header). */
export const idempotencyKeys = sqliteTable(
  'idempotency_keys',
  {
    id: integer('id').primaryKey(),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    key: text('key').notNull(),
    fingerprint: text('fingerprint').notNull(),
    reservationId: integer('reservation_id')
      .notNull()
      .references(() => reservations.id),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [uniqueIndex('idempotency_keys_once').on(t.personId, t.key)],
)
