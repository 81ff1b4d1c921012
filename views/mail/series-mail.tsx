import type { CalendarWords } from '../../server/domain/calendar-file.ts'
import { holdsTime } from '../../server/domain/lifecycle.ts'
import type { Locale } from '../../server/domain/person.ts'
import type { CalendarSeries } from '../../server/domain/series-calendar.ts'
import type { SeriesMail, SeriesMailKind, SeriesMailOccurrence } from '../../server/domain/series-mail.ts'
import { instantOf, placeLocal } from '../../server/domain/zone.ts'
import { ruleSentence } from '../components/rule-sentence.ts'
import { type Format, formatOf, uncapitalised } from '../format.ts'
import { type Translate, translateInto } from '../text/translate.ts'
import type { MailFact, MailSheetProps } from './mail-sheet.tsx'
import { type DecisionLink, lines, type MailContent, oneLine, placeOf, written } from './mail-words.ts'

export interface SeriesMailProps {
  readonly kind: SeriesMailKind
  readonly mail: SeriesMail
  readonly locale: Locale
  /** Address of the site, without a slash at the end. */
  readonly publicUrl: string
  /** Zone readers take for granted; another one is named. */
  readonly timeZone: string
  /** Local day on which it was written. */
  readonly today: string
  readonly isExample: boolean
  readonly decide: DecisionLink
}

/** So many occurrences are listed, the others counted. */
const MOST_LISTED = 8

/** What a person reads of a series: what happened, its rule as a sentence, its dates, and which of them it lacks. */
export function seriesMail(props: SeriesMailProps): MailContent {
  const { kind, mail, locale, today } = props
  const t = translateInto(locale)
  const resource = oneLine(mail.resource.name[locale])
  const rule = ruleSentence({ ...mail, exdates: [], rdates: [], validUntil: null }, locale, today)
  const path = isDecision(mail) ? '/approvals' : kind === 'series-uninvited' ? '/notices' : `/series/${mail.seriesId}`
  const sheet = sheetOf(props, { path, rule }, t)
  return {
    subject: t('mail.subject', { what: t(`mail.subject.${kind}`), resource, when: rule }),
    ...written(sheet, `${resource}, ${rule}`, null),
    path,
    calendar: {
      ...wordsOf(mail, locale, props.publicUrl),
      fileName: t('mail.attachment-series', { id: mail.seriesId }),
    },
  }
}

/** The series as the reader's calendar gets it. */
export function calendarSeriesOf(mail: SeriesMail, locale: Locale, publicUrl: string): CalendarSeries {
  const { seriesId, sequence, seriesZone, startLocal, rrule, durationMinutes, occurrences } = mail
  return {
    ...wordsOf(mail, locale, publicUrl),
    seriesId,
    sequence,
    timeZone: seriesZone,
    startLocal,
    rrule,
    durationMinutes,
    occurrences: occurrences.map((each) => ({
      ...each,
      words:
        each.title === null && each.elsewhere === null
          ? null
          : wordsOf({ ...mail, ...each.elsewhere, title: each.title ?? mail.title }, locale, publicUrl),
    })),
  }
}

function wordsOf(mail: SeriesMail, locale: Locale, publicUrl: string): CalendarWords {
  const url = `${publicUrl}/series/${mail.seriesId}`
  const purpose = uncapitalised(translateInto(locale)(`purpose.${mail.purpose}`))
  return {
    summary: `${oneLine(mail.resource.name[locale])}: ${oneLine(mail.title)}`,
    description: [oneLine(mail.requester.name), purpose, url].join('\n'),
    location: placeOf(mail, locale),
    url,
  }
}

function sheetOf(props: SeriesMailProps, { path, rule }: { path: string; rule: string }, t: Translate): MailSheetProps {
  const { mail, locale, publicUrl, isExample } = props
  const format = formatOf(locale, mail.seriesZone)
  const held = mail.occurrences.filter(({ state }) => holdsTime(state))
  const first = held[0] ?? mail.occurrences[0]
  const why = t(`mail.why.${mail.audience}`)
  return {
    locale,
    title: titleOf(props, t),
    greeting: t('mail.greeting'),
    next: nextOf(mail, t, formatOf(locale, mail.timeZone)),
    time: {
      start: first ? format.isoLocal(first.start) : mail.startLocal.slice(0, 16),
      clock: t('mail.series.count', { count: (held.length > 0 ? held : mail.occurrences).length }),
      day: first ? t('mail.series.first', { when: format.daySpan(first.start, first.end) }) : rule,
    },
    hold: mail.method === 'CANCEL' ? 'gone' : held.every(({ state }) => state === 'requested') ? 'asked' : 'reserved',
    facts: factsOf(props, rule, t, format),
    link: {
      href: isDecision(mail) ? props.decide('series', mail.seriesId) : `${publicUrl}${path}`,
      label: t(isDecision(mail) ? 'mail.decide' : path === '/notices' ? 'mail.open-notices' : 'mail.open-series'),
      hint: t('mail.link-is-safe'),
    },
    why: isExample ? `${why} ${t('mail.example')}` : why,
  }
}

function titleOf({ kind, mail }: SeriesMailProps, t: Translate): string {
  const name = oneLine(mail.requester.name)
  if (kind === 'series-guest-left') return t('mail.series-guest-left', { name: oneLine(mail.actor ?? '') })
  if (kind === 'series-invited' || kind === 'series-uninvited') return t(`mail.${kind}`, { name })
  return t(`mail.${mail.audience}.${kind}`, { name })
}

/** Whether the reader is asked for a decision. */
const isDecision = ({ audience, occurrences }: SeriesMail) =>
  audience === 'steward' && occurrences.some(({ state }) => state === 'requested')

function nextOf(mail: SeriesMail, t: Translate, format: Format): string | null {
  const until = mail.decideBy === null ? null : format.moment(mail.decideBy)
  if (isDecision(mail)) return until ? t('mail.next.series-decide-by', { when: until }) : t('mail.next.decide')
  if (mail.audience === 'steward' || mail.method === 'CANCEL') return null
  if (mail.audience === 'participant')
    return t(mail.occurrences.some(({ state }) => state === 'requested') ? 'mail.next.guest-waits' : 'mail.next.guest')
  return until ? t('mail.next.series-held-until', { when: until }) : null
}

function factsOf(props: SeriesMailProps, rule: string, t: Translate, format: Format): MailFact[] {
  const { kind, mail, locale, timeZone } = props
  const { requester, actor, reason, occurrences } = mail
  const own = mail.audience === 'requester'
  const who = `${oneLine(requester.name)}, ${oneLine(requester.organisation[locale])}, ${oneLine(requester.email)}`
  const held = occurrences.filter(({ state }) => holdsTime(state))
  const gone = occurrences.filter(({ state }) => !holdsTime(state))
  const mixed = held.some(({ state }) => state === 'requested') && held.some(({ state }) => state !== 'requested')
  const line = (each: SeriesMailOccurrence) => dateLine(each, mail, mixed, { locale, t, format })
  const facts: (readonly [string, string | null])[] = [
    [t('mail.fact.rule'), rule],
    [t('mail.fact.zone'), mail.seriesZone === timeZone ? null : mail.seriesZone],
    [t('mail.fact.dates'), listed(held.map(line), t)],
    [
      t('mail.fact.let-go'),
      listed(
        gone.map((each) => `${line(each)}: ${uncapitalised(t(`state.${each.state}`))}`),
        t,
      ),
    ],
    [
      t('mail.fact.left-out'),
      listed(
        mail.skipped.map((each) => skipLine(each, mail, { t, format })),
        t,
      ),
    ],
    [t('mail.fact.resource'), oneLine(mail.resource.name[locale])],
    [t('mail.fact.place'), placeOf(mail, locale)],
    [t('mail.fact.units'), mail.units > 1 ? String(mail.units) : null],
    [t('mail.fact.requester'), own ? null : who],
    [
      t(own ? 'mail.fact.work' : 'mail.fact.work-of'),
      `${oneLine(mail.title)}, ${uncapitalised(t(`purpose.${mail.purpose}`))}`,
    ],
    [t('mail.fact.project'), mail.project && oneLine(mail.project)],
    [t('mail.fact.note'), mail.note && lines(mail.note)],
    [actorLabel(kind, t), actor && actor !== requester.name && kind !== 'series-guest-left' ? oneLine(actor) : null],
    [t(kind === 'series-confirmed' ? 'mail.fact.words' : 'mail.fact.reason'), reason && lines(reason)],
  ]
  return facts.flatMap(([label, value]) => (value ? [{ label, value }] : []))
}

function actorLabel(kind: SeriesMailKind, t: Translate): string {
  if (kind === 'series-cancelled') return t('mail.fact.cancelled')
  if (kind === 'series-invited') return t('mail.fact.invites')
  return t(kind === 'series-changed' || kind === 'series-uninvited' ? 'mail.fact.changed' : 'mail.fact.decided')
}

interface Reader {
  readonly locale: Locale
  readonly t: Translate
  readonly format: Format
}

/** `wt. 1 gru, 9:00–12:00`, and what is not as the rule says. */
function dateLine(
  each: SeriesMailOccurrence,
  { seriesZone }: SeriesMail,
  mixed: boolean,
  { locale, t, format }: Reader,
): string {
  const byRule = instantOf(each.local, seriesZone)
  const notes = [
    each.start === byRule && placeLocal(each.local, seriesZone).kind === 'gap'
      ? t('mail.series.clocks', { local: each.local.slice(11, 16) })
      : null,
    each.start === byRule ? null : t('mail.series.instead', { when: format.moment(byRule) }),
    each.elsewhere && oneLine(each.elsewhere.resource.name[locale]),
    each.title && oneLine(each.title),
    mixed && each.state === 'requested' ? uncapitalised(t('state.requested')) : null,
  ].filter(Boolean)
  return `${format.daySpan(each.start, each.end)}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`
}

const skipLine = (
  { local, reason }: SeriesMail['skipped'][number],
  { seriesZone }: SeriesMail,
  { t, format }: Pick<Reader, 't' | 'format'>,
) => `${format.shortDay(instantOf(local, seriesZone))}: ${t(`mail.series.skipped.${reason}`)}`

function listed(all: readonly string[], t: Translate): string | null {
  if (all.length === 0) return null
  if (all.length <= MOST_LISTED + 1) return all.join('\n')
  return [...all.slice(0, MOST_LISTED), t('mail.series.more', { count: all.length - MOST_LISTED })].join('\n')
}
