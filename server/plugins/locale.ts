import type { FastifyRequest } from 'fastify'
import { LOCALES, type Locale } from '../domain/person.ts'

export const isLocale = (text: unknown): text is Locale => LOCALES.includes(text as Locale)

/** The person's choice, else the cookie, else Accept-Language, else the installation's. */
export function localeOf(request: FastifyRequest, fallback: Locale): Locale {
  if (request.account) return request.account.locale
  const chosen = request.cookies['locale']
  return isLocale(chosen) ? chosen : (preferredOf(request.headers['accept-language']) ?? fallback)
}

/** The language we speak that the reader weighs highest; RFC 9110, section 12.5.4. */
export function preferredOf(header: string | undefined): Locale | null {
  if (!header) return null
  const wishes = header.slice(0, 200).split(',').map(wishOf)
  const heard = wishes.filter((wish) => wish.weight > 0 && isLocale(wish.language))
  // sort is stable: of equal weights the one named first wins.
  return (heard.sort((a, b) => b.weight - a.weight)[0]?.language as Locale | undefined) ?? null
}

function wishOf(part: string) {
  const [tag = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase())
  const weight = parameters.find((each) => each.startsWith('q='))
  return { language: tag.split('-')[0] ?? '', weight: weight ? Number(weight.slice(2)) || 0 : 1 }
}
