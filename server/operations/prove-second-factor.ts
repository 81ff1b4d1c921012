import { randomBytes } from 'node:crypto'
import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { accountById } from '../../db/queries/people.ts'
import { insertProofStep, ownerOfProofStep, takeProofStep } from '../../db/queries/proof-steps.ts'
import { sealedTotpOf, secondFactorsOf, takeTotpStep } from '../../db/queries/second-factors.ts'
import { deleteFailures, failuresFrom, failuresOf, insertFailure } from '../../db/queries/sign-in-failures.ts'
import { networkOf } from '../domain/network.ts'
import { hasSecondFactor } from '../domain/second-factor.ts'
import { stepOfCode } from '../domain/totp.ts'
import { useRecoveryCode } from './recovery-codes.ts'
import { sealFor } from './seal.ts'
import { hashOf } from './sign-in.ts'

const WINDOW_MS = 15 * 60_000
const MOST_FROM_ADDRESS = 10
/** From everywhere together: who guesses here has the password already, so nobody else can use it to lock them out. */
const MOST_FOR_ACCOUNT = 30
/** In capitals, which no address typed at sign-in is kept in: nobody counts up these attempts by typing their name. */
const accountOf = (personId: number) => `SECOND STEP ${personId}`
export const SECOND_STEP_MS = 10 * 60_000

/** Whether the person still has to show a second factor when the password was right. */
export const owesSecondFactor = (db: Db, personId: number): boolean => hasSecondFactor(secondFactorsOf(db, personId))

/** Half a sign-in: what goes into the cookie of who still owes the second factor. It is good for that and nothing else. */
export function beginSecondStep(db: Db, personId: number, now: number): string {
  const secret = randomBytes(32).toString('base64url')
  const step = { kind: 'second-step', tokenHash: hashOf(secret), personId, expiresAt: now + SECOND_STEP_MS } as const
  inWriteTransaction(db, (tx) => insertProofStep(tx, step, now))
  return secret
}

/** Who owes the second factor; null for a cookie that is good for nothing any more. */
export function whoOwes(db: Db, secret: string, now: number): number | null {
  const personId = ownerOfProofStep(db, 'second-step', hashOf(secret), now)
  return typeof personId === 'number' && accountById(db, personId) ? personId : null
}

/** Ends the half sign-in, once; false when something else has. */
export const endSecondStep = (db: Db, secret: string, now: number): boolean =>
  inWriteTransaction(db, (tx) => typeof takeProofStep(tx, 'second-step', hashOf(secret), now) === 'number')

export interface CodeAttempt {
  readonly personId: number
  /** Of the app, or a recovery code. */
  readonly code: string
  readonly address: string
  readonly installationSecret: string
}

export type CodeResult =
  | { readonly kind: 'fits' }
  | { readonly kind: 'wrong' }
  /** The secret of the app was sealed with another secret of the installation: no code can be checked. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'wait'; readonly seconds: number }

/** Checks a code, which is used up by it. Every attempt counts as a failure first and is forgiven when it fits. */
export function checkCode(
  db: Db,
  { personId, code, address, installationSecret }: CodeAttempt,
  now: number,
): CodeResult {
  const account = accountOf(personId)
  const network = networkOf(address)
  return inWriteTransaction(db, (tx): CodeResult => {
    const since = now - WINDOW_MS
    const seconds = Math.max(
      waitFor(failuresFrom(tx, network, since, account), MOST_FROM_ADDRESS, now),
      waitFor(failuresOf(tx, account, since), MOST_FOR_ACCOUNT, now),
    )
    if (seconds > 0) return { kind: 'wait', seconds }
    insertFailure(tx, account, network, now, since)
    const verdict = weighCode(tx, { personId, code, installationSecret }, now)
    if (verdict === 'fits') deleteFailures(tx, account, network)
    return { kind: verdict }
  })
}

function weighCode(
  tx: Db,
  { personId, code, installationSecret }: Omit<CodeAttempt, 'address'>,
  now: number,
): 'fits' | 'wrong' | 'unreadable' {
  if (!owesSecondFactor(tx, personId)) return 'wrong'
  if (useRecoveryCode(tx, personId, code, now)) return 'fits'
  const sealed = sealedTotpOf(tx, personId)
  if (sealed === null) return 'wrong'
  const secret = sealFor(installationSecret, 'totp').open(sealed, String(personId))
  if (secret === null) return 'unreadable'
  const step = stepOfCode(secret, code.replaceAll(/\s/g, ''), now)
  return step !== null && takeTotpStep(tx, personId, step) ? 'fits' : 'wrong'
}

/** Until so many failures are no longer within the window; 0 when fewer are. */
function waitFor(newestFirst: readonly number[], most: number, now: number) {
  const deciding = newestFirst[most - 1]
  return deciding === undefined ? 0 : Math.ceil((deciding + WINDOW_MS - now) / 1000)
}
