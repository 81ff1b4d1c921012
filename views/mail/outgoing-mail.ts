import { type CalendarMethod, type Invitation, invitationFor, type Mailbox } from '../../server/domain/calendar-file.ts'
import type { Locale } from '../../server/domain/person.ts'
import type { MailMatter, ReservationMail } from '../../server/domain/reservation-mail.ts'
import { seriesInvitationFor } from '../../server/domain/series-calendar.ts'
import type { SeriesMail, SeriesMailKind, Told } from '../../server/domain/series-mail.ts'
import { localDayOf } from '../../server/domain/zone.ts'
import type { MailContent } from './mail-words.ts'
import { reservationMail } from './reservation-mail.tsx'
import { calendarSeriesOf, seriesMail } from './series-mail.tsx'

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
export type Letter = Told & {
  readonly messageId: string
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
export function contentOf(letter: Letter, head: Letterhead): MailContent {
  const { publicUrl, timeZone, demo } = head
  const props = { locale: letter.recipientLocale, publicUrl, timeZone, isExample: demo }
  if (!isAboutSeries(letter)) return reservationMail({ ...props, ...(letter as Letter & AboutReservation) })
  return seriesMail({ ...props, kind: letter.kind, mail: letter.mail, today: localDayOf(letter.createdAt, timeZone) })
}

type AboutReservation = Extract<Told, { mail: ReservationMail }>

const isAboutSeries = (letter: Letter): letter is Letter & { kind: SeriesMailKind; mail: SeriesMail } =>
  'seriesId' in letter.mail

/** A letter as a mail. Made anew for every attempt, and the same each time while the reader stays the same. */
export function outgoingMailOf(letter: Letter, head: Letterhead): OutgoingMail {
  const { mail, createdAt } = letter
  const content = contentOf(letter, head)
  const { subject, text, html, attachmentName } = content
  const host = new URL(head.publicUrl).hostname
  const from = mailboxOf(head.mailFrom)
  const to = { name: letter.recipientName, email: letter.recipientEmail }
  const attendees = attendeesOf(mail, to)
  const invitation = { method: mail.method, organizer: from, attendees, host, now: createdAt }
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
      content: calendarFileOf(letter, content, invitation, head),
    },
  }
}

function calendarFileOf(letter: Letter, { calendar }: MailContent, invitation: Invitation, head: Letterhead): string {
  if (!isAboutSeries(letter)) return invitationFor({ ...(letter.mail as ReservationMail), ...calendar }, invitation)
  const { mail, recipientLocale } = letter
  return seriesInvitationFor(calendarSeriesOf(mail, recipientLocale, head.publicUrl), invitation)
}

/** `Name <address>` or a bare address. */
export function mailboxOf(text: string): Mailbox {
  const [, name, email] = /^\s*"?([^"<]*?)"?\s*<([^<>\s]+)>\s*$/.exec(text) ?? []
  return email ? { name: name ?? '', email } : { name: '', email: text.trim() }
}

/** The requester, and the reader when it is somebody else: calendars ignore invitations that do not name their owner. */
function attendeesOf({ requester }: MailMatter, to: Mailbox): Mailbox[] {
  const asker = { name: requester.name, email: requester.email }
  return to.email === asker.email ? [asker] : [asker, to]
}
