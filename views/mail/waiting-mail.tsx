import type { Locale } from '../../server/domain/person.ts'
import type { WaitingMail } from '../../server/domain/waiting-mail.ts'
import { reserveUrl } from '../components/calendar-links.ts'
import { formatOf } from '../format.ts'
import { translateInto } from '../text/translate.ts'
import type { MailFact, MailSheetProps } from './mail-sheet.tsx'
import { type MailContent, oneLine, placeOf, written } from './mail-words.ts'

export interface WaitingMailProps {
  readonly mail: WaitingMail
  readonly locale: Locale
  /** Address of the site, without a slash at the end. */
  readonly publicUrl: string
  readonly isExample: boolean
}

/** The offer of a time that somebody has waited for: until when it is theirs alone, and the way to take it. */
export function waitingMail(props: WaitingMailProps): MailContent {
  const { mail, locale } = props
  const t = translateInto(locale)
  const { start, end, timeZone } = mail
  const resource = oneLine(mail.resource.name[locale])
  const when = formatOf(locale, timeZone).daySpan(start, end)
  const sheet = sheetOf(props)
  return {
    subject: t('mail.waiting-subject', { resource, when }),
    ...written(sheet, `${when}, ${resource}`, null),
    path: pathOf(mail),
    calendar: null,
  }
}

function sheetOf({ mail, locale, publicUrl, isExample }: WaitingMailProps): MailSheetProps {
  const t = translateInto(locale)
  const format = formatOf(locale, mail.timeZone)
  const { start, end, expiresAt, units, capacity } = mail
  const until = format.moment(expiresAt)
  const facts: readonly (readonly [string, string | null])[] = [
    [t('mail.fact.when'), `${format.fullDay(start)}, ${format.span(start, end)}`],
    [t('mail.fact.kept-until'), until],
    [t('mail.fact.resource'), oneLine(mail.resource.name[locale])],
    [t('mail.fact.units'), capacity > 1 ? String(units) : null],
    [t('mail.fact.place'), placeOf(mail, locale)],
  ]
  const why = t('mail.why.waiting')
  return {
    locale,
    title: t('mail.waiting-offer'),
    greeting: t('mail.greeting'),
    next: t('mail.next.waiting-offer', { until }),
    time: { start: format.isoLocal(start), clock: format.span(start, end), day: format.fullDay(start) },
    hold: 'asked',
    facts: facts.flatMap(([label, value]): MailFact[] => (value ? [{ label, value }] : [])),
    link: {
      href: `${publicUrl}${pathOf(mail)}`,
      label: t('mail.waiting-take'),
      hint: t('mail.waiting-hint', { url: `${publicUrl}/waiting-list` }),
    },
    why: isExample ? `${why} ${t('mail.example')}` : why,
  }
}

const pathOf = ({ resource, timeZone, units, capacity, ...span }: WaitingMail) =>
  reserveUrl(resource.slug, timeZone, span) + (capacity > 1 ? `&units=${units}` : '')
