import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { WAITING_STATES } from '../../server/domain/waiting.ts'
import { instant, oneOf } from './columns.ts'
import { organisations, people } from './organisations.ts'
import { resources } from './resources.ts'

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
    index('waiting_entries_by_start').on(t.startAt),
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
