import { fileMailer, type Mailer } from '../../server/mail/mailer.ts'
import type { OutgoingMail } from '../../views/mail/outgoing-mail.ts'

/** A mailer that keeps what it is given, and lets a test wait for it. */
export function postbox() {
  const sent: OutgoingMail[] = []
  const state = { closed: false }
  const waiting: ((mail: OutgoingMail) => void)[] = []
  const mailer: Mailer = {
    async send(mail) {
      sent.push(mail)
      waiting.shift()?.(mail)
    },
    raw: (mail) => fileMailer('').raw(mail),
    close() {
      state.closed = true
    },
  }
  return { mailer, sent, state, next: () => new Promise<OutgoingMail>((resolve) => waiting.push(resolve)) }
}
