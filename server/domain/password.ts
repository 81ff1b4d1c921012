import { isCommonPassword } from './common-passwords.ts'

/** Why a password is not taken. */
export type PasswordFault = 'password-short' | 'password-long' | 'password-guessable' | 'password-common'

/** In characters as people count them (code points), not in bytes. */
export const LEAST_PASSWORD_LENGTH = 8
export const MOST_PASSWORD_LENGTH = 128
/** What anybody would try first here. */
const WORDS = ['password', 'haslo', 'hasło', 'qwerty', '123456', 'aparatura', 'admin', 'letmein', 'zaq12wsx', 'klaster']

/** Whose password it is: their name and address are no secrets. */
export interface PasswordOwner {
  readonly email: string
  readonly name: string
}

/**
 * Length decides, not kinds of characters (ASVS 5.0, 6.2.1–6.2.12; NIST SP 800-63B, 3.1.1.2): refused is what stands on
 * lists of leaked passwords, and what is made of the owner's name and address, the product's name and little else.
 */
export function passwordFault(password: string, owner: PasswordOwner): PasswordFault | null {
  const { length } = [...password]
  if (length < LEAST_PASSWORD_LENGTH) return 'password-short'
  if (length > MOST_PASSWORD_LENGTH) return 'password-long'
  if (isCommonPassword(password)) return 'password-common'
  return isGuessable(password.toLowerCase(), owner) ? 'password-guessable' : null
}

function isGuessable(password: string, { email, name }: PasswordOwner) {
  const [account = '', domain = ''] = email.toLowerCase().split('@')
  const own = [email.toLowerCase(), account, ...account.split(/[^\p{L}]+/u), domain, ...domain.split('.')]
  const words = [...own, ...name.toLowerCase().split(/\s+/), ...WORDS]
    .filter((word) => word.length > 2)
    .toSorted((one, other) => other.length - one.length)
  const rest = words.reduce((text, word) => text.replaceAll(word, ''), password)
  const isMostlyKnown = rest !== password && rest.replaceAll(/[\d\W_]/g, '').length < 3 && rest.length < 6
  return new Set(password).size < 4 || isMostlyKnown || isRun(password)
}

/** Neighbours in the alphabet, in the digits or in themselves, all the way: `abcdefgh`, `87654321`. */
function isRun(password: string): boolean {
  const codes = [...password].map((character) => character.codePointAt(0)!)
  const [first = 0, second = 0] = codes
  return Math.abs(second - first) <= 1 && codes.every((code, i) => i === 0 || code - codes[i - 1]! === second - first)
}
