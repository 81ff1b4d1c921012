import type { AddressInfo } from 'node:net'
import { credentialsOf } from '../../db/queries/credentials.ts'
import { makeCluster, makeDemo } from '../../scripts/cluster/make-cluster.ts'
import { type App, buildApp } from '../../server/app.ts'
import { sendDue } from '../../server/mail/outbox.ts'
import { startSession } from '../../server/operations/sign-in.ts'
import type { Settings } from '../../server/settings.ts'
import type { OutgoingMail } from '../../views/mail/outgoing-mail.ts'
import { TEST_SETTINGS } from './app.ts'
import { testDb } from './db.ts'
import { postbox } from './postbox.ts'

/** Tuesday 24 November 2026, 08:00 in Warsaw: the demo resources have just opened. */
export const TUESDAY = Date.UTC(2026, 10, 24, 7)

export type Account =
  | 'researcher'
  | 'researcher2'
  | 'company'
  | 'owner'
  | 'owner2'
  | 'producer'
  | 'deputy'
  | 'coordinator'
  | 'admin'
export const PASSWORD = 'demo-demo-demo'
export const addressOf = (account: Account): string => `${account}@demo.test`

export interface DemoApp {
  readonly app: App
  readonly clock: { now: number }
  /** What has been sent so far. */
  readonly mails: readonly OutgoingMail[]
  /** The cookie of a fresh session of the account, for tests that are not about signing in. */
  sessionOf(account: Account): { readonly name: string; readonly value: string }
  /** Sends what the outbox holds, as the job does every second; returns what went out. */
  sendMail(): Promise<readonly OutgoingMail[]>
  close(): Promise<void>
}

export interface DemoServer extends DemoApp {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string
}

interface DemoOptions {
  readonly settings?: Partial<Settings>
  /** With the made-up year of reservations; costs two seconds. */
  readonly withYear?: boolean
}

/** The app on the demo cluster as an outsider meets it, with a clock that stands still until it is told. */
export async function demoApp({ settings: changes, withYear = false }: DemoOptions = {}): Promise<DemoApp> {
  const db = testDb()
  await (withYear ? makeDemo : makeCluster)(db, TUESDAY)
  const clock = { now: TUESDAY }
  const { mailer, sent: mails } = postbox()
  const settings = { ...TEST_SETTINGS, demo: true, ...changes }
  const app = await buildApp({ db, clock: () => clock.now, mailer, settings })
  await app.ready()
  return {
    app,
    clock,
    mails,
    sessionOf(account) {
      const { personId } = credentialsOf(db, addressOf(account))!
      return { name: 'session', value: startSession(db, personId, null, clock.now).secret }
    },
    async sendMail() {
      const before = mails.length
      await sendDue(db, mailer, () => clock.now, settings)
      return mails.slice(before)
    },
    async close() {
      app.server.closeAllConnections()
      await app.close()
      db.$client.close()
    },
  }
}

/** The same, listening on a free port of this machine. */
export async function demoServer(options: DemoOptions = {}): Promise<DemoServer> {
  const demo = await demoApp(options)
  await demo.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = demo.app.server.address() as AddressInfo
  return { ...demo, url: `http://127.0.0.1:${port}` }
}
