import { sql } from 'drizzle-orm'
import { type AnySQLiteColumn, check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { LEVELS } from '../../server/domain/person.ts'
import { APPROVALS, RESOURCE_KINDS, RESOURCE_STATUSES } from '../../server/domain/resource.ts'
import { flag, instant, json, jsonList, oneOf } from './columns.ts'
import { labs } from './organisations.ts'

export const resources = sqliteTable(
  'resources',
  {
    id: integer('id').primaryKey(),
    slug: text('slug').notNull().unique(),
    labId: integer('lab_id')
      .notNull()
      .references(() => labs.id),
    parentId: integer('parent_id').references((): AnySQLiteColumn => resources.id),
    kind: text('kind', { enum: RESOURCE_KINDS }).notNull(),
    namePl: text('name_pl').notNull(),
    nameEn: text('name_en').notNull(),
    manufacturer: text('manufacturer'),
    model: text('model'),
    description: text('description'),
    status: text('status', { enum: RESOURCE_STATUSES }).notNull().default('active'),
    capacity: integer('capacity').notNull().default(1),
    timeZone: text('time_zone').notNull().default('Europe/Warsaw'),
    /** Null: as the lab does. */
    observesHolidays: flag('observes_holidays'),
    stepMinutes: integer('step_minutes').notNull().default(30),
    minMinutes: integer('min_minutes').notNull().default(30),
    maxMinutes: integer('max_minutes').notNull().default(480),
    setupMinutes: integer('setup_minutes').notNull().default(0),
    cleanupMinutes: integer('cleanup_minutes').notNull().default(0),
    minNoticeMinutes: integer('min_notice_minutes').notNull().default(0),
    horizonDays: integer('horizon_days').notNull().default(90),
    cancelNoticeMinutes: integer('cancel_notice_minutes').notNull().default(0),
    approval: text('approval', { enum: APPROVALS }).notNull().default('none'),
    qualificationRequired: text('qualification_required', { enum: LEVELS }),
    noShowAfterMinutes: integer('no_show_after_minutes'),
    isExample: flag('is_example').notNull().default(false),
    isPubliclyFunded: flag('is_publicly_funded').notNull().default(false),
    sourceUrl: text('source_url'),
    sourceUrl2: text('source_url_2'),
    sourceYear: integer('source_year'),
    sourceNotes: text('source_notes'),
    specs: text('specs'),
    quantity: integer('quantity'),
    costPln: integer('cost_pln'),
    /** When the owner confirmed what the public source says; null for "not confirmed". */
    confirmedAt: instant('confirmed_at'),
    /** Kept by a guard: the length of the longest claim ever made here, which bounds every overlap search. */
    longestClaimMs: integer('longest_claim_ms').notNull().default(0),
    /** A rotor, a probe: it is booked along with the resources it belongs to, never by itself. */
    isAccessory: flag('is_accessory').notNull().default(false),
    /** Columns above that are as the lab or the organisation sets them, by their name in `Policy`. */
    inherited: jsonList('inherited').notNull().default([]),
    /** What the resource sets of the policy that has no column of its own. */
    policy: json('policy').notNull().default({}),
    /** Behind the QR label on the thing: `/r/CODE`. A guard gives one to every new resource. */
    labelCode: text('label_code').unique(),
    /** Identifiers and facts that registers of instruments ask for (PIDINST, POL-on): read by the domain. */
    record: json('record').notNull().default({}),
    /** Who may use it on which terms, after the European Charter for Access: read by the domain. */
    accessPolicy: json('access_policy').notNull().default({}),
  },
  (t) => [
    index('resources_by_lab').on(t.labId),
    index('resources_by_parent').on(t.parentId),
    check('resources_kind', oneOf(t.kind, RESOURCE_KINDS)),
    check('resources_status', oneOf(t.status, RESOURCE_STATUSES)),
    check('resources_approval', oneOf(t.approval, APPROVALS)),
    check('resources_qualification', oneOf(t.qualificationRequired, LEVELS)),
    check('resources_capacity', sql`${t.capacity} BETWEEN 1 AND 1000`),
    check(
      'resources_lengths',
      sql`${t.stepMinutes} > 0 AND ${t.minMinutes} > 0 AND ${t.maxMinutes} >= ${t.minMinutes}`,
    ),
    check('resources_buffers', sql`${t.setupMinutes} >= 0 AND ${t.cleanupMinutes} >= 0`),
    check('resources_parent', sql`${t.parentId} <> ${t.id}`),
  ],
)

export const resourceTechniques = sqliteTable(
  'resource_techniques',
  {
    id: integer('id').primaryKey(),
    resourceId: integer('resource_id')
      .notNull()
      .references(() => resources.id, { onDelete: 'cascade' }),
    technique: text('technique').notNull(),
  },
  (t) => [
    uniqueIndex('resource_techniques_once').on(t.resourceId, t.technique),
    index('resource_techniques_by_name').on(t.technique),
  ],
)

/**
 * For each resource those it cannot be used beside: everything above it and everything inside it.
 * Kept by guards from `resources.parent_id`, so that one index probe sees the whole tree.
 */
export const resourceKin = sqliteTable(
  'resource_kin',
  {
    id: integer('id').primaryKey(),
    resourceId: integer('resource_id')
      .notNull()
      .references(() => resources.id, { onDelete: 'cascade' }),
    kinId: integer('kin_id')
      .notNull()
      .references(() => resources.id, { onDelete: 'cascade' }),
    /** The kin holds the resource (a room its bench), else it is held by it. */
    isAbove: flag('is_above').notNull(),
  },
  (t) => [uniqueIndex('resource_kin_once').on(t.resourceId, t.kinId), index('resource_kin_back').on(t.kinId)],
)

/** What is shared by several resources and booked along with them, from its own stock. */
export const resourceAccessories = sqliteTable(
  'resource_accessories',
  {
    id: integer('id').primaryKey(),
    resourceId: integer('resource_id')
      .notNull()
      .references(() => resources.id, { onDelete: 'cascade' }),
    accessoryId: integer('accessory_id')
      .notNull()
      .references(() => resources.id, { onDelete: 'cascade' }),
  },
  (t) => [
    uniqueIndex('resource_accessories_once').on(t.resourceId, t.accessoryId),
    index('resource_accessories_back').on(t.accessoryId),
  ],
)
