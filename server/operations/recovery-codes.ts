import { randomBytes } from 'node:crypto'
import type { Db } from '../../db/connect.ts'
import { replaceRecoveryCodes, takeRecoveryCode } from '../../db/queries/second-factors.ts'
import { hashOf } from './sign-in.ts'

const COUNT = 10
const LENGTH = 16
/** Crockford's base 32: nothing in it looks like something else in it. */
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'

/** Ten codes of 80 bits in place of those that were there; only their hashes are kept. */
export function renewRecoveryCodes(tx: Db, personId: number): readonly string[] {
  const codes = Array.from({ length: COUNT }, newCode)
  replaceRecoveryCodes(
    tx,
    personId,
    codes.map((code) => hashOf(plain(code))),
  )
  return codes
}

/** Whether it is one of the person's codes, which is used up by it. */
export const useRecoveryCode = (tx: Db, personId: number, text: string, now: number): boolean =>
  plain(text).length === LENGTH && takeRecoveryCode(tx, personId, hashOf(plain(text)), now)

function newCode(): string {
  const letters = [...randomBytes(LENGTH)].map((byte) => DIGITS[byte % DIGITS.length]).join('')
  return letters.match(/.{4}/g)!.join('-')
}

/** As people type it: with or without dashes and capitals, o for 0, i and l for 1. */
const plain = (text: string) =>
  text
    .toLowerCase()
    .replaceAll('o', '0')
    .replaceAll(/[il]/g, '1')
    .replaceAll(/[^0-9a-z]/g, '')
