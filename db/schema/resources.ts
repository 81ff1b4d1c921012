import { sql } from 'drizzle-orm'
import {
  type AnySQLiteColumn,
  blob,
  check,
  index,
  integer,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core'
import { AUDIENCES, OUTAGE_KINDS, RULE_EFFECTS } from '../../server/domain/availability-rule.ts'
import { FAULT_SEVERITIES, FAULT_STATES } from '../../server/domain/fault.ts'
import { LOG_IMPORT_STATES } from '../../server/domain/log-import.ts'
import { LEVELS } from '../../server/domain/person.ts'
import { QUOTA_HOLDERS, QUOTA_MEASURES, QUOTA_PERIODS } from '../../server/domain/quota.ts'
import { APPROVALS, RESOURCE_KINDS, RESOURCE_STATUSES } from '../../server/domain/resource.ts'
import { TRAINING_STATES } from '../../server/domain/training.ts'
import { flag, instant, json, jsonList, oneOf } from './columns.ts'
import { labs, organisations, people } from './organisations.ts'

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
