import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { FEED_KINDS } from '../../server/domain/feed.ts'
import { instant, oneOf } from './columns.ts'
import { labs, people } from './organisations.ts'
import { resources } from './resources.ts'

export const SESSION_KINDS = ['browser', 'token'] as const

/** Signed-in browsers and API tokens. Only the SHA-256 of the secret is kept. */
export const sessions = sqliteTable(
  'sessions',
  {
    tokenHash: text('token_hash').primaryKey(),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    kind: text('kind', { enum: SESSION_KINDS }).notNull(),
    label: text('label').notNull().default(''),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    /** What a token may do; null for everything its person may. */
    scopes: text('scopes', { mode: 'json' }).$type<readonly string[]>(),
    /** When the person last proved who they are: sensitive changes ask for it again. */
    provedAt: instant('proved_at'),
    address: text('address'),
    userAgent: text('user_agent'),
  },
  (t) => [index('sessions_by_person').on(t.personId), check('sessions_kind', oneOf(t.kind, SESSION_KINDS))],
)

/** Failed sign-ins of the last minutes, counted per account and address. */
export const signInFailures = sqliteTable(
  'sign_in_failures',
  {
    id: integer('id').primaryKey(),
    email: text('email').notNull(),
    address: text('address').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [index('sign_in_failures_by_address').on(t.address, t.at)],
)

/** Mail to send: written in the transaction of the change, sent later by a job that leases rows. */
export const outbox = sqliteTable(
  'outbox',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    /** The Message-ID without its domain: the same for every attempt. */
    messageId: text('message_id').notNull().unique(),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    kind: text('kind').notNull(),
    /** What the mail says, frozen when it was queued. */
    payload: text('payload', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    createdAt: instant('created_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    /** Null once sent or given up. */
    nextAttemptAt: instant('next_attempt_at'),
    leasedUntil: instant('leased_until'),
    sentAt: instant('sent_at'),
    lastError: text('last_error'),
    /** When its reader saw it in the application: what is sent is also a notice there. */
    readAt: instant('read_at'),
    /** When the digest that it waits for is due; null for what is sent by itself. */
    digestAt: instant('digest_at'),
    /** When somebody had it tried again after it was given up. */
    resentAt: instant('resent_at'),
    /**
     * Where it goes instead of to the person's own address: to somebody without an account, or to an address that is yet
     * to be confirmed. The person is then who caused it; it is no notice of theirs.
     */
    address: text('address'),
  },
  (t) => [
    index('outbox_due').on(t.nextAttemptAt).where(sql`next_attempt_at IS NOT NULL`),
    index('outbox_by_person').on(t.personId, t.createdAt),
    index('outbox_pending').on(t.personId, t.id).where(sql`next_attempt_at IS NOT NULL`),
    index('outbox_sent').on(t.personId, t.sentAt).where(sql`sent_at IS NOT NULL`),
    index('outbox_unread').on(t.personId).where(sql`read_at IS NULL`),
    index('outbox_held').on(t.personId, t.digestAt).where(sql`digest_at IS NOT NULL`),
    index('outbox_given_up').on(t.id).where(sql`next_attempt_at IS NULL AND sent_at IS NULL AND attempts > 0`),
    index('outbox_by_address').on(t.address, t.createdAt).where(sql`address IS NOT NULL`),
  ],
)

/** Counters that guards raise on every change, so that every process knows when what it remembers is old. */
export const revisions = sqliteTable('revisions', {
  name: text('name').primaryKey(),
  value: integer('value').notNull().default(0),
})

/** What the jobs have seen of the clock, one row: since when it has run on without a gap or a leap. */
export const clockWatch = sqliteTable('clock_watch', {
  id: integer('id').primaryKey(),
  seenAt: instant('seen_at').notNull(),
  steadySince: instant('steady_since').notNull(),
})

/**
 * The same per resource and month (UTC, 202611) for what reports count: claims, reservations let go, use.
 * Month 0 stands for all of time: outages, and claims too long for their two ends to name every month.
 */
export const resourceMonths = sqliteTable(
  'resource_months',
  {
    resourceId: integer('resource_id')
      .notNull()
      .references(() => resources.id, { onDelete: 'cascade' }),
    month: integer('month').notNull(),
    revision: integer('revision').notNull().default(1),
  },
  (t) => [primaryKey({ columns: [t.resourceId, t.month] })],
)

/** Private calendar addresses. Only the SHA-256 of the token is kept. */
export const feeds = sqliteTable(
  'feeds',
  {
    id: integer('id').primaryKey(),
    personId: integer('person_id')
      .notNull()
      .references(() => people.id),
    kind: text('kind', { enum: FEED_KINDS }).notNull(),
    resourceId: integer('resource_id').references(() => resources.id),
    labId: integer('lab_id').references(() => labs.id),
    tokenHash: text('token_hash').notNull().unique(),
    createdAt: instant('created_at').notNull(),
    lastReadAt: instant('last_read_at'),
  },
  (t) => [index('feeds_by_person').on(t.personId), check('feeds_kind', oneOf(t.kind, FEED_KINDS))],
)

/** Facts about this database: `demo`, `seed`. */
export const facts = sqliteTable('facts', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
})
