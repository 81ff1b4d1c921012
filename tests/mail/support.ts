import type { Socket } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { type Db, migrateDb, openDb } from '../../db/connect.ts'
import { queueMail } from '../../db/queries/queue-mail.ts'
import type { ReservationMail, ReservationMailKind } from '../../server/domain/reservation-mail.ts'
import type { DigestSettings } from '../../server/mail/digests.ts'
import type { OutboxSettings } from '../../server/mail/outbox.ts'

export const NOW = Date.parse('2026-11-10T09:40:00Z')
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

export const settings: OutboxSettings & DigestSettings = {
  publicUrl: 'https://aparatura.example',
  mailFrom: 'Aparatura Łódź <aparatura@aparatura.example>',
  timeZone: 'Europe/Warsaw',
  demo: false,
  mailRetrySeconds: [60, 300, 900, 3600],
  sessionSecret: 'a secret of tests, long enough for production',
}

/** Three people: a researcher who reads Polish, a steward who reads English, one with an awkward name. */
export function filledDb(file = ':memory:'): Db {
  const db = openDb(file)
  migrateDb(db)
  db.$client.exec(`
    INSERT INTO organisations (id, slug, name_pl, name_en, kind) VALUES (1, 'pl', 'Politechnika Lubelska', 'Lublin University of Technology', 'university');
    INSERT INTO people (id, email, name, organisation_id, locale, created_at) VALUES
      (1, 'anna@demo.test', 'Anna Kowalczyk-Żółć', 1, 'pl', 0),
      (2, 'mark@demo.test', 'Mark Green', 1, 'en', 0),
      (3, 'comma@demo.test', 'Nowak, Jan <x@evil.test>, "Y"', 1, 'pl', 0);
    INSERT INTO memberships (person_id, organisation_id, since) SELECT id, organisation_id, 0 FROM people;`)
  return db
}

export const reservationMailOf = (change: Partial<ReservationMail> = {}): ReservationMail => ({
  reservationId: 418,
  audience: 'requester',
  state: 'confirmed',
  sequence: 1,
  method: 'REQUEST',
  start: Date.parse('2026-11-12T11:30:00Z'),
  end: Date.parse('2026-11-12T13:30:00Z'),
  previous: null,
  units: 1,
  title: 'Pestycydy w miodzie',
  purpose: 'own_research',
  note: null,
  project: null,
  resource: { slug: 'hplc-1200', name: { pl: 'HPLC 1200', en: 'HPLC 1200' } },
  lab: { slug: 'las', name: { pl: 'Laboratorium Analiz Środowiskowych', en: 'Environmental Lab' }, city: 'Lublin' },
  organisation: { slug: 'pl', name: { pl: 'Politechnika Lubelska', en: 'Lublin University of Technology' } },
  timeZone: 'Europe/Warsaw',
  requester: {
    name: 'Anna Kowalczyk-Żółć',
    email: 'anna@demo.test',
    organisation: { pl: 'Uniwersytet Przyrodniczy w Lublinie', en: 'University of Life Sciences in Lublin' },
  },
  actor: 'Marek Zieliński',
  reason: null,
  decideBy: null,
  ...change,
})

export function queue(
  db: Db,
  change: Partial<ReservationMail> = {},
  personId = 1,
  kind: ReservationMailKind = 'confirmed',
) {
  queueMail(db, { personId, kind, payload: reservationMailOf(change), at: NOW })
}

export interface Row {
  id: number
  message_id: string
  attempts: number
  next_attempt_at: number | null
  leased_until: number | null
  sent_at: number | null
  last_error: string | null
}
export const rowsOf = (db: Db) => db.$client.prepare('SELECT * FROM outbox ORDER BY id').all() as Row[]

/** A real SMTP server on a free port of this machine, that keeps what it took. */
export async function smtpServer(options: SMTPServerOptions = {}) {
  const received: { to: string[]; raw: Buffer }[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    closeTimeout: 100,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        received.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(chunks) })
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  const sockets = new Set<Socket>()
  server.server.on('connection', (socket: Socket) => sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as { port: number }
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    received,
    /** Cuts every connection, as a server that dies does. */
    hangUp() {
      for (const socket of sockets) socket.destroy()
    },
    parsed: () => Promise.all(received.map(({ raw }) => simpleParser(raw))),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

/** An address nobody listens on. */
export async function deadSmtpUrl(): Promise<string> {
  const server = await smtpServer()
  await server.close()
  return server.url
}
