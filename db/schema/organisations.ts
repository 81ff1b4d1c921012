import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { LOCALES, ORGANISATION_KINDS, ROLES, STEWARD_ROLES } from '../../server/domain/person.ts'
import { flag, instant, json, oneOf } from './columns.ts'

export const organisations = sqliteTable(
  'organisations',
  {
    id: integer('id').primaryKey(),
    slug: text('slug').notNull().unique(),
    namePl: text('name_pl').notNull(),
    nameEn: text('name_en').notNull(),
    kind: text('kind', { enum: ORGANISATION_KINDS }).notNull(),
    city: text('city'),
    ror: text('ror'),
    /** False for organisations elsewhere in the country that only fill the catalogue. */
    isMember: flag('is_member').notNull().default(true),
    /** What the organisation sets for its labs and resources, as far as they set nothing themselves. */
    policy: json('policy').notNull().default({}),
  },
  (t) => [check('organisations_kind', oneOf(t.kind, ORGANISATION_KINDS))],
)

export const people = sqliteTable(
  'people',
  {
    id: integer('id').primaryKey(),
    /** Lower case. */
    email: text('email').notNull().unique(),
    name: text('name').notNull(),
    organisationId: integer('organisation_id')
      .notNull()
      .references(() => organisations.id),
    role: text('role', { enum: ROLES }).notNull().default('member'),
    locale: text('locale', { enum: LOCALES }).notNull().default('pl'),
    passwordHash: text('password_hash'),
    isActive: flag('is_active').notNull().default(true),
    createdAt: instant('created_at').notNull(),
    /** Which mail when, quiet hours, reminders: read by the domain. */
    preferences: json('preferences').notNull().default({}),
    /** Since when a mail server says that there is no such address. */
    mailRefusedAt: instant('mail_refused_at'),
  },
  (t) => [
    index('people_by_organisation').on(t.organisationId),
    check('people_role', oneOf(t.role, ROLES)),
    check('people_locale', oneOf(t.locale, LOCALES)),
  ],
)

export const labs = sqliteTable(
  'labs',
  {
    id: integer('id').primaryKey(),
    slug: text('slug').notNull().unique(),
    organisationId: integer('organisation_id')
      .notNull()
      .references(() => organisations.id),
    namePl: text('name_pl').notNull(),
    nameEn: text('name_en').notNull(),
    unit: text('unit'),
    city: text('city'),
    description: text('description'),
    timeZone: text('time_zone').notNull().default('Europe/Warsaw'),
    observesHolidays: flag('observes_holidays').notNull().default(true),
    decisionDays: integer('decision_days').notNull().default(3),
    isExample: flag('is_example').notNull().default(false),
    /** What the lab sets for its resources, as far as they set nothing themselves. */
    policy: json('policy').notNull().default({}),
  },
  (t) => [index('labs_by_organisation').on(t.organisationId)],
)

export const stewardships = sqliteTable(
  'stewardships',
  {
    id: integer('id').primaryKey(),
    labId: integer('lab_id')
      .notNull()
      .references(() => labs.id),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    role: text('role', { enum: STEWARD_ROLES }).notNull(),
  },
  (t) => [
    uniqueIndex('stewardships_once').on(t.personId, t.labId),
    index('stewardships_by_lab').on(t.labId),
    check('stewardships_role', oneOf(t.role, STEWARD_ROLES)),
  ],
)

/** Somebody decides for a lab from one moment to another: while an owner is away. */
export const deputyships = sqliteTable(
  'deputyships',
  {
    id: integer('id').primaryKey(),
    labId: integer('lab_id')
      .notNull()
      .references(() => labs.id),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    startAt: instant('start_at').notNull(),
    endAt: instant('end_at').notNull(),
    namedById: integer('named_by_id')
      .notNull()
      .references(() => people.id),
  },
  (t) => [
    index('deputyships_by_lab').on(t.labId),
    index('deputyships_by_person').on(t.personId),
    check('deputyships_span', sql`${t.endAt} > ${t.startAt}`),
  ],
)

export const projects = sqliteTable(
  'projects',
  {
    id: integer('id').primaryKey(),
    code: text('code').notNull().unique(),
    title: text('title').notNull(),
    organisationId: integer('organisation_id')
      .notNull()
      .references(() => organisations.id),
    isExample: flag('is_example').notNull().default(false),
  },
  (t) => [index('projects_by_organisation').on(t.organisationId)],
)

export const projectMembers = sqliteTable(
  'project_members',
  {
    id: integer('id').primaryKey(),
    projectId: integer('project_id')
      .notNull()
      .references(() => projects.id),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
  },
  (t) => [
    uniqueIndex('project_members_once').on(t.personId, t.projectId),
    index('project_members_by_project').on(t.projectId),
  ],
)
