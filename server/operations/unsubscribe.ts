import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { releaseHeld } from '../../db/queries/outbox.ts'
import { personById } from '../../db/queries/people.ts'
import { mailAccountOf, storePreferences } from '../../db/queries/preferences.ts'
import type { Person } from '../domain/person.ts'
import { withoutDigest } from '../domain/preferences.ts'

/** What the link under a daily mail carries: whose it is, signed. It turns that mail off and does nothing else. */
export const unsubscribeToken = (personId: number, secret: string): string => `${personId}.${signOf(personId, secret)}`

/** Whose link it is; null for a forged one, and when the person has left. */
export function subscriberOf(db: Db, token: string, secret: string): Person | null {
  const [, id = '', sign = ''] = /^(\d{1,15})\.([\w-]{43})$/.exec(token) ?? []
  if (!id || !timingSafeEqual(Buffer.from(sign), Buffer.from(signOf(Number(id), secret)))) return null
  return personById(db, Number(id))
}

/** Turns the daily mail off: what it would have brought stays in the application. */
export function unsubscribe(db: Db, personId: number, now: number): void {
  inWriteTransaction(db, (tx) => {
    storePreferences(tx, personId, withoutDigest(mailAccountOf(tx, personId).preferences))
    releaseHeld(tx, personId, now)
  })
}

const signOf = (personId: number, secret: string) =>
  createHmac('sha256', secret).update(`unsubscribe ${personId}`).digest('base64url')
