import { type CalendarMethod, invitationFor, type Mailbox } from '../../server/domain/calendar-file.ts'
import type { Locale } from '../../server/domain/person.ts'
import type { ReservationMail, ReservationMailKind } from '../../server/domain/reservation-mail.ts'
import { type MailContent, reservationMail } from './reservation-mail.tsx'

/** One mail to one person. */
export interface OutgoingMail {
  /** Without the angle brackets; the same for every attempt. */
  readonly messageId: string
  /** When it was written, epoch ms. */
  readonly date: number
  readonly from: Mailbox
  readonly to: Mailbox
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly calendar: { readonly method: CalendarMethod; readonly content: string; readonly fileName: string }
}

/** A row of the outbox with its reader. */
export interface Letter {
  readonly messageId: string
  readonly kind: ReservationMailKind
  readonly mail: ReservationMail
  /** Epoch ms. */
  readonly createdAt: number
  readonly recipientName: string
  readonly recipientEmail: string
  readonly recipientLocale: Locale
}

/** What mails say of the installation that sends them. */
export interface Letterhead {
  /** Without a slash at the end. */
  readonly publicUrl: string
  /** `Name <address>` or a bare address. */
  readonly mailFrom: string
  readonly timeZone: string
  readonly demo: boolean
}

/** The words of a letter, in its reader's language. */
export function contentOf({ kind, mail, recipientLocale }: Letter, head: Letterhead): MailContent {
  const { publicUrl, timeZone, demo } = head
  return reservationMail({ kind, mail, locale: recipientLocale, publicUrl, timeZone, isExample: demo })
}

/** A letter as a mail. Made anew for every attempt, and the same each time while the reader stays the same. */
export function outgoingMailOf(letter: Letter, head: Letterhead): OutgoingMail {
  const { mail, createdAt } = letter
  const { subject, text, html, attachmentName, calendar } = contentOf(letter, head)
  const host = new URL(head.publicUrl).hostname
  const from = mailboxOf(head.mailFrom)
  const to = { name: letter.recipientName, email: letter.recipientEmail }
  const attendees = attendeesOf(mail, to)
  return {
    messageId: `${letter.messageId}@${host}`,
    date: createdAt,
    from,
    to,
    subject,
    text,
    html,
    calendar: {
      method: mail.method,
      fileName: attachmentName,
      content: invitationFor(
        { ...mail, ...calendar },
        { method: mail.method, organizer: from, attendees, host, now: createdAt },
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
