import { Secret, TOTP } from 'otpauth'

/** RFC 6238 as every authenticator app has it: six digits of HMAC-SHA-1, a step of 30 seconds. */
const STEP_MS = 30_000
const ISSUER = 'Aparatura'

const totpOf = (secret: string, label: string) =>
  new TOTP({ issuer: ISSUER, label, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 })

/** 160 random bits (RFC 4226 R6) as the base 32 that people type. */
export const secretOf = (random: Uint8Array): string => new Secret({ buffer: Uint8Array.from(random).buffer }).base32

/** The `otpauth:` address that a QR code carries. */
export const totpAddress = (secret: string, email: string): string => totpOf(secret, email).toString()

/**
 * The step whose code this is, one step of 30 seconds early or late at most; null for a wrong code. `now` is UTC epoch
 * ms. Whoever asks keeps the step and takes none twice (RFC 6238 section 5.2).
 */
export function stepOfCode(secret: string, code: string, now: number): number | null {
  if (!/^\d{6}$/.test(code)) return null
  const delta = totpOf(secret, '').validate({ token: code, timestamp: now, window: 1 })
  return delta === null ? null : Math.floor(now / STEP_MS) + delta
}
