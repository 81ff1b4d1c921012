/** The alphabet of Crockford's base 32: no i, l, o, u. */
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * The address of an organisation in the Research Organization Registry, `https://ror.org/…`, of whatever form it was typed
 * in; null for what is none. The last two digits check the rest: 98 − 100·n mod 97 (ISO 7064).
 */
export function rorOf(text: string): string | null {
  const id = /^(?:(?:https?:\/\/)?ror\.org\/)?(0[0-9a-hjkmnp-tv-z]{6}\d{2})\/?$/.exec(text.trim().toLowerCase())?.[1]
  if (!id) return null
  const number = [...id.slice(0, 7)].reduce((sum, digit) => sum * 32 + DIGITS.indexOf(digit), 0)
  return 98 - ((number * 100) % 97) === Number(id.slice(7)) ? `https://ror.org/${id}` : null
}
