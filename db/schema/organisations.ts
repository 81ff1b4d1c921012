import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { LOCALES, MEMBERSHIP_STATES, ORGANISATION_KINDS, ROLES, STEWARD_ROLES } from '../../server/domain/person.ts'
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
    /** Whom of a provider of OpenID Connect it takes for its own: read by the domain. */
    signOn: json('sign_on').notNull().default({}),
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
    /** Sixteen digits in groups, checked (ISO 7064 mod 11-2). */
    orcid: text('orcid'),
    /** When the person showed that mail to the address reaches them; null for accounts somebody else made. */
    emailConfirmedAt: instant('email_confirmed_at'),
    /** The secret of the authenticator app, encrypted; null for none. */
    totpSecret: text('totp_secret'),
    passwordChangedAt: instant('password_changed_at'),
    /** When everything that names the person was taken out. */
    erasedAt: instant('erased_at'),
    /** The last step of the authenticator app, of 30 seconds since 1970, whose code was taken: none is taken twice. */
    totpStep: integer('totp_step'),
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
    funder: text('funder'),
    /** The number of the grant or of the contract with the funder. */
    grantNumber: text('grant_number'),
    /** https://raid.org/… */
    raid: text('raid'),
    /** Local days; `end_on` is the last one. */
    startOn: text('start_on'),
    endOn: text('end_on'),
    /** Who looks after the project: its people, its details. */
    leaderId: integer('leader_id').references(() => people.id),
    closedAt: instant('closed_at'),
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

/** Organisations that take part in a project beside the one that leads it. */
export const projectOrganisations = sqliteTable(
  'project_organisations',
  {
    id: integer('id').primaryKey(),
    projectId: integer('project_id')
      .notNull()
      .references(() => projects.id),
    organisationId: integer('organisation_id')
      .notNull()
      .references(() => organisations.id),
  },
  (t) => [
    uniqueIndex('project_organisations_once').on(t.projectId, t.organisationId),
    index('project_organisations_by_organisation').on(t.organisationId),
  ],
)

/** Who belongs to which organisation. `people.organisation_id` is the one a person acts for now. */
export const memberships = sqliteTable(
  'memberships',
  {
    id: integer('id').primaryKey(),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    organisationId: integer('organisation_id')
      .notNull()
      .references(() => organisations.id),
    /** Runs the organisation: invites, names stewards, reads its use. */
    isAdministrator: flag('is_administrator').notNull().default(false),
    /** `asked` waits for the organisation, `left` has ended. */
    state: text('state', { enum: MEMBERSHIP_STATES }).notNull().default('active'),
    since: instant('since').notNull(),
    endedAt: instant('ended_at'),
  },
  (t) => [
    uniqueIndex('memberships_once').on(t.personId, t.organisationId),
    index('memberships_by_organisation').on(t.organisationId, t.state),
    check('memberships_state', oneOf(t.state, MEMBERSHIP_STATES)),
  ],
)
