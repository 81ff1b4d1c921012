import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { STATES } from '../../server/domain/lifecycle.ts'
import { PURPOSES } from '../../server/domain/purpose.ts'
import { flag, instant, oneOf } from './columns.ts'
import { labs, organisations, people, projects } from './organisations.ts'
import { resources } from './resources.ts'
import { series } from './series.ts'

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
    seriesId: integer('series_id').references(() => series.id),
    /** Which occurrence of its series: the local start by the rule, wherever it has been moved to. */
    occurrenceLocal: text('occurrence_local'),
    /** Changed by itself: a change of the whole series leaves it alone unless told otherwise. */
    isChangedAlone: flag('is_changed_alone').notNull().default(false),
  },
  (t) => [
    index('reservations_by_requester').on(t.requesterId, t.startAt),
    /** Those without a claim: claims list the others by resource and time. */
    index('reservations_let_go')
      .on(t.resourceId, t.startAt)
      .where(sql`state IN ('declined', 'expired', 'no_show', 'cancelled')`),
    index('reservations_by_series').on(t.seriesId).where(sql`series_id IS NOT NULL`),
    index('reservations_undecided').on(t.decideBy).where(sql`state = 'requested'`),
    /** Those that have begun and nobody has come to are the first of it. */
    index('reservations_confirmed').on(t.startAt).where(sql`state = 'confirmed'`),
    index('reservations_by_project').on(t.projectId, t.startAt).where(sql`project_id IS NOT NULL`),
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
  (t) => [
    uniqueIndex('unmet_requests_once').on(t.resourceId, t.startAt, t.endAt, t.personId),
    index('unmet_requests_by_start').on(t.startAt),
  ],
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

/** What a reservation takes along with its own resource: accessories and other resources, all or nothing. */
export const reservationParts = sqliteTable(
  'reservation_parts',
  {
    id: integer('id').primaryKey(),
    reservationId: integer('reservation_id')
      .notNull()
      .references(() => reservations.id),
    resourceId: integer('resource_id')
      .notNull()
      .references(() => resources.id),
    units: integer('units').notNull().default(1),
  },
  (t) => [
    uniqueIndex('reservation_parts_once').on(t.reservationId, t.resourceId),
    index('reservation_parts_by_resource').on(t.resourceId),
    check('reservation_parts_units', sql`${t.units} > 0`),
  ],
)

/** Questions and answers about a reservation, between its requester and the stewards. */
export const reservationMessages = sqliteTable(
  'reservation_messages',
  {
    id: integer('id').primaryKey(),
    reservationId: integer('reservation_id')
      .notNull()
      .references(() => reservations.id),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    text: text('text').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [index('reservation_messages_by_reservation').on(t.reservationId)],
)

/** What each of several who must agree has said of a request. */
export const reservationVotes = sqliteTable(
  'reservation_votes',
  {
    id: integer('id').primaryKey(),
    reservationId: integer('reservation_id')
      .notNull()
      .references(() => reservations.id),
    /** The lab for which it was said; null for the coordinator. */
    labId: integer('lab_id').references(() => labs.id),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    reason: text('reason'),
    at: instant('at').notNull(),
  },
  (t) => [index('reservation_votes_by_reservation').on(t.reservationId)],
)

/** What was sent ahead of time, so that no job sends it twice. */
export const reminders = sqliteTable(
  'reminders',
  {
    id: integer('id').primaryKey(),
    reservationId: integer('reservation_id')
      .notNull()
      .references(() => reservations.id),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    kind: text('kind').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [uniqueIndex('reminders_once').on(t.reservationId, t.kind, t.personId)],
)

/** People of the cluster whom the requester invites along: they get the calendar entry and see the reservation. */
export const reservationParticipants = sqliteTable(
  'reservation_participants',
  {
    id: integer('id').primaryKey(),
    reservationId: integer('reservation_id')
      .notNull()
      .references(() => reservations.id),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    addedAt: instant('added_at').notNull(),
  },
  (t) => [
    uniqueIndex('reservation_participants_once').on(t.reservationId, t.personId),
    index('reservation_participants_by_person').on(t.personId),
  ],
)
