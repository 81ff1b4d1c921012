import type { Interval } from '../../server/domain/interval.ts'
import type { Person } from '../../server/domain/person.ts'
import type { TokenScope } from '../../server/domain/token-scope.ts'
import type { Db } from '../connect.ts'
import { unchangedDuring } from './deputyships.ts'
import { withPatience } from './patience.ts'
import { accountById, personById } from './people.ts'
import { prepared } from './prepared.ts'

export type SessionKind = 'browser' | 'token'

export interface NewSession {
  readonly tokenHash: string
  readonly personId: number
  readonly kind: SessionKind
  readonly now: number
  readonly expiresAt: number
  readonly label?: string
  /** What a token may do; null for everything its person may. */
  readonly scopes?: readonly TokenScope[] | null
  readonly from?: SessionOrigin
}

/** Where a session is used, for its owner to recognise. */
export interface SessionOrigin {
  readonly address: string | null
  readonly userAgent: string | null
}

/** A browser's session begins with a proof of who it is; a token is none. */
export function insertSession(db: Db, session: NewSession): void {
  const { tokenHash, personId, kind, now, expiresAt, label = '', scopes = null, from } = session
  prepared(
    db,
    `INSERT INTO sessions (token_hash, person_id, kind, label, created_at, expires_at, last_seen_at, scopes, proved_at, address, user_agent)
     VALUES (:tokenHash, :personId, :kind, :label, :now, :expiresAt, :now, :scopes, :provedAt, :address, :userAgent)`,
  ).run({
    ...{ tokenHash, personId, kind, label, now, expiresAt, scopes: scopes && JSON.stringify(scopes) },
    ...{
      provedAt: kind === 'browser' ? now : null,
      address: from?.address ?? null,
      userAgent: from?.userAgent ?? null,
    },
  })
}

/** Notes that the person has just proved who they are, in this session, which from now on is known by another secret. */
export function markProved(db: Db, tokenHash: string, freshHash: string, now: number): void {
  prepared(db, 'UPDATE sessions SET proved_at = ?, token_hash = ? WHERE token_hash = ?').run(now, freshHash, tokenHash)
}

export function deleteSession(db: Db, tokenHash: string): void {
  prepared(db, 'DELETE FROM sessions WHERE token_hash = ?').run(tokenHash)
}

/** Sessions and tokens whose time is over, of everyone. */
export function deleteExpiredSessions(db: Db, now: number): void {
  prepared(db, 'DELETE FROM sessions WHERE expires_at <= ?').run(now)
}

export interface LiveSession {
  readonly account: Person
  /** Whether an organisation has them; who has none keeps the account and nothing else. */
  readonly isMember: boolean
  readonly lastSeenAt: number
  /** When the person last proved who they are; null for tokens. */
  readonly provedAt: number | null
  /** Null for everything the person may. */
  readonly scopes: readonly TokenScope[] | null
}

/**
 * Whom a live session speaks for, or null. Asked by every request: the person is remembered while no row of people,
 * stewardships, memberships or organisations changes and no time as a deputy begins or ends, so a lost role or a closed account shows
 * at the next request.
 */
export function sessionOf(db: Db, tokenHash: string, kind: SessionKind, now: number): LiveSession | null {
  const row = prepared(
    db,
    `SELECT person_id, last_seen_at, proved_at, scopes, (SELECT value FROM revisions WHERE name = 'people') AS revision
     FROM sessions WHERE token_hash = ? AND kind = ? AND expires_at > ?`,
  ).get(tokenHash, kind, now) as SessionRow | undefined
  if (!row) return null
  const { account, isMember } = rememberedPerson(db, { id: row.person_id, revision: row.revision }, now)
  if (!account) return null
  const scopes = row.scopes === null ? null : (JSON.parse(row.scopes) as TokenScope[])
  return { account, isMember, lastSeenAt: row.last_seen_at, provedAt: row.proved_at, scopes }
}

interface SessionRow {
  readonly person_id: number
  readonly last_seen_at: number
  readonly proved_at: number | null
  readonly scopes: string | null
  readonly revision: number
}

/** Notes that a session is in use, and from where. Never waits for another writer: a missed note costs nothing. */
export function touchSession(db: Db, tokenHash: string, address: string, now: number): void {
  try {
    withPatience(db, 0, () =>
      prepared(db, 'UPDATE sessions SET last_seen_at = ?, address = ? WHERE token_hash = ?').run(
        now,
        address,
        tokenHash,
      ),
    )
  } catch {
    // The next request tries again.
  }
}

/** A session or token as its owner sees it; `key` names it without giving it away. */
export interface ListedSession {
  readonly key: string
  readonly kind: SessionKind
  readonly label: string
  readonly createdAt: number
  readonly expiresAt: number
  readonly lastSeenAt: number
  readonly address: string | null
  readonly userAgent: string | null
  readonly scopes: readonly TokenScope[] | null
}

/** The person's live sessions and tokens, the latest used first. */
export function sessionsOf(db: Db, personId: number, now: number): readonly ListedSession[] {
  const rows = prepared(
    db,
    `SELECT substr(token_hash, 1, ${KEY_LENGTH}) AS key, kind, label, created_at AS createdAt, expires_at AS expiresAt,
       last_seen_at AS lastSeenAt, address, user_agent AS userAgent, scopes
     FROM sessions WHERE person_id = ? AND expires_at > ? ORDER BY last_seen_at DESC, created_at DESC`,
  ).all(personId, now) as (Omit<ListedSession, 'scopes'> & { scopes: string | null })[]
  return rows.map((row) => ({ ...row, scopes: row.scopes === null ? null : (JSON.parse(row.scopes) as TokenScope[]) }))
}

/** Ends every session and token of the person. */
export function endAllSessions(db: Db, personId: number): void {
  prepared(db, 'DELETE FROM sessions WHERE person_id = ?').run(personId)
}

/** Ends one session of the person; false when they have none with this key. */
export function endSession(db: Db, personId: number, key: string): boolean {
  return (
    prepared(db, `DELETE FROM sessions WHERE person_id = ? AND substr(token_hash, 1, ${KEY_LENGTH}) = ?`).run(
      personId,
      key,
    ).changes > 0
  )
}

/** Ends the person's browser sessions but the one with this hash; with `tokensToo`, their API tokens as well. */
export function endOtherSessions(db: Db, personId: number, exceptHash: string, tokensToo: boolean): void {
  prepared(db, `DELETE FROM sessions WHERE person_id = ? AND token_hash <> ? AND (kind = 'browser' OR ?)`).run(
    personId,
    exceptHash,
    tokensToo ? 1 : 0,
  )
}

/** The part of a hash that names a session on the account page: 64 bits, useless for signing in. */
const KEY_LENGTH = 16
export const keyOfHash = (tokenHash: string) => tokenHash.slice(0, KEY_LENGTH)

interface Memory {
  revision: number
  readonly people: Map<number, Remembered>
}

interface Remembered {
  readonly account: Person | null
  readonly isMember: boolean
  /** While no time as a deputy begins or ends. */
  readonly during: Interval
}

const memories = new WeakMap<Db['$client'], Memory>()

function rememberedPerson(db: Db, { id, revision }: { id: number; revision: number }, now: number): Remembered {
  let memory = memories.get(db.$client)
  if (memory?.revision !== revision) memories.set(db.$client, (memory = { revision, people: new Map() }))
  const known = memory.people.get(id)
  if (known && known.during.start <= now && now < known.during.end) return known
  const member = personById(db, id, now)
  const account = member ?? accountById(db, id, now)
  const remembered = { account, isMember: member !== null, during: unchangedDuring(db, id, now) }
  memory.people.set(id, remembered)
  return remembered
}
