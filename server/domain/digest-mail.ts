export const DIGEST_MAIL_KINDS = ['digest'] as const
export type DigestMailKind = (typeof DIGEST_MAIL_KINDS)[number]

/** The daily mail: what was held back for it, in the reader's language. */
export interface DigestMail {
  readonly items: readonly DigestItem[]
  /** So many more were held back than it lists. */
  readonly more: number
  /** Signed: whoever has it may turn the daily mail off (RFC 8058). */
  readonly unsubscribe: string
}

export interface DigestItem {
  readonly subject: string
  /** Where on this site it leads. */
  readonly path: string
  /** UTC epoch ms. */
  readonly at: number
}
