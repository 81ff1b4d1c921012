import { invalid } from '../plugins/access.ts'

const USUAL = 50
const MOST = 200

/** `limit` as a number from 1 to 200; anything else names the field. */
export function limitOf(text: string | undefined, usual = USUAL): number {
  if (text === undefined) return usual
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

/** One page of a short list in an order of its own, all that fits unless told otherwise. What is gone leaves its place. */
export function pageOf<T>(list: readonly T[], query: { limit?: string; cursor?: string }, idOf: (item: T) => number) {
  const limit = limitOf(query.limit, MOST)
  const [place = 0, id = 0] = query.cursor ? decodeCursor(query.cursor).split(' ').map(Number) : []
  const known = list.findIndex((each) => idOf(each) === id)
  const from = known >= 0 ? known + 1 : place
  const items = list.slice(from, from + limit)
  const next = from + items.length
  return { items, next_cursor: next < list.length ? encodeCursor(`${next} ${idOf(items.at(-1)!)}`) : null }
}

export const encodeCursor = (text: string): string => Buffer.from(text, 'utf8').toString('base64url')
export const decodeCursor = (cursor: string): string => Buffer.from(cursor, 'base64url').toString('utf8')
