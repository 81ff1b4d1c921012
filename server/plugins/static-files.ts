import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { App } from '../app.ts'

/** Stylesheet, scripts and fonts under /static. */
export async function staticFiles(app: App): Promise<void> {
  await app.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: 'anyone' }
    })
    await scope.register(fastifyStatic, {
      root: staticFolder(),
      prefix: '/static/',
      decorateReply: false,
      maxAge: '1h',
    })
  })
}

function staticFolder() {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'static', 'css'))) return join(folder, 'static')
    if (folder === dirname(folder)) throw new Error('static/ is missing')
  }
}
