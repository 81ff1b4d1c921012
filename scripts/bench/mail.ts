/**
 * `npm run bench -- mail`: a full outbox, a mail server that puts off and hangs up, and a sender that is killed again
 * and again, at the worst moment it can be. Nothing may be lost, and no kill may cost more than one mail sent twice.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type Db, migrateDb, openDb } from '../../db/connect.ts'
import { queueMail } from '../../db/queries/queue-mail.ts'
import * as schema from '../../db/schema/index.ts'
import type { ReservationMail } from '../../server/domain/reservation-mail.ts'
import type { OutboxSettings } from '../../server/mail/outbox.ts'
import { chanceFrom } from '../cluster/chance.ts'
import { debianMailServer } from './debian-mail-server.ts'
import { type Answer, mailServer } from './mail-server.ts'
import type { MailTask } from './mail-worker.ts'

export interface MailRunOptions {
  /** An empty folder for the database. */
  readonly folder: string
  readonly mails: number
  /** So many mails taken between two kills, on average. */
  readonly killEvery: number
  readonly seed: number
  /** Debian's, in place of our own of a few commands. */
  readonly server?: MailServerName
  readonly onKill?: (report: MailReport) => void
}

export const MAIL_SERVERS = ['own', 'debian'] as const
export type MailServerName = (typeof MAIL_SERVERS)[number]

export interface MailReport {
  readonly mails: number
  readonly seconds: number
  readonly kills: number
  /** Different mails that the server took. */
  readonly arrived: number
  /** Arrivals beyond the first of a mail. */
  readonly duplicates: number
  /** Mails that came under a Message-ID that the outbox does not know. */
  readonly unknown: number
  readonly putOff: number
}

const READERS = 50
const BEGINS = Date.UTC(2026, 10, 23, 7)
const MINUTE = 60_000
/** Simulated time runs so much faster. */
const SPEED = 60

const SETTINGS: OutboxSettings = {
  publicUrl: 'https://aparatura.example',
  mailFrom: 'Aparatura <aparatura@aparatura.example>',
  timeZone: 'Europe/Warsaw',
  demo: false,
  sessionSecret: 'a secret that only this benchmark uses',
  mailRetrySeconds: [60],
}

/** Runs until every mail has left, as the outbox sees it. */
export async function mailRun({
  folder,
  mails,
  killEvery,
  seed,
  server: name = 'own',
  onKill,
}: MailRunOptions): Promise<MailReport> {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'mail.sqlite')
  const db = openDb(file)
  migrateDb(db)
  const known = fill(db, mails)
  const chance = chanceFrom(seed)
  const taken = new Map<string, number>()
  const begun = performance.now()
  let [kills, putOff, untilKill] = [0, 0, killEvery]
  let sender: ChildProcess
  let exit: Promise<unknown> | null = null
  const report = (): MailReport => ({
    mails,
    seconds: Math.round((performance.now() - begun) / 100) / 10,
    kills,
    arrived: taken.size,
    duplicates: [...taken.values()].reduce((sum, count) => sum + count - 1, 0),
    unknown: [...taken.keys()].filter((id) => !known.has(id)).length,
    putOff,
  })
  const answerTo = (messageId: string): Answer => {
    const turn = chance.whole(0, 99)
    if (turn < 3) {
      putOff++
      return turn < 2 ? 'later' : 'cut'
    }
    taken.set(messageId, (taken.get(messageId) ?? 0) + 1)
    if (--untilKill <= 0 && exit === null) {
      // Now it is in other hands, and the sender has not heard of it.
      untilKill = chance.whole(1, 2 * killEvery)
      exit = once(sender, 'exit')
      sender.kill('SIGKILL')
    }
    return 'taken'
  }
  const server =
    name === 'own'
      ? await mailServer(answerTo)
      : await debianMailServer({ answerTo: ({ messageId }) => answerTo(messageId) })
  const since = Date.now()
  const start = () => {
    sender = fork(workerProgram(), { execArgv: execArgv() })
    // What the one before it had leased is free again.
    const epoch = BEGINS + kills * 6 * MINUTE
    sender.send({ file, port: server.port, settings: SETTINGS, epoch, since, speed: SPEED } satisfies MailTask)
  }
  try {
    start()
    while (isAnyLeft(db)) {
      await setTimeout(20)
      if (exit === null) continue
      await exit
      exit = null
      kills++
      onKill?.(report())
      start()
    }
    return report()
  } finally {
    sender!.kill('SIGKILL')
    await server.close()
    db.$client.close()
  }
}

const isAnyLeft = (db: Db) =>
  db.$client.prepare('SELECT 1 FROM outbox WHERE sent_at IS NULL LIMIT 1').get() !== undefined

/** Queues the mails, to a few readers each; returns their Message-IDs. */
function fill(db: Db, mails: number): ReadonlySet<string> {
  const organisation = { slug: 'home', namePl: 'Dom', nameEn: 'Home', kind: 'university' } as const
  const { id: organisationId } = db.insert(schema.organisations).values(organisation).returning().get()
  const readers = Array.from({ length: READERS }, (_, i) => {
    const values = { email: `reader-${i}@demo.test`, name: `Reader ${i}`, organisationId, createdAt: BEGINS }
    return db.insert(schema.people).values(values).returning().get().id
  })
  db.$client.transaction(() => {
    for (let i = 0; i < mails; i++) {
      const payload = mailAbout(1 + Math.floor(i / 3), i % 3)
      queueMail(db, { personId: readers[i % READERS]!, kind: 'confirmed', payload, at: BEGINS })
    }
  })()
  const ids = db.$client.prepare('SELECT message_id FROM outbox').pluck().all() as string[]
  return new Set(ids.map((id) => `<${id}@aparatura.example>`))
}

function mailAbout(reservationId: number, sequence: number): ReservationMail {
  const name = (text: string) => ({ pl: text, en: text })
  const start = BEGINS + 30 * 86_400_000
  return {
    ...{ reservationId, sequence, audience: 'requester', state: 'confirmed', method: 'REQUEST' },
    ...{ start, end: start + 60 * MINUTE, previous: null, units: 1, title: 'Białka', purpose: 'own_research' },
    ...{ note: null, project: null, actor: null, reason: null, decideBy: null, timeZone: 'Europe/Warsaw' },
    resource: { slug: 'hplc', name: name('HPLC') },
    lab: { slug: 'lab', name: name('Laboratorium'), city: 'Lublin' },
    organisation: { slug: 'home', name: name('Dom') },
    requester: { name: 'Anna Żółć', email: 'anna@demo.test', organisation: name('Dom') },
  }
}

/** Beside the source where it is run from there, else beside the built program. */
function workerProgram(): string {
  const source = join(import.meta.dirname, 'mail-worker.ts')
  return existsSync(source) ? source : source.replace(/\.ts$/, '.js')
}

const execArgv = () => (workerProgram().endsWith('.ts') ? ['--import', 'tsx'] : [])

/** The benchmark: a folder of its own in var/, and a line for every kill. */
export async function benchMail(mails: number, seed: number, server: MailServerName): Promise<MailReport> {
  const folder = 'var/bench-outbox'
  rmSync(folder, { recursive: true, force: true })
  const killEvery = Math.max(20, Math.floor(mails / 100))
  console.log(`${mails} mails, a SIGKILL about every ${killEvery}, seed ${seed}`)
  const onKill = ({ kills, arrived, duplicates, seconds }: MailReport) =>
    console.log(`${seconds} s: ${arrived} arrived, ${kills} kills, ${duplicates} came twice`)
  const report = await mailRun({ folder, mails, killEvery, seed, server, onKill })
  console.log(report)
  if (report.arrived !== mails || report.unknown > 0) throw new Error('Mail was lost.')
  if (report.duplicates > report.kills) throw new Error('More mails came twice than senders were killed.')
  return report
}
