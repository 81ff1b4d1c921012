import type { FastifyRequest } from 'fastify'

const HERE = 'http://here.invalid'

/**
 * The path, query and fragment of an address within this site, or null for any other. Browsers read `//x`, `/\x` and
 * tabs inside as another host, so the address is resolved the way they do and checked afterwards.
 */
export function localPath(text: unknown): string | null {
  if (typeof text !== 'string' || !text.startsWith('/') || text.length > 2000) return null
  if (!URL.canParse(text, HERE)) return null
  const { origin, pathname, search, hash } = new URL(text, HERE)
  if (origin !== HERE || pathname.startsWith('//')) return null
  return pathname + search + hash
}

/** Where the reader came from, when that was a page of this site. */
export function refererPath({ headers, host }: FastifyRequest): string | null {
  const { referer } = headers
  if (!referer || !URL.canParse(referer)) return null
  const url = new URL(referer)
  return url.host === host ? localPath(url.pathname + url.search) : null
}
