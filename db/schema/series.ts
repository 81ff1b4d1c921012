import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { PURPOSES } from '../../server/domain/purpose.ts'
import { SKIP_REASONS } from '../../server/domain/series.ts'
import { instant, jsonList, oneOf } from './columns.ts'
import { organisations, people, projects } from './organisations.ts'
import { resources } from './resources.ts'

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
