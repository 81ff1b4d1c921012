import type { Locale } from './person.ts'

export const ACCOUNT_MAIL_KINDS = [
  'confirm-email',
  'reset-password',
  'account-invitation',
  'account-exists',
  'account-changed',
  'membership-asked',
] as const
/**
 * Mails about an account itself, which always go at once, whatever their reader prefers. `account-exists` goes to who
 * signs up under an address that has an account: the page must not tell strangers so. `account-changed` tells of what
 * somebody has done to it, in case it was not its owner; `membership-asked` tells who runs an organisation that somebody
 * wants to belong to it. These two carry no secret and stay among the notices.
 */
export type AccountMailKind = (typeof ACCOUNT_MAIL_KINDS)[number]

/** Those that are read where they arrive and nowhere else. */
export const UNKEPT_MAIL_KINDS = ['confirm-email', 'reset-password', 'account-invitation', 'account-exists'] as const

export const ACCOUNT_CHANGES = [
  'password',
  'email',
  'passkey-added',
  'passkey-removed',
  'totp-on',
  'totp-off',
  'recovery-codes',
  'identity-linked',
  'identity-unlinked',
  'second-factor-reset',
  'let-in',
  'not-let-in',
  'let-go',
  'made-administrator',
  'role-changed',
  'unused',
] as const

/** Those that an organisation or an administrator has decided, not somebody who signs in under the account. */
export const DECIDED_CHANGES: readonly string[] = [
  'let-in',
  'not-let-in',
  'let-go',
  'made-administrator',
  'role-changed',
  'second-factor-reset',
]

export interface AccountMail {
  readonly about: 'account'
  /**
   * Where the link leads on this site, its secret included: `/password/abc…`. Nothing keeps it once the mail has left
   * or was given up; a mail that never had one leads to `/account`.
   */
  readonly secretPath?: string
  /** When the link stops working, UTC epoch ms: a mail that has not left by then stays behind. */
  readonly expiresAt: number | null
  /** The language of a reader without an account; else their own. */
  readonly locale?: Locale
  /** Who invites, and into which organisation. */
  readonly inviter?: string
  readonly organisation?: { readonly pl: string; readonly en: string }
  /** Where the link leads that is no secret; `/account` unless named. */
  readonly path?: string
  /** Who asks to belong to the organisation. */
  readonly asker?: string
  /** What has changed. */
  readonly change?: (typeof ACCOUNT_CHANGES)[number]
  /** `unused`: when the account is closed, UTC epoch ms. */
  readonly closesAt?: number
}

/** Whether the mail is of no use any more, because its link has stopped working. */
export function hasExpired({ kind, mail }: { readonly kind: string; readonly mail: object }, now: number): boolean {
  if (!ACCOUNT_MAIL_KINDS.some((each) => each === kind)) return false
  const { expiresAt } = mail as AccountMail
  return expiresAt !== null && expiresAt <= now
}
