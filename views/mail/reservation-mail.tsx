import type { CalendarWords } from '../../server/domain/calendar-file.ts'
import { holdsTime } from '../../server/domain/lifecycle.ts'
import type { Locale } from '../../server/domain/person.ts'
import type { ReservationMail, ReservationMailKind } from '../../server/domain/reservation-mail.ts'
import { type Format, formatOf, uncapitalised } from '../format.ts'
import { type Translate, translateInto } from '../text/translate.ts'
import type { MailFact, MailSheetProps } from './mail-sheet.tsx'
import { type DecisionLink, lines, type MailContent, oneLine, placeOf, written } from './mail-words.ts'

export interface ReservationMailProps {
  readonly kind: ReservationMailKind
  readonly mail: ReservationMail
  readonly locale: Locale
  /** Address of the site, without a slash at the end. */
  readonly publicUrl: string
  /** Zone readers take for granted; another one is named. */
  readonly timeZone: string
  readonly isExample: boolean
  readonly decide: DecisionLink
}

/** What a person reads of a reservation. The first line says what happened, the second when and on what. */
export function reservationMail(props: ReservationMailProps): MailContent {
  const { kind, mail, locale } = props
  const t = translateInto(locale)
  const format = formatOf(locale, mail.timeZone)
  const resource = oneLine(mail.resource.name[locale])
  const when = format.daySpan(mail.start, mail.end)
  const path = pathOf(props)
  const sheet = sheetOf(props, path, t, format)
  return {
    subject: t('mail.subject', { what: t(`mail.subject.${kind}`), resource, when }),
    ...written(sheet, `${when}, ${resource}`, { label: t('mail.fact.when'), value: longSpan(mail, format) }),
    path,
    calendar: { ...calendarWordsOf(props, t), fileName: t('mail.attachment', { id: mail.reservationId }) },
  }
}

function sheetOf(props: ReservationMailProps, path: string, t: Translate, format: Format): MailSheetProps {
  const { mail, locale, publicUrl, isExample } = props
  const open = t(isDecision(mail) ? 'mail.decide' : path === '/notices' ? 'mail.open-notices' : 'mail.open')
  const href = isDecision(mail) ? props.decide('reservation', mail.reservationId) : `${publicUrl}${path}`
  const why = t(`mail.why.${mail.isForInformation ? 'part' : mail.audience}`)
  return {
    locale,
    title: titleOf(props, t),
    greeting: t('mail.greeting'),
    next: nextOf(props, t, format),
    time: { start: format.isoLocal(mail.start), ...plateOf(mail, format) },
    hold: mail.method === 'CANCEL' ? 'gone' : mail.state === 'requested' ? 'asked' : 'reserved',
    facts: factsOf(props, t, format),
    link: { href, label: open, hint: t('mail.link-is-safe') },
    why: isExample ? `${why} ${t('mail.example')}` : why,
  }
}

function calendarWordsOf({ mail, locale, publicUrl }: ReservationMailProps, t: Translate): CalendarWords {
  const url = `${publicUrl}/reservations/${mail.reservationId}`
  return {
    summary: `${oneLine(mail.resource.name[locale])}: ${oneLine(mail.title)}`,
    description: [
      oneLine(mail.requester.name),
      uncapitalised(t(`purpose.${mail.purpose}`)),
      ...(alsoOf(mail, locale) ? [`${t('mail.fact.also')}: ${alsoOf(mail, locale)}`] : []),
      url,
    ].join('\n'),
    location: placeOf(mail, locale),
    url,
  }
}

function pathOf({ kind, mail }: ReservationMailProps): string {
  if (isLeftBehind(mail) || kind === 'uninvited') return '/notices'
  return isDecision(mail) ? `/approvals?open=${mail.reservationId}` : `/reservations/${mail.reservationId}`
}

/** Whether it stands, but without what the reader looks after: then it is no longer theirs to see. */
const isLeftBehind = ({ isForInformation, method, state }: ReservationMail) =>
  isForInformation === true && method === 'CANCEL' && holdsTime(state)

/** Whether the reader is asked for a decision. */
const isDecision = ({ audience, state, isForInformation }: ReservationMail) =>
  audience === 'steward' && state === 'requested' && !isForInformation

/** What happened, in one sentence. */
function titleOf({ kind, mail }: ReservationMailProps, t: Translate): string {
  const name = oneLine(mail.requester.name)
  if (kind === 'guest-left') return t('mail.guest-left', { name: oneLine(mail.actor ?? '') })
  if (kind === 'invited' || kind === 'uninvited') return t(`mail.${kind}`, { name })
  return t(`mail.${mail.audience}.${kind}`, { name })
}

/** What follows from it for the reader, in one sentence. */
function nextOf({ kind, mail }: ReservationMailProps, t: Translate, format: Format): string | null {
  const until = mail.decideBy === null ? null : format.moment(mail.decideBy)
  if (isDecision(mail)) return until ? t('mail.next.decide-by', { when: until }) : t('mail.next.decide')
  if (isLeftBehind(mail)) return t('mail.next.left-behind')
  if (mail.audience === 'steward' || kind === 'guest-left') return null
  if (mail.audience === 'participant') return guestNextOf(mail, t)
  if (mail.state === 'requested') return until ? t('mail.next.held-until', { when: until }) : t('mail.next.held')
  if (mail.method === 'CANCEL') return t('mail.next.free')
  if (kind === 'reminder') return t('mail.next.reminder')
  return kind === 'confirmed' && mail.state === 'confirmed' ? t('mail.next.ready') : null
}

function guestNextOf({ method, state }: ReservationMail, t: Translate): string | null {
  if (method === 'CANCEL') return null
  return t(state === 'requested' ? 'mail.next.guest-waits' : 'mail.next.guest')
}

function factsOf({ kind, mail, locale, timeZone }: ReservationMailProps, t: Translate, format: Format): MailFact[] {
  const { requester, previous, actor, reason } = mail
  const own = mail.audience === 'requester'
  const who = `${oneLine(requester.name)}, ${oneLine(requester.organisation[locale])}, ${oneLine(requester.email)}`
  const facts: (readonly [string, string | null])[] = [
    [t('mail.fact.previous'), previous && isElsewhen(previous, mail) ? longSpan(previous, format) : null],
    [t('mail.fact.zone'), mail.timeZone === timeZone ? null : mail.timeZone],
    [t('mail.fact.resource'), oneLine(mail.resource.name[locale])],
    [t('mail.fact.also'), alsoOf(mail, locale)],
    [t('mail.fact.place'), placeOf(mail, locale)],
    [t('mail.fact.units'), mail.units > 1 ? String(mail.units) : null],
    [t('mail.fact.requester'), own ? null : who],
    [
      t(own ? 'mail.fact.work' : 'mail.fact.work-of'),
      `${oneLine(mail.title)}, ${uncapitalised(t(`purpose.${mail.purpose}`))}`,
    ],
    [t('mail.fact.project'), mail.project && oneLine(mail.project)],
    [t('mail.fact.note'), mail.note && lines(mail.note)],
    [actorLabel(kind, t), actor && actor !== requester.name && kind !== 'guest-left' ? oneLine(actor) : null],
    [t('mail.fact.others'), othersOf(mail, format)],
    [t(kind === 'confirmed' ? 'mail.fact.words' : 'mail.fact.reason'), reason && lines(reason)],
  ]
  return facts.flatMap(([label, value]) => (value ? [{ label, value }] : []))
}

/** `Probe, Rotor (2)`; nothing where nothing is taken along. */
const alsoOf = ({ also = [] }: ReservationMail, locale: Locale) =>
  also.map(({ name, units }) => `${oneLine(name[locale])}${units > 1 ? ` (${units})` : ''}`).join(', ') || null

const othersOf = ({ others = [] }: ReservationMail, format: Format) =>
  others.map(({ start, end }) => format.daySpan(start, end)).join('; ') || null

function actorLabel(kind: ReservationMailKind, t: Translate): string {
  if (kind === 'cancelled') return t('mail.fact.cancelled')
  if (kind === 'invited') return t('mail.fact.invites')
  return t(kind === 'changed' || kind === 'uninvited' ? 'mail.fact.changed' : 'mail.fact.decided')
}

function plateOf({ start, end }: ReservationMail, format: Format): { clock: string; day: string } {
  const span = format.span(start, end)
  const isOneDay = !span.includes(' – ')
  return {
    clock: span,
    day: isOneDay ? format.fullDay(start) : `${format.fullDay(start)} – ${format.fullDay(end - 1)}`,
  }
}

/** What is taken along may change while the time stays. */
const isElsewhen = (one: { start: number; end: number }, other: { start: number; end: number }) =>
  one.start !== other.start || one.end !== other.end

function longSpan({ start, end }: { start: number; end: number }, format: Format): string {
  const span = format.span(start, end)
  return span.includes(' – ') ? span : `${format.fullDay(start)}, ${span}`
}
