import { randomBytes } from 'node:crypto'
import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { clusterAdministrators } from '../../db/queries/people.ts'
import { failuresFrom, insertFailure } from '../../db/queries/sign-in-failures.ts'
import { networkOf } from '../domain/network.ts'
import { hashOf } from './sign-in.ts'

const WINDOW_MS = 15 * 60_000
const MOST_ASKED = 20

/** A secret for a link that is good once: 256 bits go into the mail, their SHA-256 into the database. */
export function newLinkSecret(): { readonly token: string; readonly tokenHash: string } {
  const token = randomBytes(32).toString('base64url')
  return { token, tokenHash: hashOf(token) }
}

/**
 * Counts what somebody who is not signed in asks for by mail, per client: 20 in 15 minutes, whichever process answers.
 * How many seconds to wait, 0 to go on. What is counted for others, or against signing in, is not touched.
 */
export function countAsked(db: Db, address: string, now: number): number {
  return inWriteTransaction(db, (tx) => {
    const since = now - WINDOW_MS
    const asker = `asks ${networkOf(address)}`
    const deciding = failuresFrom(tx, asker, since)[MOST_ASKED - 1]
    if (deciding !== undefined) return Math.ceil((deciding + WINDOW_MS - now) / 1000)
    insertFailure(tx, '', asker, now, since)
    return 0
  })
}

/** Mail to addresses that have no account is written in the name of who runs the cluster. */
export function postmasterOf(tx: Db): number {
  const [first] = clusterAdministrators(tx)
  if (first === undefined) throw new Error('There is no administrator in whose name to write')
  return first
}
