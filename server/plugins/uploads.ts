import multipart from '@fastify/multipart'
import type { App } from '../app.ts'
import { HttpRefusal } from './access.ts'

/** The largest file that is taken, in bytes. */
export const MAX_UPLOAD = 262_144

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Takes forms with files (multipart/form-data), each file as its text. */
    uploads?: true
  }
}

/**
 * Forms with files, for the routes that say so; everywhere else the type stays unsupported. What is sent has a length,
 * so that no part can go on for ever. Comes before whatever reads the body.
 */
export async function uploads(app: App): Promise<void> {
  const { bodyLimit } = app.initialConfig
  app.addHook('onRequest', (request, _reply, next) => {
    if (!/^multipart\//i.test(request.headers['content-type'] ?? '')) return next()
    if (!request.routeOptions.config.uploads) return next(new HttpRefusal(415, 'unsupported-type'))
    const length = Number(request.headers['content-length'])
    next(length <= (bodyLimit ?? 0) ? undefined : new HttpRefusal(413, 'too-large'))
  })
  await app.register(multipart, {
    attachFieldsToBody: 'keyValues',
    // One byte more than is taken: what is too large is then told at its field.
    limits: { fileSize: MAX_UPLOAD + 1, files: 1, fields: 2000, fieldSize: bodyLimit ?? MAX_UPLOAD },
    throwFileSizeLimit: false,
    async onFile(part) {
      const text = (await part.toBuffer()).toString('utf8')
      Object.assign(part, { value: text })
    },
  })
}
