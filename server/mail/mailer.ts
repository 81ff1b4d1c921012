import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import type { OutgoingMail } from '../../views/mail/outgoing-mail.ts'
import type { Mailbox } from '../domain/calendar-file.ts'
import type { Settings } from '../settings.ts'

export interface Mailer {
  /** Resolves once the mail is in other hands; rejects when it is not known to be. */
  send(mail: OutgoingMail): Promise<void>
  /** The mail as it goes over the wire (RFC 5322), sent to nobody. */
  raw(mail: OutgoingMail): Promise<Buffer>
  /** Removes what it keeps that names any of these; a mailer that keeps nothing has none. */
  forget?(words: readonly string[]): Promise<void>
  close(): void
}

/** SMTP where a server is set, else files. */
export function mailerFor({ smtpUrl, mailFolder }: Pick<Settings, 'smtpUrl' | 'mailFolder'>): Mailer {
  return smtpUrl ? smtpMailer(smtpUrl) : fileMailer(mailFolder)
}

/** Sends over a few kept connections. Every wait has an end well within the outbox's lease. */
export function smtpMailer(url: string): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 4,
    // The outbox alone tries again: what the pool repeats by itself after DATA would arrive twice.
    maxRequeues: 0,
    dnsTimeout: 10_000,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    idleTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send(mail) {
      const { rejected } = await transport.sendMail(messageOf(mail))
      if (rejected.length > 0) throw new Error('The server refused the recipient')
    },
    raw: rawMail,
    close: () => transport.close(),
  }
}

/** Writes each mail as an .eml file named after its Message-ID; a second attempt replaces the first. */
export function fileMailer(folder: string): Mailer {
  return {
    async send(mail) {
      await mkdir(folder, { recursive: true })
      const name = mail.messageId.replace(/[^a-z0-9.@-]/gi, '_')
      const draft = join(folder, `.${name}`)
      await writeFile(draft, await rawMail(mail))
      await rename(draft, join(folder, `${name}.eml`))
    },
    raw: rawMail,
    async forget(words) {
      for (const name of await readdir(folder).catch(() => []))
        if (isNamedIn(await readFile(join(folder, name), 'latin1'), words))
          await rm(join(folder, name), { force: true })
    },
    close() {},
  }
}

/** Looks into the encodings that mail is written in, headers included (RFC 2045, RFC 2047). */
export function isNamedIn(message: string, words: readonly string[]): boolean {
  const quoted = message
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/_/g, ' ')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  const packed = [
    ...message.matchAll(/(?:[A-Za-z0-9+/]{4}[\r\n]*){5,}[A-Za-z0-9+/=]{0,4}|\?B\?([A-Za-z0-9+/=]+)/gi),
  ].map(([all, word]) => Buffer.from(word ?? all, 'base64').toString('latin1'))
  const text = [message, quoted, ...packed].map((each) => Buffer.from(each, 'latin1').toString('utf8')).join('\n')
  return words.some((word) => text.includes(word))
}

/** Whether a server said for good that it takes nothing for this reader: a 5xx to the address, not to the mail. */
export function isAddressRefused(fault: unknown): boolean {
  const { responseCode = 0, command } = (fault ?? {}) as { responseCode?: number; command?: string }
  return responseCode >= 500 && responseCode < 600 && command === 'RCPT TO'
}

export async function rawMail(mail: OutgoingMail): Promise<Buffer> {
  const { message } = await files.sendMail(messageOf(mail))
  return message as Buffer
}

const files = createTransport({
  streamTransport: true,
  buffer: true,
  newline: 'windows',
  disableFileAccess: true,
  disableUrlAccess: true,
})

/**
 * Text, HTML and calendar, if any, as alternatives plus the calendar as a file. Addresses go in as objects:
 * a comma in a name must not become a second recipient.
 */
function messageOf(mail: OutgoingMail) {
  const { messageId, date, from, to, subject, text, html, calendar, furtherCalendars = [], attachments = [] } = mail
  return {
    messageId: `<${messageId}>`,
    date: new Date(date),
    from: addressOf(from),
    to: addressOf(to),
    envelope: { from: from.email, to: [to.email] },
    subject,
    text,
    html,
    ...(calendar && {
      icalEvent: { method: calendar.method, content: calendar.content, filename: calendar.fileName },
    }),
    attachments: [
      ...furtherCalendars.map(({ method, content, fileName }) => ({
        ...{ filename: fileName, content, contentType: `text/calendar; charset=utf-8; method=${method}` },
      })),
      ...attachments.map(({ fileName: filename, contentType, content }) => ({ filename, contentType, content })),
    ],
    ...(mail.unsubscribeUrl && { list: { unsubscribe: mail.unsubscribeUrl } }),
    headers: {
      // Nobody's holiday reply should come back to the system (RFC 3834).
      'Auto-Submitted': 'auto-generated',
      ...(mail.unsubscribeUrl && { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
  }
}

const addressOf = ({ name, email }: Mailbox) => ({ name, address: email })
