import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import type { Db } from '../../db/connect.ts'
import { insertSession } from '../../db/queries/sessions.ts'
import { type App, buildApp } from '../../server/app.ts'
import { hashOf } from '../../server/operations/sign-in.ts'
import type { Settings } from '../../server/settings.ts'
import type { OutgoingMail } from '../../views/mail/outgoing-mail.ts'
import { type CAST, type Cast, makeCast } from './cast.ts'
import { testDb } from './db.ts'
import { NOW } from './makers.ts'
import { postbox } from './postbox.ts'

export type Actor = (typeof CAST)[number]

/** What everybody's tests need of the settings; override what yours are about. */
export const TEST_SETTINGS: Settings = {
  host: '127.0.0.1',
  port: 0,
  database: ':memory:',
  publicUrl: 'http://localhost:3000',
  smtpUrl: null,
  mailFrom: 'Aparatura <aparatura@localhost>',
  securityContact: null,
  mailFolder: 'var/mail',
  mailRetrySeconds: [60, 300, 900, 3600],
  sessionSecret: 'a secret of tests, long enough for production',
  timeZone: 'Europe/Warsaw',
  locale: 'pl',
  logLevel: 'silent',
  demo: false,
  trustProxy: false,
  rateLimit: 0,
  metricsToken: null,
  apiDocs: true,
  production: false,
  secondFactor: 'optional',
  oidc: null,
}

export interface TestAppOptions {
  readonly settings?: Partial<Settings>
  /** A database to use instead of a fresh one with the cast. */
  readonly db?: Db
  /** Adds routes to the app before it is ready. */
  readonly before?: (app: App) => void
}

type Fields = Readonly<Record<string, string>>

/** A browser of one person, or of nobody: keeps cookies, fetches the form token before it posts. */
export interface Browser {
  get(url: string, headers?: Fields): Promise<LightMyRequestResponse>
  /** Posts a form as a page would, with its CSRF token. */
  post(url: string, form?: Fields, headers?: Fields): Promise<LightMyRequestResponse>
  readonly cookies: Map<string, string>
}

/** A program with the token of one person, or without. */
export type ApiCall = (
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT',
  url: string,
  body?: unknown,
  headers?: Fields,
) => Promise<LightMyRequestResponse>

export interface TestApp {
  readonly app: App
  readonly db: Db
  readonly cast: Cast
  readonly mails: readonly OutgoingMail[]
  /** The app's own time: starts at NOW, moves when told. */
  readonly clock: { now: number }
  as(actor: Actor): Browser
  nobody(): Browser
  /** Calls under /api/v1: `t.api('researcher')('GET', '/me')`. */
  api(actor: Actor | null): ApiCall
  inject(options: InjectOptions): Promise<LightMyRequestResponse>
  close(): Promise<void>
}

/** The whole app on a database of its own with the cast in it, a clock that stands still and a mailer that keeps. */
export async function testApp({ settings = {}, db = testDb(), before }: TestAppOptions = {}): Promise<TestApp> {
  const cast = makeCast(db)
  const clock = { now: NOW }
  const { mailer, sent: mails } = postbox()
  const app = await buildApp({ db, clock: () => clock.now, mailer, settings: { ...TEST_SETTINGS, ...settings } })
  before?.(app)
  await app.ready()
  let count = 0
  const secretFor = (actor: Actor, kind: 'browser' | 'token') => {
    const secret = `${kind} ${actor} ${++count}`.replaceAll(' ', '-')
    const expiresAt = clock.now + 14 * 86_400_000
    insertSession(db, { tokenHash: hashOf(secret), personId: cast[actor].id, kind, now: clock.now, expiresAt })
    return secret
  }
  const isHttps = app.settings.publicUrl.startsWith('https:')
  return {
    app,
    db,
    cast,
    mails,
    clock,
    as: (actor) => browserOf(app, [[isHttps ? '__Host-session' : 'session', secretFor(actor, 'browser')]]),
    nobody: () => browserOf(app, []),
    api: (actor) => apiOf(app, actor && secretFor(actor, 'token')),
    inject: (options) => app.inject(options),
    async close() {
      await app.close()
      db.$client.close()
    },
  }
}

function browserOf(app: App, start: [string, string][]): Browser {
  const cookies = new Map(start)
  const send = async (options: InjectOptions) => {
    const answer = await app.inject({ ...options, cookies: Object.fromEntries(cookies) })
    for (const { name, value, maxAge, expires } of answer.cookies)
      if (value === '' || maxAge === 0 || (expires && expires.getTime() === 0)) cookies.delete(name)
      else cookies.set(name, value)
    return answer
  }
  const tokenOf = async () => {
    const page = await send({ method: 'GET', url: '/accessibility' })
    return /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
  }
  return {
    cookies,
    get: (url, headers = {}) => send({ method: 'GET', url, headers }),
    post: async (url, form = {}, headers = {}) => {
      const payload = new URLSearchParams({ _csrf: await tokenOf(), ...form }).toString()
      const type = { 'content-type': 'application/x-www-form-urlencoded' }
      return send({ method: 'POST', url, payload, headers: { ...type, ...headers } })
    },
  }
}

function apiOf(app: App, token: string | null): ApiCall {
  return (method, url, body, headers = {}) =>
    app.inject({
      method,
      url: `/api/v1${url}`,
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
      ...(body !== undefined && { payload: body as object }),
    })
}
