import { type AnySQLiteColumn, blob, check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { FAULT_SEVERITIES, FAULT_STATES } from '../../server/domain/fault.ts'
import { instant, oneOf } from './columns.ts'
import { people } from './organisations.ts'
import { outages } from './outages.ts'
import { resources } from './resources.ts'

/** Something wrong with a resource, told by whoever stood before it. */
export const faults = sqliteTable(
  'faults',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    resourceId: integer('resource_id')
      .notNull()
      .references(() => resources.id),
    reporterId: integer('reporter_id')
      .notNull()
      .references(() => people.id),
    severity: text('severity', { enum: FAULT_SEVERITIES }).notNull(),
    words: text('words').notNull(),
    state: text('state', { enum: FAULT_STATES }).notNull().default('open'),
    mergedIntoId: integer('merged_into_id').references((): AnySQLiteColumn => faults.id),
    /** The outage it led to. */
    outageId: integer('outage_id').references(() => outages.id),
    createdAt: instant('created_at').notNull(),
    resolvedAt: instant('resolved_at'),
  },
  (t) => [
    index('faults_by_resource').on(t.resourceId, t.createdAt),
    check('faults_severity', oneOf(t.severity, FAULT_SEVERITIES)),
    check('faults_state', oneOf(t.state, FAULT_STATES)),
  ],
)

/** What stewards and the reporter wrote about a fault, and what became of it. */
export const faultNotes = sqliteTable(
  'fault_notes',
  {
    id: integer('id').primaryKey(),
    faultId: integer('fault_id')
      .notNull()
      .references(() => faults.id),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    text: text('text').notNull(),
    /** The state it left the fault in, when it changed. */
    state: text('state', { enum: FAULT_STATES }),
    at: instant('at').notNull(),
  },
  (t) => [index('fault_notes_by_fault').on(t.faultId)],
)

/** Files that belong to a resource: photos of faults, certificates of calibrations. Re-encoded or inert. */
export const documents = sqliteTable(
  'documents',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    resourceId: integer('resource_id')
      .notNull()
      .references(() => resources.id),
    faultId: integer('fault_id').references(() => faults.id),
    outageId: integer('outage_id').references(() => outages.id),
    name: text('name').notNull(),
    mediaType: text('media_type').notNull(),
    content: blob('content', { mode: 'buffer' }).notNull(),
    createdById: integer('created_by_id')
      .notNull()
      .references(() => people.id),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('documents_by_resource').on(t.resourceId),
    index('documents_by_fault').on(t.faultId),
    index('documents_by_outage').on(t.outageId),
  ],
)
