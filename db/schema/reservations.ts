import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { STATES } from '../../server/domain/lifecycle.ts'
import { LEVELS } from '../../server/domain/person.ts'
import { PURPOSES } from '../../server/domain/purpose.ts'
import { SKIP_REASONS } from '../../server/domain/series.ts'
import { MISS_KINDS, USAGE_SOURCES } from '../../server/domain/usage.ts'
import { WAITING_STATES } from '../../server/domain/waiting.ts'
import { flag, instant, jsonList, oneOf } from './columns.ts'
import { labs, organisations, people, projects } from './organisations.ts'
import { resources, trainingRequests } from './resources.ts'

/** A rule that reservations follow. What became of each occurrence is a reservation or a skip. */
export const series = sqliteTable(
  'series',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    resourceId: integer('resource_id')
      .notNull()
      .references(() => resources.id),
    requesterId: integer('requester_id')
      .notNull()
      .references(() => people.id),
    organisationId: integer('organisation_id')
      .notNull()
      .references(() => organisations.id),
    projectId: integer('project_id').references(() => projects.id),
    title: text('title').notNull(),
    purpose: text('purpose', { enum: PURPOSES }).notNull(),
    note: text('note'),
    units: integer('units').notNull().default(1),
    /** The zone whose wall clock the series keeps; it may differ from the resource's. */
    timeZone: text('time_zone').notNull(),
    /** Local start of the first occurrence, `2027-03-22T09:00:00`. */
    startLocal: text('start_local').notNull(),
    /** Exact elapsed time of each occurrence. */
    durationMinutes: integer('duration_minutes').notNull(),
    rrule: text('rrule').notNull(),
    exdates: jsonList('exdates').notNull().default([]),
    rdates: jsonList('rdates').notNull().default([]),
    version: integer('version').notNull().default(1),
    calendarSequence: integer('calendar_sequence').notNull().default(0),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('series_by_requester').on(t.requesterId),
    index('series_by_resource').on(t.resourceId),
    check('series_purpose', oneOf(t.purpose, PURPOSES)),
    check('series_length', sql`${t.durationMinutes} > 0`),
    check('series_units', sql`${t.units} > 0`),
  ],
)

/** Occurrences of a series that were agreed to be left out; they can be taken back. */
export const seriesSkips = sqliteTable(
  'series_skips',
  {
    id: integer('id').primaryKey(),
    seriesId: integer('series_id')
      .notNull()
      .references(() => series.id),
    /** Which occurrence: its local start by the rule. */
    occurrenceLocal: text('occurrence_local').notNull(),
    reason: text('reason', { enum: SKIP_REASONS }).notNull(),
  },
  (t) => [
    uniqueIndex('series_skips_once').on(t.seriesId, t.occurrenceLocal),
    check('series_skips_reason', oneOf(t.reason, SKIP_REASONS)),
  ],
)

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
    source: text('source', { enum: USAGE_SOURCES }).notNull().default('steward'),
    createdById: integer('created_by_id').references(() => people.id),
    /** Why it was entered by hand. */
    reason: text('reason'),
    /** What a row of an instrument's log is known by, so that the same log twice is one. */
    importKey: text('import_key'),
  },
  (t) => [
    index('usages_by_resource').on(t.resourceId, t.startAt),
    index('usages_by_reservation').on(t.reservationId),
    /** The few that a search bounded by 40 days would miss: a range scan by start finds all others. */
    index('usages_long').on(t.resourceId).where(sql`end_at IS NULL OR end_at - start_at > 3456000000`),
    uniqueIndex('usages_imported_once').on(t.resourceId, t.importKey).where(sql`import_key IS NOT NULL`),
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

/** A person's wish for a time that is taken, or for any such time in a period. */
export const waitingEntries = sqliteTable(
  'waiting_entries',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    resourceId: integer('resource_id')
      .notNull()
      .references(() => resources.id),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    organisationId: integer('organisation_id')
      .notNull()
      .references(() => organisations.id),
    /** The very time, or the period in which `durationMinutes` are wanted. */
    startAt: instant('start_at').notNull(),
    endAt: instant('end_at').notNull(),
    durationMinutes: integer('duration_minutes'),
    units: integer('units').notNull().default(1),
    state: text('state', { enum: WAITING_STATES }).notNull().default('waiting'),
    createdAt: instant('created_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (t) => [
    index('waiting_entries_by_person').on(t.personId),
    index('waiting_entries_standing').on(t.resourceId, t.id).where(sql`state IN ('waiting', 'offered')`),
    check('waiting_entries_state', oneOf(t.state, WAITING_STATES)),
    check('waiting_entries_span', sql`${t.endAt} > ${t.startAt}`),
    check('waiting_entries_units', sql`${t.units} > 0`),
  ],
)

/** Times a waiting person was offered and did not take: nobody is asked twice. */
export const waitingRefusals = sqliteTable(
  'waiting_refusals',
  {
    id: integer('id').primaryKey(),
    entryId: integer('entry_id')
      .notNull()
      .references(() => waitingEntries.id),
    startAt: instant('start_at').notNull(),
    endAt: instant('end_at').notNull(),
  },
  (t) => [uniqueIndex('waiting_refusals_once').on(t.entryId, t.startAt, t.endAt)],
)

/** Time kept for one person until `expires_at` and no longer: while they fill in the form, or as an offer to one who waited. */
export const holds = sqliteTable(
  'holds',
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
    units: integer('units').notNull().default(1),
    expiresAt: instant('expires_at').notNull(),
    /** The entry of the waiting list that this is an offer to; null for a form being filled in. */
    waitingEntryId: integer('waiting_entry_id').references(() => waitingEntries.id),
    /** Since when the person has kept this time without a pause: nobody keeps one for long. */
    sinceAt: instant('since_at').notNull().default(0),
  },
  (t) => [
    index('holds_by_resource').on(t.resourceId, t.startAt),
    index('holds_by_expiry').on(t.expiresAt),
    uniqueIndex('holds_one_per_form').on(t.personId).where(sql`waiting_entry_id IS NULL`),
    uniqueIndex('holds_one_per_entry').on(t.waitingEntryId).where(sql`waiting_entry_id IS NOT NULL`),
    check('holds_span', sql`${t.endAt} > ${t.startAt}`),
    check('holds_units', sql`${t.units} > 0`),
  ],
)

/** A reservation in which stewards train people: it has places. */
export const trainingSessions = sqliteTable(
  'training_sessions',
  {
    id: integer('id').primaryKey(),
    reservationId: integer('reservation_id')
      .notNull()
      .unique()
      .references(() => reservations.id),
    places: integer('places').notNull(),
    level: text('level', { enum: LEVELS }).notNull(),
    /** When a steward said who had come. */
    settledAt: instant('settled_at'),
  },
  (t) => [
    check('training_sessions_places', sql`${t.places} > 0`),
    check('training_sessions_level', oneOf(t.level, LEVELS)),
  ],
)

export const trainingAttendees = sqliteTable(
  'training_attendees',
  {
    id: integer('id').primaryKey(),
    sessionId: integer('session_id')
      .notNull()
      .references(() => trainingSessions.id),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    requestId: integer('request_id').references(() => trainingRequests.id),
    /** Null until somebody says. */
    hasAttended: flag('has_attended'),
  },
  (t) => [
    uniqueIndex('training_attendees_once').on(t.sessionId, t.personId),
    index('training_attendees_by_person').on(t.personId),
  ],
)

/** A reservation nobody came to, or that was let go too late: it counts against the person until it decays or is excused. */
export const misses = sqliteTable(
  'misses',
  {
    id: integer('id').primaryKey(),
    reservationId: integer('reservation_id')
      .notNull()
      .unique()
      .references(() => reservations.id),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    resourceId: integer('resource_id')
      .notNull()
      .references(() => resources.id),
    kind: text('kind', { enum: MISS_KINDS }).notNull(),
    at: instant('at').notNull(),
    excusedById: integer('excused_by_id').references(() => people.id),
    excusedAt: instant('excused_at'),
    excuse: text('excuse'),
  },
  (t) => [index('misses_by_person').on(t.personId, t.at), check('misses_kind', oneOf(t.kind, MISS_KINDS))],
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
