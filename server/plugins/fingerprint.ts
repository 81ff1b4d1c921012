import { createHash } from 'node:crypto'

/** The same request again has the same digest, whatever the order of its members. */
export function fingerprintOf(body: object): string {
  const sorted = Object.fromEntries(Object.entries(body).sort(([a], [b]) => (a < b ? -1 : 1)))
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex')
}
