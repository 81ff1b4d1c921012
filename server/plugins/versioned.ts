import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'

interface Version {
  readonly etag: string
  /** UTC epoch ms, whole seconds: no two versions of a file have the same in one process. */
  readonly seenAt: number
}

const MOST_KEPT = 5000

/** Sends a file that programs ask for again and again, or 304 when they have this version of it (RFC 9110, 13). */
export type SendVersioned = (request: FastifyRequest, reply: FastifyReply, file: VersionedFile) => FastifyReply

export interface VersionedFile {
  /** Which file it is a version of. */
  readonly key: string
  readonly body: string | (() => string)
  /** What makes the body what it is, in a few octets, where that is known before the body; else the body itself. */
  readonly print?: string
  readonly now: number
}

/**
 * The ETag is that of the content, or of all that it is made of, so that whoever has it costs no body. Last-Modified is the second in which this process first saw it, so a date that came
 * from another process only costs an answer in full.
 */
export function versionedFiles(): SendVersioned {
  const latest = new Map<string, Version>()
  return (request, reply, { key, body, print, now }) => {
    const content = print ?? (typeof body === 'string' ? body : body())
    const etag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 27)}"`
    let version = latest.get(key)
    if (version?.etag !== etag) {
      const second = Math.floor(now / 1000) * 1000
      version = { etag, seenAt: Math.max(second, (version?.seenAt ?? 0) + 1000) }
      if (latest.size >= MOST_KEPT) latest.clear()
      latest.set(key, version)
    }
    const lastModified = new Date(version.seenAt).toUTCString()
    reply.header('etag', etag).header('last-modified', lastModified)
    return isKnown(request, etag, lastModified)
      ? reply.code(304).send()
      : reply.send(typeof body === 'string' ? body : body())
  }
}

/** If-None-Match decides alone where it is given. */
function isKnown({ headers }: FastifyRequest, etag: string, lastModified: string): boolean {
  const known = headers['if-none-match']
  if (known === undefined) return headers['if-modified-since'] === lastModified
  return known.split(',').some((each) => ['*', etag, `W/${etag}`].includes(each.trim()))
}
