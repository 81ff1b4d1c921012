import multipart, { type MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import { HttpRefusal } from './access.ts'

/** The largest file that is taken as text, in bytes. */
export const MAX_UPLOAD = 262_144

/** What else a form may hold beside a file that is taken as bytes; what is larger is dropped while it comes. */
const BESIDE = 40 * 1_048_576

/** A file as it was sent: neither its name nor its type is to be believed. */
export interface SentFile {
  readonly field: string
  readonly name: string
  /** One byte longer than is taken when it was too large. */
  readonly bytes: Buffer
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Takes forms with files (multipart/form-data): each file as its text, or one as bytes in `request.sentFile`. */
    uploads?: true | 'bytes'
  }
  interface FastifyRequest {
    /** Null where no file was chosen. */
    sentFile: SentFile | null
  }
}

/** Options of a route that takes a form with one file of at most so many bytes, and texts of at most `fieldSize`. */
export const takesBytes = (largest: number, fieldSize = 1_048_576) => ({
  bodyLimit: largest + BESIDE,
  config: { uploads: 'bytes', multipartOptions: { limits: { fileSize: largest + 1, fieldSize } } } as const,
})

/**
 * Forms with files, for the routes that say so; everywhere else the type stays unsupported. What is sent has a length,
 * so that no part can go on for ever. Comes before whatever reads the body.
 */
export async function uploads(app: App): Promise<void> {
  const { bodyLimit } = app.initialConfig
  app.decorateRequest('sentFile', null)
  app.addHook('onRequest', (request, _reply, next) => {
    if (!/^multipart\//i.test(request.headers['content-type'] ?? '')) return next()
    if (!request.routeOptions.config.uploads) return next(new HttpRefusal(415, 'unsupported-type'))
    const length = Number(request.headers['content-length'])
    next(length <= (request.routeOptions.bodyLimit ?? bodyLimit ?? 0) ? undefined : new HttpRefusal(413, 'too-large'))
  })
  await app.register(multipart, {
    attachFieldsToBody: 'keyValues',
    // One byte more than is taken: what is too large is then told at its field.
    limits: { fileSize: MAX_UPLOAD + 1, files: 1, fields: 2000, fieldSize: bodyLimit ?? MAX_UPLOAD },
    throwFileSizeLimit: false,
    async onFile(this: FastifyRequest, part: MultipartFile) {
      const bytes = await part.toBuffer()
      const isText = this.routeOptions.config.uploads === true
      // A form without a chosen file sends an empty one.
      if (!isText && bytes.length > 0) this.sentFile = { field: part.fieldname, name: part.filename, bytes }
      Object.assign(part, { value: isText ? bytes.toString('utf8') : part.filename })
    },
  })
}
