import { ACCOUNT_MAIL_KINDS, type AccountMail, type AccountMailKind } from '../../server/domain/account-mail.ts'
import {
  type CalendarMethod,
  type CalendarWords,
  type Invitation,
  invitationFor,
  type Mailbox,
} from '../../server/domain/calendar-file.ts'
import { DECIDING_MAIL_KINDS, type DecidingMail, type DecidingMailKind } from '../../server/domain/deciding-mail.ts'
import { DELIVERY_MAIL_KINDS, type DeliveryMail, type DeliveryMailKind } from '../../server/domain/delivery-mail.ts'
import { DEPUTY_MAIL_KINDS, type DeputyMail, type DeputyMailKind } from '../../server/domain/deputy-mail.ts'
import { DIGEST_MAIL_KINDS, type DigestMail, type DigestMailKind } from '../../server/domain/digest-mail.ts'
import { FAULT_MAIL_KINDS, type FaultMail, type FaultMailKind } from '../../server/domain/fault-mail.ts'
import { decisionPath } from '../../server/domain/mail-link.ts'
import { OUTAGE_MAIL_KINDS, type OutageMail, type OutageMailKind } from '../../server/domain/outage-mail.ts'
import type { Locale } from '../../server/domain/person.ts'
import { PROJECT_MAIL_KINDS, type ProjectMail, type ProjectMailKind } from '../../server/domain/project-mail.ts'
import type { MailMatter, ReservationMail } from '../../server/domain/reservation-mail.ts'
import { seriesInvitationFor } from '../../server/domain/series-calendar.ts'
import type { SeriesMail, SeriesMailKind } from '../../server/domain/series-mail.ts'
import { STATE_AID_MAIL_KINDS, type StateAidMail, type StateAidMailKind } from '../../server/domain/state-aid-mail.ts'
import type { Told } from '../../server/domain/told.ts'
import { TRAINING_MAIL_KINDS, type TrainingMail, type TrainingMailKind } from '../../server/domain/training-mail.ts'
import { WAITING_MAIL_KINDS, type WaitingMail, type WaitingMailKind } from '../../server/domain/waiting-mail.ts'
import { localDayOf } from '../../server/domain/zone.ts'
import { accountMail } from './account-mail.tsx'
import { decidingMail } from './deciding-mail.tsx'
import { deliveryMail } from './delivery-mail.tsx'
import { deputyMail } from './deputy-mail.tsx'
import { digestMail, unsubscribeUrl } from './digest-mail.tsx'
import { faultMail } from './fault-mail.tsx'
import type { MailContent } from './mail-words.ts'
import { outageEntriesOf, outageMail } from './outage-mail.tsx'
import { projectMail } from './project-mail.tsx'
import { reservationMail } from './reservation-mail.tsx'
import { calendarSeriesOf, seriesMail } from './series-mail.tsx'
import { stateAidMail } from './state-aid-mail.tsx'
import { trainingMail } from './training-mail.tsx'
import { waitingMail } from './waiting-mail.tsx'

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
  /** Null where there is nothing for a calendar. */
  readonly calendar: CalendarFile | null
  /** Further entries, each a file of its own: an invitation is about one of them (RFC 5546, 3.2.2). */
  readonly furtherCalendars?: readonly CalendarFile[]
  /** Files that it brings, made when it is sent. */
  readonly attachments?: readonly Attachment[]
  /** Where a single POST ends mails of this kind (RFC 8058). */
  readonly unsubscribeUrl?: string
}

export interface Attachment {
  readonly fileName: string
  /** With its charset where it is text. */
  readonly contentType: string
  readonly content: Buffer | string
}

interface CalendarFile {
  readonly method: CalendarMethod
  readonly content: string
  readonly fileName: string
}

/** A row of the outbox with its reader. */
export type Letter = Told & {
  readonly personId: number
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
  /** Signs the links on which people decide. */
  readonly sessionSecret: string
}

/** The words of a letter, in its reader's language. */
export function contentOf(letter: Letter, head: Letterhead): MailContent {
  const { publicUrl, timeZone, demo } = head
  const props = {
    ...{ locale: letter.recipientLocale, publicUrl, timeZone, isExample: demo },
    decide: (about: 'reservation' | 'series', id: number) =>
      `${publicUrl}${decisionPath({ about, id, personId: letter.personId }, letter.createdAt, head.sessionSecret)}`,
  }
  if (isDigest(letter)) return digestMail({ ...props, timeZone, mail: letter.mail, at: letter.createdAt })
  if (isAboutAccount(letter))
    return accountMail({ ...props, timeZone, kind: letter.kind, mail: letter.mail, at: letter.createdAt })
  if (isAboutStateAid(letter)) return stateAidMail({ ...props, kind: letter.kind, mail: letter.mail })
  if (isAboutProject(letter)) return projectMail({ ...props, mail: letter.mail })
  if (isDelivery(letter)) return deliveryMail({ ...props, mail: letter.mail })
  if (isAboutTraining(letter)) return trainingMail({ ...props, kind: letter.kind, mail: letter.mail })
  if (isAboutDeputy(letter)) return deputyMail({ ...props, kind: letter.kind, mail: letter.mail })
  if (isAboutDeciding(letter)) return decidingMail({ ...props, kind: letter.kind, mail: letter.mail })
  if (isAboutFault(letter)) return faultMail({ ...props, kind: letter.kind, mail: letter.mail })
  if (isAboutOutage(letter)) return outageMail({ ...props, kind: letter.kind, mail: letter.mail })
  if (isAboutWaiting(letter)) return waitingMail({ ...props, mail: letter.mail })
  if (!isAboutSeries(letter)) return reservationMail({ ...props, ...(letter as Letter & AboutReservation) })
  return seriesMail({ ...props, kind: letter.kind, mail: letter.mail, today: localDayOf(letter.createdAt, timeZone) })
}

type AboutReservation = Extract<Told, { mail: ReservationMail }>

const isAboutSeries = (letter: Letter): letter is Letter & { kind: SeriesMailKind; mail: SeriesMail } =>
  'seriesId' in letter.mail

const isAboutTraining = (letter: Letter): letter is Letter & { kind: TrainingMailKind; mail: TrainingMail } =>
  TRAINING_MAIL_KINDS.some((kind) => kind === letter.kind)

const isAboutWaiting = (letter: Letter): letter is Letter & { kind: WaitingMailKind; mail: WaitingMail } =>
  WAITING_MAIL_KINDS.some((kind) => kind === letter.kind)

const isAboutFault = (letter: Letter): letter is Letter & { kind: FaultMailKind; mail: FaultMail } =>
  FAULT_MAIL_KINDS.some((kind) => kind === letter.kind)

const isAboutDeciding = (letter: Letter): letter is Letter & { kind: DecidingMailKind; mail: DecidingMail } =>
  DECIDING_MAIL_KINDS.some((kind) => kind === letter.kind)

const isAboutDeputy = (letter: Letter): letter is Letter & { kind: DeputyMailKind; mail: DeputyMail } =>
  DEPUTY_MAIL_KINDS.some((kind) => kind === letter.kind)

const isAboutOutage = (letter: Letter): letter is Letter & { kind: OutageMailKind; mail: OutageMail } =>
  OUTAGE_MAIL_KINDS.some((kind) => kind === letter.kind)

const isAboutAccount = (letter: Letter): letter is Letter & { kind: AccountMailKind; mail: AccountMail } =>
  ACCOUNT_MAIL_KINDS.some((kind) => kind === letter.kind)

const isAboutStateAid = (letter: Letter): letter is Letter & { kind: StateAidMailKind; mail: StateAidMail } =>
  STATE_AID_MAIL_KINDS.some((kind) => kind === letter.kind)

const isAboutProject = (letter: Letter): letter is Letter & { kind: ProjectMailKind; mail: ProjectMail } =>
  PROJECT_MAIL_KINDS.some((kind) => kind === letter.kind)

const isDelivery = (letter: Letter): letter is Letter & { kind: DeliveryMailKind; mail: DeliveryMail } =>
  DELIVERY_MAIL_KINDS.some((kind) => kind === letter.kind)

const isDigest = (letter: Letter): letter is Letter & { kind: DigestMailKind; mail: DigestMail } =>
  DIGEST_MAIL_KINDS.some((kind) => kind === letter.kind)

/** What tells a calendar nothing new. */
const UNENTERED: ReadonlySet<Told['kind']> = new Set(['reminder', 'guest-left', 'series-guest-left'])

/** What the calendar part of a letter does, and which version of its entry it is; null where there is none. */
export function calendarPartOf(letter: Letter): { readonly method: CalendarMethod; readonly sequence: number } | null {
  if (isAboutStateAid(letter) || isAboutProject(letter)) return null
  if (isDigest(letter) || isDelivery(letter) || isAboutAccount(letter) || UNENTERED.has(letter.kind)) return null
  if (isAboutWaiting(letter) || isAboutFault(letter) || isAboutOutage(letter) || isAboutDeciding(letter)) return null
  if (isAboutDeputy(letter)) return letter.mail
  return isAboutTraining(letter) ? letter.mail.session : (letter.mail as ReservationMail | SeriesMail)
}

/** A letter as a mail. Made anew for every attempt, and the same each time while the reader stays the same. */
export function outgoingMailOf(
  letter: Letter,
  head: Letterhead,
  attachments: readonly Attachment[] = [],
): OutgoingMail {
  const { createdAt } = letter
  const content = contentOf(letter, head)
  const { subject, text, html } = content
  return {
    messageId: `${letter.messageId}@${hostOf(head)}`,
    date: createdAt,
    from: mailboxOf(head.mailFrom),
    to: readerOf(letter),
    subject,
    text,
    html,
    attachments,
    ...(isAboutOutage(letter) ? calendarsOfOutage(letter, head) : { calendar: calendarOf(letter, content, head) }),
    ...(isDigest(letter) && { unsubscribeUrl: unsubscribeUrl(letter.mail, head.publicUrl) }),
  }
}

type OutageLetter = Letter & { readonly mail: OutageMail }

/** The one entry that an outage has changed is an invitation like any other; several are files beside the words. */
function calendarsOfOutage(
  letter: OutageLetter,
  head: Letterhead,
): Pick<OutgoingMail, 'calendar' | 'furtherCalendars'> {
  const [host, now, organizer] = [hostOf(head), letter.createdAt, mailboxOf(head.mailFrom)]
  const entries = outageEntriesOf(letter.mail, letter.recipientLocale, head.publicUrl)
  const files = entries.map(({ entry, requester, method, fileName }) => {
    const attendees = askerAnd(requester, readerOf(letter))
    return { method, fileName, content: invitationFor(entry, { organizer, attendees, method, host, now }) }
  })
  return files.length === 1 ? { calendar: files[0]! } : { calendar: null, furtherCalendars: files }
}

function calendarOf(letter: Letter, { calendar: words }: MailContent, head: Letterhead): OutgoingMail['calendar'] {
  const part = calendarPartOf(letter)
  if (!words || !part) return null
  const { method } = part
  const people = { organizer: mailboxOf(head.mailFrom), attendees: attendeesOf(letter) }
  const invitation = { ...people, method, host: hostOf(head), now: letter.createdAt }
  return { method, fileName: words.fileName, content: calendarFileOf(letter, words, invitation, head) }
}

function calendarFileOf(letter: Letter, words: CalendarWords, invitation: Invitation, head: Letterhead): string {
  if (isAboutDeputy(letter)) {
    const { deputyshipId, method } = letter.mail
    const state = method === 'CANCEL' ? 'cancelled' : 'confirmed'
    const entry = { ...letter.mail, ...words, state, reservationId: 0, name: `deputy-${deputyshipId}` } as const
    return invitationFor(entry, invitation)
  }
  if (isAboutTraining(letter)) {
    const { session, reservationId, timeZone } = letter.mail
    return invitationFor({ ...session!, ...words, reservationId: reservationId!, timeZone }, invitation)
  }
  if (!isAboutSeries(letter)) return invitationFor({ ...(letter.mail as ReservationMail), ...words }, invitation)
  const { mail, recipientLocale } = letter
  return seriesInvitationFor(calendarSeriesOf(mail, recipientLocale, head.publicUrl), invitation)
}

const hostOf = ({ publicUrl }: Letterhead): string => new URL(publicUrl).hostname

/** `Name <address>` or a bare address. */
export function mailboxOf(text: string): Mailbox {
  const [, name, email] = /^\s*"?([^"<]*?)"?\s*<([^<>\s]+)>\s*$/.exec(text) ?? []
  return email ? { name: name ?? '', email } : { name: '', email: text.trim() }
}

/**
 * The requester, and the reader when it is somebody else: calendars ignore invitations that do not name their owner. Who
 * else comes to a training is nobody's business.
 */
function attendeesOf(letter: Letter): Mailbox[] {
  const to = readerOf(letter)
  if (isAboutTraining(letter) || isAboutDeputy(letter)) return [to]
  return askerAnd((letter.mail as MailMatter).requester, to)
}

function askerAnd({ name, email }: Mailbox, to: Mailbox): Mailbox[] {
  const asker = { name, email }
  return to.email === asker.email ? [asker] : [asker, to]
}

const readerOf = ({ recipientName: name, recipientEmail: email }: Letter): Mailbox => ({ name, email })
