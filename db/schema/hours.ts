import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { AUDIENCES, RULE_EFFECTS } from '../../server/domain/availability-rule.ts'
import { QUOTA_HOLDERS, QUOTA_MEASURES, QUOTA_PERIODS } from '../../server/domain/quota.ts'
import { instant, jsonList, oneOf } from './columns.ts'
import { labs, organisations, people } from './organisations.ts'
import { resources } from './resources.ts'

export const availabilityRules = sqliteTable(
  'availability_rules',
  {
    id: integer('id').primaryKey(),
    labId: integer('lab_id').references(() => labs.id),
    resourceId: integer('resource_id').references(() => resources.id),
    effect: text('effect', { enum: RULE_EFFECTS }).notNull(),
    audience: text('audience', { enum: AUDIENCES }).notNull().default('everyone'),
    startLocal: text('start_local').notNull(),
    durationMinutes: integer('duration_minutes').notNull(),
    rrule: text('rrule').notNull().default(''),
    exdates: jsonList('exdates').notNull().default([]),
    rdates: jsonList('rdates').notNull().default([]),
    validUntil: text('valid_until'),
    label: text('label').notNull().default(''),
    createdById: integer('created_by_id').references(() => people.id),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('availability_rules_by_lab').on(t.labId),
    index('availability_rules_by_resource').on(t.resourceId),
    check('availability_rules_effect', oneOf(t.effect, RULE_EFFECTS)),
    check('availability_rules_audience', oneOf(t.audience, AUDIENCES)),
    check('availability_rules_place', sql`(${t.labId} IS NULL) <> (${t.resourceId} IS NULL)`),
    check('availability_rules_length', sql`${t.durationMinutes} BETWEEN 1 AND 44640`),
    check(
      'availability_rules_start',
      sql`${t.startLocal} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]'`,
    ),
  ],
)

/** How much one person, project or organisation may have of a resource, of a lab or of all an organisation owns. */
export const quotas = sqliteTable(
  'quotas',
  {
    id: integer('id').primaryKey(),
    organisationId: integer('organisation_id').references(() => organisations.id),
    labId: integer('lab_id').references(() => labs.id),
    resourceId: integer('resource_id').references(() => resources.id),
    /** Whose reservations are counted together. */
    per: text('per', { enum: QUOTA_HOLDERS }).notNull(),
    measure: text('measure', { enum: QUOTA_MEASURES }).notNull(),
    /** Minutes, or a number of reservations. */
    most: integer('most').notNull(),
    period: text('period', { enum: QUOTA_PERIODS }).notNull(),
    /** Only what lies between these minutes of the local day counts; null for the whole day. */
    fromMinute: integer('from_minute'),
    toMinute: integer('to_minute'),
    exemptPurposes: jsonList('exempt_purposes').notNull().default([]),
    label: text('label').notNull().default(''),
    createdById: integer('created_by_id').references(() => people.id),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('quotas_by_resource').on(t.resourceId),
    index('quotas_by_lab').on(t.labId),
    index('quotas_by_organisation').on(t.organisationId),
    check('quotas_per', oneOf(t.per, QUOTA_HOLDERS)),
    check('quotas_measure', oneOf(t.measure, QUOTA_MEASURES)),
    check('quotas_period', oneOf(t.period, QUOTA_PERIODS)),
    check('quotas_most', sql`${t.most} >= 0`),
    check(
      'quotas_place',
      sql`(${t.organisationId} IS NOT NULL) + (${t.labId} IS NOT NULL) + (${t.resourceId} IS NOT NULL) = 1`,
    ),
  ],
)

/** Who changed which setting of an organisation, a lab or a resource: hours, holidays, policy, quotas. Only ever added to. */
export const settingEvents = sqliteTable(
  'setting_events',
  {
    id: integer('id').primaryKey(),
    organisationId: integer('organisation_id').references(() => organisations.id),
    labId: integer('lab_id').references(() => labs.id),
    resourceId: integer('resource_id').references(() => resources.id),
    personId: integer('person_id').references(() => people.id),
    kind: text('kind').notNull(),
    /** Null before it was there, and after it is gone. */
    before: text('before', { mode: 'json' }).$type<Record<string, unknown>>(),
    after: text('after', { mode: 'json' }).$type<Record<string, unknown>>(),
    at: instant('at').notNull(),
  },
  (t) => [
    index('setting_events_by_resource').on(t.resourceId),
    index('setting_events_by_lab').on(t.labId),
    index('setting_events_by_organisation').on(t.organisationId),
  ],
)
