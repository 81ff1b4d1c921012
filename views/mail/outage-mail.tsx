import type { CalendarEntry, CalendarMethod } from '../../server/domain/calendar-file.ts'
import { holdsTime } from '../../server/domain/lifecycle.ts'
import type { OutageMail, OutageMailKind, OutageMailLine, OutageMailTime } from '../../server/domain/outage-mail.ts'
import type { Locale } from '../../server/domain/person.ts'
import { type Format, formatOf } from '../format.ts'
import { type Translate, translateInto } from '../text/translate.ts'
import type { MailFact, MailSheetProps } from './mail-sheet.tsx'
import { lines, type MailContent, oneLine, placeOf, written } from './mail-words.ts'

export interface OutageMailProps {
  readonly kind: OutageMailKind
  readonly mail: OutageMail
  readonly locale: Locale
  /** Address of the site, without a slash at the end. */
  readonly publicUrl: string
  readonly isExample: boolean
}

/** What a person reads of an outage over their reservations, a steward of all that it touches, or of a calibration due. */
export function outageMail(props: OutageMailProps): MailContent {
  const { kind, mail, locale } = props
  const t = translateInto(locale)
  const format = formatOf(locale, mail.timeZone)
  const resource = oneLine(mail.resource.name[locale])
  const sheet = sheetOf(props, t, format)
  const when = mail.calibration
    ? format.date(mail.calibration.at)
    : format.daySpan(mail.outage!.start, mail.outage!.end)
  const what = mail.calibration ? `mail.subject.calibration-${mail.calibration.stage}` : `mail.subject.${kind}`
  return {
    subject: t('mail.subject', { what: t(what as 'mail.subject.outage-affects'), resource, when }),
    ...written(sheet, mail.calibration ? resource : `${when}, ${resource}`, null),
    path: pathOf(props),
    calendar: null,
  }
}

/** The entries of the reader's calendar that the outage has changed. */
export function outageEntriesOf(
  mail: OutageMail,
  locale: Locale,
  publicUrl: string,
): readonly {
  entry: CalendarEntry
  requester: OutageMailLine['requester']
  method: CalendarMethod
  fileName: string
}[] {
  const t = translateInto(locale)
  return mail.lines
    .filter(({ outcome }) => outcome !== 'kept')
    .map((line) => {
      const { reservationId, requester, state, sequence, timeZone, series } = line
      const url = `${publicUrl}/reservations/${reservationId}`
      const entry = {
        ...{ reservationId, state, sequence, timeZone, series, url },
        ...{ start: line.now.start, end: line.now.end },
        summary: `${oneLine(line.now.resource.name[locale])}: ${oneLine(line.title)}`,
        description: [oneLine(requester.name), url].join('\n'),
        location: placeOf(line.place, locale),
      }
      const method = holdsTime(state) ? 'REQUEST' : 'CANCEL'
      return { entry, requester, method, fileName: t('mail.attachment', { id: reservationId }) }
    })
}

function sheetOf(props: OutageMailProps, t: Translate, format: Format): MailSheetProps {
  const { kind, mail, locale, publicUrl, isExample } = props
  const { outage } = mail
  const why = t(kind === 'outage-affects' ? 'mail.why.requester' : 'mail.why.steward')
  return {
    locale,
    title: titleOf(props, t, format),
    greeting: t('mail.greeting'),
    next: nextOf(props, t),
    time: outage && {
      start: format.isoLocal(outage.start),
      clock: format.span(outage.start, outage.end),
      day: format.fullDay(outage.start),
    },
    hold: 'gone',
    facts: factsOf(props, t, format),
    link: { href: `${publicUrl}${pathOf(props)}`, label: t(openKey(props)), hint: t('mail.link-is-safe') },
    why: isExample ? `${why} ${t('mail.example')}` : why,
  }
}

function titleOf({ kind, mail }: OutageMailProps, t: Translate, format: Format): string {
  if (mail.calibration)
    return t(`mail.calibration-${mail.calibration.stage}`, { day: format.date(mail.calibration.at) })
  return t(`mail.${kind as 'outage-affects' | 'outage-settled'}`, { count: mail.lines.length })
}

/** What follows for the reader, in one sentence, where it is the same for all. */
function nextOf({ kind, mail }: OutageMailProps, t: Translate): string | null {
  if (mail.calibration) return t('mail.next.calibration')
  const outcomes = new Set(mail.lines.map(({ outcome }) => outcome))
  const [only] = outcomes
  if (kind !== 'outage-affects' || !only || outcomes.size > 1) return null
  return t(`mail.next.outage-${only}`, { count: mail.lines.length })
}

function pathOf({ kind, mail }: OutageMailProps): string {
  if (kind !== 'outage-affects') return `/manage/resources/${mail.resource.slug}/outages`
  return mail.lines.length === 1 ? `/reservations/${mail.lines[0]!.reservationId}` : '/reservations'
}

function openKey({ kind, mail }: OutageMailProps) {
  if (kind !== 'outage-affects') return 'mail.open-outages'
  return mail.lines.length === 1 ? 'mail.open' : 'mail.open-reservations'
}

function factsOf(props: OutageMailProps, t: Translate, format: Format): MailFact[] {
  const { mail, locale } = props
  const { outage, calibration, words, actor } = mail
  const facts: (readonly [string, string | null])[] = [
    [t('mail.fact.resource'), oneLine(mail.resource.name[locale])],
    [t('mail.fact.place'), placeOf(mail, locale)],
    [t('mail.fact.outage'), outage && outageText(outage, t, format)],
    [t('mail.fact.reason'), outage?.reason ? oneLine(outage.reason) : null],
    [t('mail.fact.words'), words && lines(words)],
    [t('mail.fact.changed'), actor && oneLine(actor)],
    [t('mail.fact.last-calibration'), calibration && format.date(calibration.last - 1)],
    ...mail.lines.map((line) => [t('mail.fact.reservation'), lineText(line, props, t)] as const),
  ]
  return facts.flatMap(([label, value]) => (value ? [{ label, value }] : []))
}

function outageText(outage: NonNullable<OutageMail['outage']>, t: Translate, format: Format): string {
  const { start, end, kind, count } = outage
  const first = `${t(`calendar.outage-${kind}`)}, ${format.daySpan(start, end)}`
  return count > 1 ? `${first}\n${t('mail.series.more', { count: count - 1 })}` : first
}

/** When it was and what for, what has become of it, and where it could go. */
function lineText(line: OutageMailLine, { kind, locale }: OutageMailProps, t: Translate): string {
  const format = formatOf(locale, line.timeZone)
  const time = ({ start, end, resource }: OutageMailTime) =>
    resource.slug === line.was.resource.slug
      ? format.daySpan(start, end)
      : t('mail.outage-elsewhere', { when: format.daySpan(start, end), resource: oneLine(resource.name[locale]) })
  const who = kind === 'outage-settled' ? [oneLine(line.requester.name)] : []
  return [
    [time(line.was), oneLine(line.was.resource.name[locale]), oneLine(line.title), ...who].join(', '),
    line.outcome === 'moved' ? t('mail.outage-moved', { when: time(line.now) }) : t(`mail.outage-${line.outcome}`),
    ...(line.others.length > 0 ? [t('mail.outage-others', { times: line.others.map(time).join('; ') })] : []),
  ].join('\n')
}
