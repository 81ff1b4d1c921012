import { invalid } from '../plugins/access.ts'

const USUAL = 50
const MOST = 200

/** `limit` as a number from 1 to 200; anything else names the field. */
export function limitOf(text: string | undefined): number {
  if (text === undefined) return USUAL
  const limit = Number(text)
  if (limit < 1 || limit > MOST) throw invalid('limit', `must be from 1 to ${MOST}`)
  return limit
}

/** One page of a list whose items have a slug: those after the cursor's. */
export function pageBySlug<T extends { readonly slug: string }>(
  list: readonly T[],
  query: { limit?: string; cursor?: string },
) {
  const limit = limitOf(query.limit)
  const sorted = list.toSorted((a, b) => (a.slug < b.slug ? -1 : 1))
  const after = query.cursor ? decodeCursor(query.cursor) : ''
  const rest = after ? sorted.filter((each) => each.slug > after) : sorted
  const items = rest.slice(0, limit)
  return { items, next_cursor: rest.length > limit ? encodeCursor(items.at(-1)!.slug) : null }
}

export const encodeCursor = (text: string): string => Buffer.from(text, 'utf8').toString('base64url')
export const decodeCursor = (cursor: string): string => Buffer.from(cursor, 'base64url').toString('utf8')
