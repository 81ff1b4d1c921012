import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  LogController,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from 'fastify'
import type { Db } from '../db/connect.ts'
import { registerApi } from './api/index.ts'
import { isInstant } from './domain/zone.ts'
import type { Mailer } from './mail/mailer.ts'
import { access, guard } from './plugins/access.ts'
import { csrf } from './plugins/csrf.ts'
import { errors, unreadable } from './plugins/errors.ts'
import { fresh } from './plugins/fresh.ts'
import { identityProvider } from './plugins/identity-provider.ts'
import { input } from './plugins/input.ts'
import { page } from './plugins/page.ts'
import { schemaCompilers } from './plugins/schema-compilers.ts'
import { secondStep } from './plugins/second-step.ts'
import { gates, securityHeaders } from './plugins/security.ts'
import { session } from './plugins/session.ts'
import { staticFiles } from './plugins/static-files.ts'
import { traffic } from './plugins/traffic.ts'
import { turnToWrite } from './plugins/turn-to-write.ts'
import { uploads } from './plugins/uploads.ts'
import { registerPages } from './routes/index.ts'
import type { Settings } from './settings.ts'

export interface AppParts {
  readonly db: Db
  /** UTC epoch ms. */
  readonly clock: () => number
  readonly mailer: Mailer
  readonly settings: Settings
}

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

declare module 'fastify' {
  interface FastifyInstance extends AppParts {}
}

/** The whole application, not listening. Tests call this with a database, a clock and a mailer of their own. */
export async function buildApp(parts: AppParts): Promise<App> {
  const { settings } = parts
  const app: App = fastify({
    logger: { level: settings.logLevel, redact: ['req.headers.authorization', 'req.headers.cookie'] },
    // No line per request: traffic is counted for /metrics instead.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID().slice(0, 13),
    frameworkErrors: unreadable,
    trustProxy: settings.trustProxy,
    bodyLimit: 1_048_576,
    // Who sends slowly is gone after 30 s at the latest: Node looks whether time is up only so often.
    requestTimeout: 27_000,
    keepAliveTimeout: 72_000,
    http: { headersTimeout: 15_000, connectionsCheckingInterval: 2_000 },
    routerOptions: { ignoreTrailingSlash: true },
    schemaController: { compilersFactory: schemaCompilers() },
    ajv: {
      customOptions: { removeAdditional: false, coerceTypes: false, allErrors: true },
      // The usual check lets pass what Date cannot read: leap seconds, offsets without minutes.
      onCreate: (ajv) => void ajv.addFormat('date-time', isInstant),
    },
  }).withTypeProvider<TypeBoxTypeProvider>()

  app.decorate('db', parts.db)
  app.decorate('clock', { getter: () => parts.clock })
  app.decorate('mailer', { getter: () => parts.mailer })
  app.decorate('settings', { getter: () => settings })

  await app.register(cookie)
  await app.register(formbody)
  // Called, not registered: their hooks hold for every route below.
  access(app)
  securityHeaders(app)
  traffic(app)
  await gates(app)
  session(app)
  secondStep(app)
  identityProvider(app)
  guard(app)
  await uploads(app)
  await csrf(app)
  input(app)
  fresh(app)
  turnToWrite(app)
  page(app)
  errors(app)
  await staticFiles(app)
  await registerPages(app)
  await registerApi(app)
  return app
}
