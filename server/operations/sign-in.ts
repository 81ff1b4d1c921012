import { createHash, randomBytes } from 'node:crypto'
import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { recordAudit } from '../../db/queries/audit.ts'
import { credentialsOf } from '../../db/queries/credentials.ts'
import {
  deleteExpiredSessions,
  deleteSession,
  endOtherSessions,
  endSession,
  insertSession,
  markProved,
  type NewSession,
  type SessionOrigin,
} from '../../db/queries/sessions.ts'
import { deleteFailures, failuresFrom, insertFailure } from '../../db/queries/sign-in-failures.ts'
import { networkOf } from '../domain/network.ts'
import { scopesUpTo, type TokenScope } from '../domain/token-scope.ts'
import { inTurn, passwordFits } from './password.ts'

const WINDOW_MS = 15 * 60_000
const MOST_FOR_ACCOUNT = 10
const MOST_FROM_ADDRESS = 20
const DAY_MS = 86_400_000
export const SESSION_DAYS = 14
const MOST_USER_AGENT = 300

export interface Attempt {
  readonly email: string
  readonly password: string
  /** Of the client: a stranger elsewhere cannot lock anyone out. */
  readonly address: string
}

export type SignInResult =
  | { readonly kind: 'fits'; readonly personId: number }
  | { readonly kind: 'wrong'; readonly attemptsLeft: number }
  /** Too many failures; not even looked at. */
  | { readonly kind: 'wait'; readonly seconds: number }

/**
 * Checks an address and a password. Every attempt first counts as a failure and is forgiven when it fits, in the
 * database: parallel attempts and several processes share one count. Makes no session: that is `startSession`.
 */
export function checkPassword(
  db: Db,
  { email, password, address }: Attempt,
  clock: () => number,
): Promise<SignInResult> {
  const account = email.trim().toLowerCase().slice(0, 320)
  const network = networkOf(address)
  return inTurn(async () => {
    const verdict = inWriteTransaction(db, (tx) => countAttempt(tx, account, network, clock()))
    if (verdict.kind === 'wait') return verdict
    const credentials = credentialsOf(db, account)
    const fits = await passwordFits(credentials?.passwordHash ?? null, password.slice(0, 1000))
    if (!fits || !credentials) return verdict
    inWriteTransaction(db, (tx) => deleteFailures(tx, account, network))
    return { kind: 'fits', personId: credentials.personId }
  })
}

function countAttempt(db: Db, account: string, address: string, now: number): SignInResult {
  const since = now - WINDOW_MS
  const ofAccount = failuresFrom(db, address, since, account)
  const ofAddress = failuresFrom(db, address, since)
  const waitMs = Math.max(waitFor(ofAccount, MOST_FOR_ACCOUNT, now), waitFor(ofAddress, MOST_FROM_ADDRESS, now))
  if (waitMs > 0) return { kind: 'wait', seconds: Math.ceil(waitMs / 1000) }
  insertFailure(db, account, address, now, since)
  const attemptsLeft = Math.min(MOST_FOR_ACCOUNT - ofAccount.length, MOST_FROM_ADDRESS - ofAddress.length) - 1
  return { kind: 'wrong', attemptsLeft }
}

/** Until so many failures are no longer within the window; 0 when fewer are. */
function waitFor(newestFirst: readonly number[], most: number, now: number) {
  const deciding = newestFirst[most - 1]
  return deciding === undefined ? 0 : deciding + WINDOW_MS - now
}

export interface NewSecret {
  /** Goes to the browser or program, once; the database keeps its SHA-256. */
  readonly secret: string
  readonly expiresAt: number
}

export interface BrowserSession extends SessionOrigin {
  /** The session of this browser that it replaces, which ends. */
  readonly replacedHash: string | null
}

/** Starts a session of a browser. */
export function startSession(db: Db, personId: number, browser: BrowserSession | null, now: number): NewSecret {
  return inWriteTransaction(db, (tx) => {
    deleteExpiredSessions(tx, now)
    if (browser?.replacedHash) deleteSession(tx, browser.replacedHash)
    const from = browser && {
      address: browser.address,
      userAgent: browser.userAgent?.slice(0, MOST_USER_AGENT) ?? null,
    }
    if (from) recordSession(tx, 'signed-in', { personId, address: from.address, at: now })
    return insertSecret(tx, { personId, kind: 'browser', label: '', days: SESSION_DAYS, now, ...(from && { from }) })
  })
}

/** Notes a fresh proof and gives the session a new secret: whoever has got hold of the old one gains nothing by it. */
export function renewSession(db: Db, tokenHash: string, now: number): string {
  const secret = randomBytes(32).toString('base64url')
  inWriteTransaction(db, (tx) => markProved(tx, tokenHash, hashOf(secret), now))
  return secret
}

interface SessionChange {
  readonly personId: number
  readonly address: string | null
  readonly at: number
}

/** Ends the session of a browser; what it belonged to is written down where it was somebody's. */
export function endBrowserSession(db: Db, tokenHash: string, change: SessionChange | null): void {
  inWriteTransaction(db, (tx) => {
    deleteSession(tx, tokenHash)
    if (change) recordSession(tx, 'signed-out', change)
  })
}

/** Ends one of a person's sessions or tokens by the key that their page knows it by; false where there is none. */
export function endOwnSession(db: Db, key: string, change: SessionChange): boolean {
  return inWriteTransaction(db, (tx) => {
    const isEnded = endSession(tx, change.personId, key)
    if (isEnded) recordSession(tx, 'session-ended', change)
    return isEnded
  })
}

/** Ends the sessions of all of a person's other browsers; their tokens stay. */
export function endOwnOtherSessions(db: Db, exceptHash: string, change: SessionChange): void {
  inWriteTransaction(db, (tx) => {
    endOtherSessions(tx, change.personId, exceptHash, false)
    recordSession(tx, 'session-ended', change)
  })
}

function recordSession(tx: Db, kind: string, { personId, address, at }: SessionChange) {
  recordAudit(tx, { person: { id: personId }, kind, object: { kind: 'people', id: personId }, address, at })
}

export interface TokenWish {
  readonly label: string
  readonly days: number
  /** Null for everything its person may. */
  readonly scope: TokenScope | null
}

/** Makes an API token for programs of this person. */
export function makeToken(db: Db, personId: number, { label, days, scope }: TokenWish, now: number): NewSecret {
  return inWriteTransaction(db, (tx) => {
    deleteExpiredSessions(tx, now)
    const scopes = scope && scopesUpTo(scope)
    const made = insertSecret(tx, { personId, kind: 'token', label, days, now, scopes })
    recordAudit(tx, {
      ...{ person: { id: personId }, kind: 'token-made', object: { kind: 'people', id: personId }, at: now },
      after: { scope, days },
    })
    return made
  })
}

/** SHA-256 in hex: what the database knows of a cookie or token. */
export const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex')

function insertSecret(
  db: Db,
  { days, ...session }: Omit<NewSession, 'tokenHash' | 'expiresAt'> & { readonly days: number },
): NewSecret {
  const secret = randomBytes(32).toString('base64url')
  const expiresAt = session.now + days * DAY_MS
  insertSession(db, { ...session, tokenHash: hashOf(secret), expiresAt })
  return { secret, expiresAt }
}
