import { randomBytes } from 'node:crypto'
import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { deletePasskeysOf } from '../../db/queries/passkeys.ts'
import { accountById } from '../../db/queries/people.ts'
import { deleteProofStepsOf } from '../../db/queries/proof-steps.ts'
import { replaceRecoveryCodes, secondFactorsOf, setTotp } from '../../db/queries/second-factors.ts'
import { endAllSessions } from '../../db/queries/sessions.ts'
import type { Person } from '../domain/person.ts'
import { hasSecondFactor } from '../domain/second-factor.ts'
import { secretOf, stepOfCode } from '../domain/totp.ts'
import { type Changer, tellOfChange } from './account-changes.ts'
import { renewRecoveryCodes } from './recovery-codes.ts'
import { done, type Result, refused } from './result.ts'
import { sealFor } from './seal.ts'

const SETUP_MS = 30 * 60_000

export interface TotpSetup {
  /** Base 32, for the app. */
  readonly secret: string
  /** The same for the form to bring back: nothing is kept until a code has shown that the app knows it. */
  readonly pending: string
}

/** A secret for an authenticator app, good for half an hour and for this person. */
export function offerTotp(installationSecret: string, personId: number, now: number): TotpSetup {
  const secret = secretOf(randomBytes(20))
  const text = JSON.stringify({ secret, until: now + SETUP_MS })
  return { secret, pending: sealFor(installationSecret, 'totp-setup').close(text, String(personId)) }
}

/** What a form has brought back; null for what is too old, somebody else's or none of ours. */
export function offeredTotp(installationSecret: string, personId: number, pending: string, now: number) {
  const text = sealFor(installationSecret, 'totp-setup').open(pending, String(personId))
  const read = text === null ? null : (JSON.parse(text) as { secret: string; until: number })
  return read && now < read.until ? read.secret : null
}

/**
 * Turns codes of an app on, shown to work by one of them. Gives recovery codes where the person has none yet, once.
 * Refusals: `invalid`.
 */
export function turnTotpOn(
  db: Db,
  by: Changer,
  wish: { readonly secret: string; readonly code: string; readonly installationSecret: string },
  now: number,
): Result<readonly string[] | null> {
  const step = stepOfCode(wish.secret, wish.code.replaceAll(/\s/g, ''), now)
  if (step === null) return refused({ kind: 'invalid', field: 'code', reason: 'totp-code' })
  return inWriteTransaction(db, (tx) => {
    setTotp(tx, by.id, sealFor(wish.installationSecret, 'totp').close(wish.secret, String(by.id)), step)
    tellOfChange(tx, by, { change: 'totp-on' }, now)
    return done(firstCodes(tx, by.id))
  })
}

/** Recovery codes for who has none left or never had any; null for who has some. */
export const firstCodes = (tx: Db, personId: number): readonly string[] | null =>
  secondFactorsOf(tx, personId).codesLeft === 0 ? renewRecoveryCodes(tx, personId) : null

/** Turns codes of an app off. Refusals: `not-found`. */
export function turnTotpOff(db: Db, by: Changer, now: number): Result<null> {
  return inWriteTransaction(db, (tx) => {
    if (!secondFactorsOf(tx, by.id).hasTotp) return refused({ kind: 'not-found' })
    setTotp(tx, by.id, null, null)
    dropLoneCodes(tx, by.id)
    tellOfChange(tx, by, { change: 'totp-off' }, now)
    return done(null)
  })
}

/** Recovery codes stand in for a second factor: without one they are good for nothing. */
export function dropLoneCodes(tx: Db, personId: number): void {
  if (!hasSecondFactor(secondFactorsOf(tx, personId))) replaceRecoveryCodes(tx, personId, [])
}

/** New recovery codes in place of the old ones, shown once. Refusals: `not-found` for who has no second factor. */
export function newRecoveryCodes(db: Db, by: Changer, now: number): Result<readonly string[]> {
  return inWriteTransaction(db, (tx) => {
    if (!hasSecondFactor(secondFactorsOf(tx, by.id))) return refused({ kind: 'not-found' })
    const codes = renewRecoveryCodes(tx, by.id)
    tellOfChange(tx, by, { change: 'recovery-codes' }, now)
    return done(codes)
  })
}

/**
 * Takes everything but the password from somebody who has lost it, by who runs the cluster; their sessions end.
 * Refusals: `forbidden`, `not-found`, `invalid` for one's own account.
 */
export function resetSecondFactors(
  db: Db,
  person: Person,
  { personId, address }: { readonly personId: number; readonly address: string },
  now: number,
): Result<null> {
  if (person.role !== 'administrator') return refused({ kind: 'forbidden' })
  if (personId === person.id) return refused({ kind: 'invalid', field: 'person', reason: 'own-account' })
  return inWriteTransaction(db, (tx) => {
    if (!accountById(tx, personId) || !hasSecondFactor(secondFactorsOf(tx, personId)))
      return refused({ kind: 'not-found' })
    setTotp(tx, personId, null, null)
    deletePasskeysOf(tx, personId)
    replaceRecoveryCodes(tx, personId, [])
    deleteProofStepsOf(tx, personId)
    endAllSessions(tx, personId)
    tellOfChange(tx, { id: person.id, address }, { change: 'second-factor-reset', personId }, now)
    return done(null)
  })
}
