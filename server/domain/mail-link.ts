import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a link in a mail leads to: the decision about one thing, for one person. */
export interface MailLink {
  readonly about: 'reservation' | 'series'
  readonly id: number
  readonly personId: number
  /** Epoch ms, whole seconds. */
  readonly expiresAt: number
}

/** Longer than any lab takes to decide; after that a mail found somewhere opens nothing. */
const LASTS_MS = 30 * 86_400_000

/** The address on this site of the page on which this person decides about this; the same for every attempt of a mail. */
export function decisionPath(link: Omit<MailLink, 'expiresAt'>, writtenAt: number, secret: string): string {
  const expires = Math.ceil((writtenAt + LASTS_MS) / 1000)
  const said = [link.about === 'series' ? 's' : 'r', link.id, link.personId, expires.toString(36)].join('.')
  return `/decide/${said}.${signOf(said, secret)}`
}

/** What a link says; null for one that this site never wrote. Whether it has expired is for the reader to look at. */
export function mailLinkIn(token: string, secret: string): MailLink | null {
  const [, said, about, id, personId, expires, sign] =
    /^(([rs])\.(\d{1,15})\.(\d{1,15})\.([0-9a-z]{1,9}))\.([\w-]{43})$/.exec(token) ?? []
  if (!said || !expires || !sign) return null
  if (!timingSafeEqual(Buffer.from(sign), Buffer.from(signOf(said, secret)))) return null
  return {
    about: about === 's' ? 'series' : 'reservation',
    id: Number(id),
    personId: Number(personId),
    expiresAt: Number.parseInt(expires, 36) * 1000,
  }
}

/** The purpose is signed with it: no other signature of this site opens a decision. */
const signOf = (said: string, secret: string) =>
  createHmac('sha256', secret).update(`decide ${said}`).digest('base64url')
