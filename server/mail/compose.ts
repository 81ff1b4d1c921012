import { type OutboxMail, payloadOf } from '../../db/queries/outbox.ts'
import { type MailContent, reservationMail } from '../../views/mail/reservation-mail.tsx'
import { invitationFor, type Mailbox } from '../domain/calendar-file.ts'
import type { ReservationMail } from '../domain/reservation-mail.ts'
import type { Settings } from '../settings.ts'
import type { OutgoingMail } from './mailer.ts'

export type MailSettings = Pick<Settings, 'publicUrl' | 'mailFrom' | 'timeZone' | 'demo'>

/** The words of an outbox row, in its reader's language. */
export function contentOf(row: OutboxMail, settings: MailSettings): MailContent {
  return reservationMail({
    kind: row.kind,
    mail: payloadOf(row),
    locale: row.recipientLocale,
    publicUrl: settings.publicUrl,
    timeZone: settings.timeZone,
    isExample: settings.demo,
  })
}

/** An outbox row as a mail. Made anew for every attempt, and the same each time while the reader stays the same. */
export function compose(row: OutboxMail, settings: MailSettings): OutgoingMail {
  const mail = payloadOf(row)
  const content = contentOf(row, settings)
  const host = new URL(settings.publicUrl).hostname
  const from = mailboxOf(settings.mailFrom)
  const to = { name: row.recipientName, email: row.recipientEmail }
  return {
    messageId: `${row.messageId}@${host}`,
    date: row.createdAt,
    from,
    to,
    subject: content.subject,
    text: content.text,
    html: content.html,
    calendar: {
      method: mail.method,
      fileName: content.attachmentName,
      content: invitationFor(
        { ...mail, ...content.calendar },
        { method: mail.method, organizer: from, attendees: attendeesOf(mail, to), host, now: row.createdAt },
      ),
    },
  }
}

/** `Name <address>` or a bare address. */
export function mailboxOf(text: string): Mailbox {
  const [, name, email] = /^\s*"?([^"<]*?)"?\s*<([^<>\s]+)>\s*$/.exec(text) ?? []
  return email ? { name: name ?? '', email } : { name: '', email: text.trim() }
}

/** The requester, and the reader when it is somebody else: calendars ignore invitations that do not name their owner. */
function attendeesOf({ requester }: ReservationMail, to: Mailbox): Mailbox[] {
  const asker = { name: requester.name, email: requester.email }
  return to.email === asker.email ? [asker] : [asker, to]
}
