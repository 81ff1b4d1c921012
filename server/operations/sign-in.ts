import { createHash, randomBytes } from 'node:crypto'
import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { credentialsOf } from '../../db/queries/credentials.ts'
import { deleteExpiredSessions, deleteSession, insertSession } from '../../db/queries/sessions.ts'
import { deleteFailures, failuresFrom, insertFailure } from '../../db/queries/sign-in-failures.ts'
import { inTurn, passwordFits } from './password.ts'

const WINDOW_MS = 15 * 60_000
const MOST_FOR_ACCOUNT = 10
const MOST_FROM_ADDRESS = 20
const DAY_MS = 86_400_000
export const SESSION_DAYS = 14

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
  return inTurn(async () => {
    const verdict = inWriteTransaction(db, (tx) => countAttempt(tx, account, address, clock()))
    if (verdict.kind === 'wait') return verdict
    const credentials = credentialsOf(db, account)
    const fits = await passwordFits(credentials?.passwordHash ?? null, password.slice(0, 1000))
    if (!fits || !credentials) return verdict
    inWriteTransaction(db, (tx) => deleteFailures(tx, account, address))
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

/** Starts a session of a browser; the one it replaces ends. */
export function startSession(db: Db, personId: number, replacedHash: string | null, now: number): NewSecret {
  return inWriteTransaction(db, (tx) => {
    deleteExpiredSessions(tx, now)
    if (replacedHash) deleteSession(tx, replacedHash)
    return insertSecret(tx, { personId, kind: 'browser', label: '', days: SESSION_DAYS, now })
  })
}

/** Makes an API token for programs of this person. */
export function makeToken(db: Db, personId: number, label: string, days: number, now: number): NewSecret {
  return inWriteTransaction(db, (tx) => {
    deleteExpiredSessions(tx, now)
    return insertSecret(tx, { personId, kind: 'token', label, days, now })
  })
}

/** SHA-256 in hex: what the database knows of a cookie or token. */
export const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex')

function insertSecret(
  db: Db,
  { days, ...session }: { personId: number; kind: 'browser' | 'token'; label: string; days: number; now: number },
): NewSecret {
  const secret = randomBytes(32).toString('base64url')
  const expiresAt = session.now + days * DAY_MS
  insertSession(db, { ...session, tokenHash: hashOf(secret), expiresAt })
  return { secret, expiresAt }
}
