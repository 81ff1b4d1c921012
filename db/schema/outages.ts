import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { OUTAGE_KINDS } from '../../server/domain/availability-rule.ts'
import { flag, instant, oneOf } from './columns.ts'
import { people } from './organisations.ts'
import { resources } from './resources.ts'

/** Outages that come again by a rule, in the resource's wall clock; each occurrence is a row of `outages`. */
export const outageRules = sqliteTable(
  'outage_rules',
  {
    id: integer('id').primaryKey(),
    resourceId: integer('resource_id')
      .notNull()
      .references(() => resources.id),
    startLocal: text('start_local').notNull(),
    durationMinutes: integer('duration_minutes').notNull(),
    rrule: text('rrule').notNull(),
    createdById: integer('created_by_id').references(() => people.id),
    createdAt: instant('created_at').notNull(),
    /** Its occurrences before this instant are rows; those after are still to be written. */
    writtenUntil: instant('written_until').notNull().default(0),
  },
  (t) => [
    index('outage_rules_by_resource').on(t.resourceId),
    check('outage_rules_length', sql`${t.durationMinutes} > 0`),
  ],
)

export const outages = sqliteTable(
  'outages',
  {
    id: integer('id').primaryKey(),
    resourceId: integer('resource_id')
      .notNull()
      .references(() => resources.id),
    startAt: instant('start_at').notNull(),
    endAt: instant('end_at').notNull(),
    kind: text('kind', { enum: OUTAGE_KINDS }).notNull(),
    isPlanned: flag('is_planned').notNull(),
    reason: text('reason').notNull(),
    createdById: integer('created_by_id').references(() => people.id),
    createdAt: instant('created_at').notNull(),
    /** What was done, and by whom, once it was. */
    workLog: text('work_log'),
    doneById: integer('done_by_id').references(() => people.id),
    /** The rule this is one occurrence of. */
    ruleId: integer('rule_id').references(() => outageRules.id),
  },
  (t) => [
    index('outages_by_rule').on(t.ruleId).where(sql`rule_id IS NOT NULL`),
    index('outages_by_resource').on(t.resourceId, t.startAt, t.endAt),
    check('outages_kind', oneOf(t.kind, OUTAGE_KINDS)),
    check('outages_span', sql`${t.endAt} > ${t.startAt}`),
  ],
)
