import { sql } from 'drizzle-orm'
import { blob, check, index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { DELIVERY_RHYTHMS, EXPORT_STATES, FILE_FORMATS, REPORT_KINDS } from '../../server/domain/report-kind.ts'
import { instant, json, oneOf } from './columns.ts'
import { organisations, people } from './organisations.ts'
import { resources } from './resources.ts'

/** What counts as one infrastructure for State aid: one or several resources, kept year by year. */
export const stateAidEntities = sqliteTable(
  'state_aid_entities',
  {
    id: integer('id').primaryKey(),
    slug: text('slug').notNull().unique(),
    name: text('name').notNull(),
    /** The owning organisation. */
    organisationId: integer('organisation_id')
      .notNull()
      .references(() => organisations.id),
    createdAt: instant('created_at').notNull(),
    closedAt: instant('closed_at'),
  },
  (t) => [index('state_aid_entities_by_organisation').on(t.organisationId)],
)

/**
 * What an entity was made of in a year, and the capacity frozen for it. Only ever added to: the last row of a year counts,
 * a year without one takes the resources of the nearest year before and has no frozen capacity.
 */
export const stateAidVersions = sqliteTable(
  'state_aid_versions',
  {
    id: integer('id').primaryKey(),
    entityId: integer('entity_id')
      .notNull()
      .references(() => stateAidEntities.id),
    year: integer('year').notNull(),
    /** `[{ resourceId, weight }]`. */
    resources: text('resources', { mode: 'json' })
      .$type<readonly { readonly resourceId: number; readonly weight: number }[]>()
      .notNull(),
    /** Σ weight × hours; null while it is not frozen. */
    capacityHours: real('capacity_hours'),
    /** The economic share envisaged when the grant was awarded, of 1. */
    shareAtAward: real('share_at_award'),
    /** Null when the system froze the year. */
    personId: integer('person_id').references(() => people.id),
    reason: text('reason'),
    at: instant('at').notNull(),
  },
  (t) => [
    index('state_aid_versions_by_entity').on(t.entityId, t.year),
    check('state_aid_versions_capacity', sql`${t.capacityHours} IS NULL OR ${t.capacityHours} > 0`),
  ],
)

/** Which limit of which year somebody has been told of. */
export const stateAidAlerts = sqliteTable(
  'state_aid_alerts',
  {
    entityId: integer('entity_id')
      .notNull()
      .references(() => stateAidEntities.id),
    year: integer('year').notNull(),
    /** 15, 18 or 20. */
    percent: integer('percent').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.entityId, t.year, t.percent] })],
)

/** Why a resource was used little, or asked for too much, in its owner's words. */
export const utilisationNotes = sqliteTable(
  'utilisation_notes',
  {
    id: integer('id').primaryKey(),
    resourceId: integer('resource_id')
      .notNull()
      .references(() => resources.id),
    /** Local days of the period it is about, `to_day` not included. */
    fromDay: text('from_day').notNull(),
    toDay: text('to_day').notNull(),
    text: text('text').notNull(),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    at: instant('at').notNull(),
  },
  (t) => [index('utilisation_notes_by_resource').on(t.resourceId, t.fromDay)],
)

/** A report that comes by mail when its period has ended. */
export const reportDeliveries = sqliteTable(
  'report_deliveries',
  {
    id: integer('id').primaryKey(),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    report: text('report', { enum: REPORT_KINDS }).notNull(),
    rhythm: text('rhythm', { enum: DELIVERY_RHYTHMS }).notNull(),
    format: text('format', { enum: FILE_FORMATS }).notNull(),
    /** What the report's address says besides its period. */
    query: json('query').notNull().default({}),
    createdAt: instant('created_at').notNull(),
    /** First local day after the last period that was sent. */
    sentUpTo: text('sent_up_to').notNull(),
  },
  (t) => [
    index('report_deliveries_by_person').on(t.personId),
    check('report_deliveries_report', oneOf(t.report, REPORT_KINDS)),
    check('report_deliveries_rhythm', oneOf(t.rhythm, DELIVERY_RHYTHMS)),
    check('report_deliveries_format', oneOf(t.format, FILE_FORMATS)),
  ],
)

/** A file of a report that takes long, on its way. */
export const reportExports = sqliteTable(
  'report_exports',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    report: text('report', { enum: REPORT_KINDS }).notNull(),
    format: text('format', { enum: FILE_FORMATS }).notNull(),
    query: json('query').notNull(),
    state: text('state', { enum: EXPORT_STATES }).notNull().default('asked'),
    done: integer('done').notNull().default(0),
    total: integer('total').notNull().default(0),
    /** Until when a process is at work on it. */
    leasedUntil: instant('leased_until'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('report_exports_by_person').on(t.personId),
    check('report_exports_state', oneOf(t.state, EXPORT_STATES)),
  ],
)

/** What an export came to: parts that are read one after the other. */
export const reportFiles = sqliteTable(
  'report_files',
  {
    exportId: integer('export_id')
      .notNull()
      .references(() => reportExports.id, { onDelete: 'cascade' }),
    part: integer('part').notNull(),
    content: blob('content', { mode: 'buffer' }).notNull(),
  },
  (t) => [uniqueIndex('report_files_once').on(t.exportId, t.part)],
)

/**
 * What `utilisation` counted of a resource in a month or a year, so that nobody counts it twice. Derived: a row holds while
 * its inputs and stamp are those of today and no other reservation has begun or ended, and is counted anew otherwise.
 */
export const utilisationCounts = sqliteTable(
  'utilisation_counts',
  {
    /** period × 2²⁰ + resource id: rows of one period lie side by side. A month counts from year 0, a year is negative. */
    id: integer('id').primaryKey(),
    resourceId: integer('resource_id')
      .notNull()
      .references(() => resources.id, { onDelete: 'cascade' }),
    /** Digest of the opening rules and whatever else of the resource is counted with. */
    inputs: text('inputs').notNull(),
    /** Sum of the revisions in `resource_months`. */
    stamp: integer('stamp').notNull(),
    /** No reservation begins or ends between these two: null for never again. */
    holdsFrom: instant('holds_from').notNull(),
    holdsUntil: instant('holds_until'),
    content: blob('content', { mode: 'buffer' }).notNull(),
  },
  (t) => [index('utilisation_counts_by_resource').on(t.resourceId)],
)
