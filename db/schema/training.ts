import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { LEVELS } from '../../server/domain/person.ts'
import { TRAINING_STATES } from '../../server/domain/training.ts'
import { flag, instant, oneOf } from './columns.ts'
import { people } from './organisations.ts'
import { reservations } from './reservations.ts'
import { resources } from './resources.ts'

export const qualifications = sqliteTable(
  'qualifications',
  {
    id: integer('id').primaryKey(),
    resourceId: integer('resource_id')
      .notNull()
      .references(() => resources.id),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    level: text('level', { enum: LEVELS }).notNull(),
    grantedById: integer('granted_by_id').references(() => people.id),
    grantedAt: instant('granted_at').notNull(),
    expiresAt: instant('expires_at'),
    /** When its holder was told that it is about to end. */
    remindedAt: instant('reminded_at'),
  },
  (t) => [
    uniqueIndex('qualifications_once').on(t.personId, t.resourceId),
    index('qualifications_by_resource').on(t.resourceId),
    check('qualifications_level', oneOf(t.level, LEVELS)),
  ],
)

/** A person who may not book a resource yet asks its stewards for training. */
export const trainingRequests = sqliteTable(
  'training_requests',
  {
    id: integer('id').primaryKey(),
    resourceId: integer('resource_id')
      .notNull()
      .references(() => resources.id),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    message: text('message').notNull().default(''),
    state: text('state', { enum: TRAINING_STATES }).notNull().default('open'),
    answer: text('answer'),
    answeredById: integer('answered_by_id').references(() => people.id),
    answeredAt: instant('answered_at'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('training_requests_open').on(t.personId, t.resourceId).where(sql`state IN ('open', 'invited')`),
    index('training_requests_by_resource').on(t.resourceId),
    check('training_requests_state', oneOf(t.state, TRAINING_STATES)),
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
