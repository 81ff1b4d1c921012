import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { ACCOUNT_LINK_KINDS } from '../../server/domain/account-link.ts'
import { LOCALES } from '../../server/domain/person.ts'
import { PROOF_STEPS } from '../../server/domain/second-factor.ts'
import { flag, instant, jsonList, oneOf } from './columns.ts'
import { organisations, people } from './organisations.ts'

/** An organisation asks somebody to join. Only the SHA-256 of the link's secret is kept. */
export const invitations = sqliteTable(
  'invitations',
  {
    id: integer('id').primaryKey(),
    organisationId: integer('organisation_id')
      .notNull()
      .references(() => organisations.id),
    /** Lower case. */
    email: text('email').notNull(),
    isAdministrator: flag('is_administrator').notNull().default(false),
    invitedById: integer('invited_by_id')
      .notNull()
      .references(() => people.id),
    tokenHash: text('token_hash').notNull().unique(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    /** When it was taken up or taken back. */
    closedAt: instant('closed_at'),
  },
  (t) => [index('invitations_by_organisation').on(t.organisationId)],
)

/** A link by mail that is good once: to confirm an address, to set a new password. Only the SHA-256 is kept. */
export const accountLinks = sqliteTable(
  'account_links',
  {
    id: integer('id').primaryKey(),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    kind: text('kind', { enum: ACCOUNT_LINK_KINDS }).notNull(),
    tokenHash: text('token_hash').notNull().unique(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
    /** `confirm-email`: the address that the account is to have, lower case. */
    email: text('email'),
  },
  (t) => [
    index('account_links_by_person').on(t.personId),
    check('account_links_kind', oneOf(t.kind, ACCOUNT_LINK_KINDS)),
  ],
)

/**
 * Somebody asks for an account. There is none until they show that mail to the address reaches them, so that nobody takes
 * an address by being the first to name it; several may ask under one. Only the SHA-256 of the link's secret is kept.
 */
export const signUps = sqliteTable(
  'sign_ups',
  {
    id: integer('id').primaryKey(),
    /** Lower case. */
    email: text('email').notNull(),
    name: text('name').notNull(),
    organisationId: integer('organisation_id')
      .notNull()
      .references(() => organisations.id),
    locale: text('locale', { enum: LOCALES }).notNull(),
    passwordHash: text('password_hash').notNull(),
    tokenHash: text('token_hash').notNull().unique(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [index('sign_ups_by_email').on(t.email)],
)

/** Passkeys (WebAuthn credentials). */
export const passkeys = sqliteTable(
  'passkeys',
  {
    id: integer('id').primaryKey(),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    /** Base64url. */
    credentialId: text('credential_id').notNull().unique(),
    publicKey: text('public_key').notNull(),
    counter: integer('counter').notNull().default(0),
    transports: jsonList('transports').notNull().default([]),
    name: text('name').notNull(),
    createdAt: instant('created_at').notNull(),
    lastUsedAt: instant('last_used_at'),
  },
  (t) => [index('passkeys_by_person').on(t.personId)],
)

/** Codes for who has lost the second factor, good once each. Only hashes are kept. */
export const recoveryCodes = sqliteTable(
  'recovery_codes',
  {
    id: integer('id').primaryKey(),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    codeHash: text('code_hash').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [index('recovery_codes_by_person').on(t.personId)],
)

/** Who a person is at a provider of OpenID Connect: never joined by mail address alone. */
export const identities = sqliteTable(
  'identities',
  {
    id: integer('id').primaryKey(),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    createdAt: instant('created_at').notNull(),
    lastUsedAt: instant('last_used_at'),
  },
  (t) => [uniqueIndex('identities_once').on(t.issuer, t.subject), index('identities_by_person').on(t.personId)],
)

/** What has been asked of a browser and waits for its answer, for a few minutes and once. */
export const proofSteps = sqliteTable(
  'proof_steps',
  {
    id: integer('id').primaryKey(),
    kind: text('kind', { enum: PROOF_STEPS }).notNull(),
    /** SHA-256 of the challenge of WebAuthn, or of the cookie of who still owes the second factor. */
    tokenHash: text('token_hash').notNull().unique(),
    /** Null where the answer is to tell who it is. */
    personId: integer('person_id').references(() => people.id),
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [index('proof_steps_by_person').on(t.personId), check('proof_steps_kind', oneOf(t.kind, PROOF_STEPS))],
)
