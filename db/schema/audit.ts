import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { instant } from './columns.ts'

/**
 * Who did what to what, when and from where. Only ever added to; ids and settings, never titles, names or secrets.
 * No foreign keys: it outlives what it is about.
 */
export const auditEvents = sqliteTable(
  'audit_events',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    at: instant('at').notNull(),
    /** Null when the system did it. */
    personId: integer('person_id'),
    kind: text('kind').notNull(),
    /** The table it is about, and the row. */
    objectKind: text('object_kind').notNull(),
    objectId: integer('object_id'),
    /** The organisation that it concerns. */
    organisationId: integer('organisation_id'),
    /** The person it concerns, besides the one who did it. */
    aboutId: integer('about_id'),
    address: text('address'),
    before: text('before', { mode: 'json' }).$type<Record<string, unknown>>(),
    after: text('after', { mode: 'json' }).$type<Record<string, unknown>>(),
  },
  (t) => [
    index('audit_events_by_time').on(t.at),
    index('audit_events_by_person').on(t.personId, t.at),
    index('audit_events_about').on(t.aboutId, t.at),
    index('audit_events_by_object').on(t.objectKind, t.objectId),
    index('audit_events_by_organisation').on(t.organisationId, t.at),
  ],
)
