import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { LOG_IMPORT_STATES } from '../../server/domain/log-import.ts'
import { MISS_KINDS, USAGE_SOURCES } from '../../server/domain/usage.ts'
import { flag, instant, json, oneOf } from './columns.ts'
import { organisations, people } from './organisations.ts'
import { reservations } from './reservations.ts'
import { resources } from './resources.ts'

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

/** How the columns of an instrument's log are to be read. */
export const logMappings = sqliteTable(
  'log_mappings',
  {
    id: integer('id').primaryKey(),
    resourceId: integer('resource_id')
      .notNull()
      .references(() => resources.id),
    name: text('name').notNull(),
    columns: json('columns').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [uniqueIndex('log_mappings_once').on(t.resourceId, t.name)],
)

/** An instrument's log on its way in: what was sent, how it is read, and how far that has come. */
export const logImports = sqliteTable(
  'log_imports',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    resourceId: integer('resource_id')
      .notNull()
      .references(() => resources.id),
    createdById: integer('created_by_id')
      .notNull()
      .references(() => people.id),
    name: text('name').notNull(),
    /** How the columns are read; null before anybody said. */
    reading: json('reading'),
    state: text('state', { enum: LOG_IMPORT_STATES }).notNull().default('sent'),
    /** What reading it came to: counts, and the lines that need a look. */
    outcome: json('outcome'),
    linesRead: integer('lines_read').notNull().default(0),
    lines: integer('lines').notNull().default(0),
    /** Until when a process is at work on it. */
    leasedUntil: instant('leased_until'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('log_imports_by_resource').on(t.resourceId, t.id),
    check('log_imports_state', oneOf(t.state, LOG_IMPORT_STATES)),
  ],
)

/** What a log holds, apart from how far it has come: let go once it is in, for the records of use are what is kept. */
export const logTexts = sqliteTable('log_texts', {
  importId: integer('import_id')
    .primaryKey()
    .references(() => logImports.id, { onDelete: 'cascade' }),
  content: text('content').notNull(),
})
