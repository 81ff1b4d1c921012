import { createHash } from 'node:crypto'
import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { deletePasskey, insertPasskey, passkeysOf, passkeyWith, usePasskey } from '../../db/queries/passkeys.ts'
import { insertProofStep, takeProofStep } from '../../db/queries/proof-steps.ts'
import { MOST_PASSKEY_NAME, MOST_PASSKEYS, type RelyingParty } from '../domain/passkey.ts'
import type { Person } from '../domain/person.ts'
import { type Changer, tellOfChange } from './account-changes.ts'
import { done, type Result, refused } from './result.ts'
import { dropLoneCodes, firstCodes } from './second-factors.ts'
import { hashOf } from './sign-in.ts'

/** A challenge waits so long for its answer. */
const CHALLENGE_MS = 5 * 60_000

/** EdDSA, ES256 and RS256 (COSE): what keys sign with, and what every Node.js verifies. */
const ALGORITHMS = [-8, -7, -257]

// The library reads certificates of every kind of authenticator; only who uses passkeys waits for it.
const library = () => import('@simplewebauthn/server')

/** What the browser needs to make a passkey for the person: PublicKeyCredentialCreationOptionsJSON. */
export async function askForNewPasskey(db: Db, person: Person, { id }: RelyingParty, clock: () => number) {
  const { generateRegistrationOptions } = await library()
  const options = await generateRegistrationOptions({
    rpName: 'Aparatura',
    rpID: id,
    userName: person.email,
    userDisplayName: person.name,
    userID: createHash('sha256').update(`aparatura person ${person.id}`).digest(),
    timeout: CHALLENGE_MS,
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: known(db, person.id),
    // Keys that can find their account by themselves, where they can; older ones serve as a second factor.
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  })
  keepChallenge(db, 'passkey-new', { challenge: options.challenge, personId: person.id }, clock())
  return options
}

/** What the browser needs to sign with a passkey: of a person, or of whoever it is. PublicKeyCredentialRequestOptionsJSON. */
export async function askForPasskey(db: Db, personId: number | null, { id }: RelyingParty, clock: () => number) {
  const { generateAuthenticationOptions } = await library()
  const options = await generateAuthenticationOptions({
    rpID: id,
    timeout: CHALLENGE_MS,
    allowCredentials: personId === null ? [] : known(db, personId),
    // Alone it must stand for two factors: who has the key, and knows or is what opens it.
    userVerification: personId === null ? 'required' : 'preferred',
  })
  keepChallenge(db, 'passkey-sign-in', { challenge: options.challenge, personId }, clock())
  return options
}

const known = (db: Db, personId: number) =>
  passkeysOf(db, personId).map(({ credentialId, transports }) => ({ id: credentialId, transports: [...transports] }))

function keepChallenge(
  db: Db,
  kind: 'passkey-new' | 'passkey-sign-in',
  { challenge, personId }: { readonly challenge: string; readonly personId: number | null },
  now: number,
) {
  const step = { kind, tokenHash: hashOf(challenge), personId, expiresAt: now + CHALLENGE_MS }
  inWriteTransaction(db, (tx) => insertProofStep(tx, step, now))
}

export interface PasskeyWish {
  readonly name: string
  /** RegistrationResponseJSON as text. */
  readonly credential: string
  readonly relyingParty: RelyingParty
}

/** Adds a passkey; gives recovery codes where the person has none yet, once. Refusals: `invalid`. */
export async function addPasskey(
  db: Db,
  by: Changer,
  { name, credential, relyingParty }: PasskeyWish,
  clock: () => number,
): Promise<Result<readonly string[] | null>> {
  const wanted = nameOf(name)
  if (wanted === null) return refused({ kind: 'invalid', field: 'name', reason: 'passkey-name' })
  const made = await verifiedNew(db, by.id, { credential, relyingParty }, clock)
  if (!made) return refused({ kind: 'invalid', field: 'credential', reason: 'passkey' })
  const now = clock()
  return inWriteTransaction(db, (tx) => {
    if (passkeysOf(tx, by.id).length >= MOST_PASSKEYS)
      return refused({ kind: 'invalid', field: 'credential', reason: 'passkeys-many' })
    if (passkeyWith(tx, made.id)) return refused({ kind: 'invalid', field: 'credential', reason: 'passkey' })
    const { id: credentialId, counter, transports = [] } = made
    const publicKey = Buffer.from(made.publicKey).toString('base64url')
    insertPasskey(tx, { personId: by.id, name: wanted, credentialId, publicKey, counter, transports, createdAt: now })
    tellOfChange(tx, by, { change: 'passkey-added' }, now)
    return done(firstCodes(tx, by.id))
  })
}

/** A name as it is kept; null for none. */
export function nameOf(text: string): string | null {
  const name = text.trim()
  return name === '' || name.length > MOST_PASSKEY_NAME ? null : name
}

async function verifiedNew(
  db: Db,
  personId: number,
  { credential, relyingParty }: Pick<PasskeyWish, 'credential' | 'relyingParty'>,
  clock: () => number,
) {
  const response = answerIn(credential)
  if (!response || takeChallenge(db, 'passkey-new', response.challenge, clock()) !== personId) return null
  const { verifyRegistrationResponse } = await library()
  const verdict = await verifyRegistrationResponse({
    response: response.json as Parameters<typeof verifyRegistrationResponse>[0]['response'],
    expectedChallenge: response.challenge,
    expectedOrigin: relyingParty.origin,
    expectedRPID: relyingParty.id,
    requireUserVerification: false,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(() => null)
  return verdict?.verified ? verdict.registrationInfo.credential : null
}

/** Removes a passkey. Refusals: `not-found`. */
export function removePasskey(db: Db, by: Changer, id: number, now: number): Result<null> {
  return inWriteTransaction(db, (tx) => {
    if (!deletePasskey(tx, by.id, id)) return refused({ kind: 'not-found' })
    dropLoneCodes(tx, by.id)
    tellOfChange(tx, by, { change: 'passkey-removed' }, now)
    return done(null)
  })
}

export interface PasskeyAttempt {
  /** AuthenticationResponseJSON as text. */
  readonly credential: string
  /** Who it must be, and was asked for; null to learn who it is, which takes a key that knows its user. */
  readonly personId: number | null
  readonly relyingParty: RelyingParty
}

/** Whose passkey has signed the challenge that was given for just this; null for anything else. Each is good once. */
export async function checkPasskey(
  db: Db,
  { credential, personId, relyingParty }: PasskeyAttempt,
  clock: () => number,
): Promise<number | null> {
  const response = answerIn(credential)
  const asked = response && takeChallenge(db, 'passkey-sign-in', response.challenge, clock())
  const passkey = response && passkeyWith(db, response.id)
  if (asked !== personId || !response || !passkey || passkey.personId !== (personId ?? passkey.personId)) return null
  const { verifyAuthenticationResponse } = await library()
  const verdict = await verifyAuthenticationResponse({
    response: response.json as Parameters<typeof verifyAuthenticationResponse>[0]['response'],
    expectedChallenge: response.challenge,
    expectedOrigin: relyingParty.origin,
    expectedRPID: relyingParty.id,
    requireUserVerification: personId === null,
    credential: {
      id: passkey.credentialId,
      publicKey: Uint8Array.from(Buffer.from(passkey.publicKey, 'base64url')),
      counter: passkey.counter,
    },
  }).catch(() => null)
  if (!verdict?.verified) return null
  const { newCounter } = verdict.authenticationInfo
  const isUsed = inWriteTransaction(db, (tx) => usePasskey(tx, passkey.id, newCounter, clock()))
  return isUsed ? passkey.personId : null
}

const takeChallenge = (db: Db, kind: 'passkey-new' | 'passkey-sign-in', challenge: string, now: number) =>
  inWriteTransaction(db, (tx) => takeProofStep(tx, kind, hashOf(challenge), now))

/** What the browser has sent, as far as it must be known before it is verified. */
function answerIn(text: string): { readonly id: string; readonly challenge: string; readonly json: object } | null {
  try {
    const json = JSON.parse(text) as { id?: unknown; response?: { clientDataJSON?: unknown } }
    const client = JSON.parse(Buffer.from(String(json.response?.clientDataJSON), 'base64url').toString('utf8'))
    const { challenge } = client as { challenge?: unknown }
    return typeof json.id === 'string' && typeof challenge === 'string' ? { id: json.id, challenge, json } : null
  } catch {
    return null
  }
}
