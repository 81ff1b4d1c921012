import type { DecidingMail, DecidingMailKind } from '../../server/domain/deciding-mail.ts'
import type { Locale } from '../../server/domain/person.ts'
import { formatOf } from '../format.ts'
import { translateInto } from '../text/translate.ts'
import type { MailFact, MailSheetProps } from './mail-sheet.tsx'
import { type DecisionLink, lines, type MailContent, oneLine, placeOf, written } from './mail-words.ts'

export interface DecidingMailProps {
  readonly kind: DecidingMailKind
  readonly mail: DecidingMail
  readonly locale: Locale
  /** Address of the site, without a slash at the end. */
  readonly publicUrl: string
  readonly isExample: boolean
  readonly decide: DecisionLink
}

/** A question about a request, its answer, or a reminder that it waits. */
export function decidingMail(props: DecidingMailProps): MailContent {
  const { kind, mail, locale } = props
  const t = translateInto(locale)
  const when = formatOf(locale, mail.timeZone).daySpan(mail.start, mail.end)
  const resource = oneLine(mail.resource.name[locale])
  const sheet = sheetOf(props)
  return {
    subject: t('mail.subject', { what: t(`mail.subject.${kind}`), resource, when }),
    ...written(sheet, `${when}, ${resource}`, null),
    path: pathOf(props),
    calendar: null,
  }
}

function sheetOf(props: DecidingMailProps): MailSheetProps {
  const { kind, mail, locale, isExample } = props
  const t = translateInto(locale)
  const format = formatOf(locale, mail.timeZone)
  const isCoordinators = kind === 'stalled' || kind === 'coordinator-asked'
  const why = t(isCoordinators ? 'mail.why.stalled' : `mail.why.${kind === 'question' ? 'requester' : 'steward'}`)
  const facts: readonly (readonly [string, string | null])[] = [
    [t(kind === 'question' ? 'mail.fact.question' : 'mail.fact.answer'), mail.words && lines(mail.words)],
    [t('mail.fact.writes'), mail.actor && oneLine(mail.actor)],
    [t('mail.fact.resource'), oneLine(mail.resource.name[locale])],
    [t('mail.fact.place'), placeOf(mail, locale)],
    [t('mail.fact.owner'), isCoordinators ? oneLine(mail.organisation.name[locale]) : null],
    [t('mail.fact.asking'), mail.asking ? oneLine(mail.asking.organisation[locale]) : null],
    [t('mail.fact.purpose'), mail.asking ? t(`purpose.${mail.asking.purpose}`) : null],
    [t('mail.fact.requester'), kind === 'still-waiting' ? mail.requester && oneLine(mail.requester) : null],
    [t('mail.fact.work-of'), mail.title && oneLine(mail.title)],
    [t('mail.fact.more-dates'), mail.more > 0 ? String(mail.more) : null],
    [t('mail.fact.decide-by'), mail.decideBy === null ? null : format.moment(mail.decideBy)],
  ]
  return {
    locale,
    title: t(`mail.${kind}`),
    greeting: t('mail.greeting'),
    next:
      mail.decideBy === null || kind === 'question'
        ? null
        : t('mail.next.lets-go', { when: format.moment(mail.decideBy) }),
    time: {
      start: format.isoLocal(mail.start),
      clock: format.span(mail.start, mail.end),
      day: format.fullDay(mail.start),
    },
    hold: 'asked',
    facts: facts.flatMap(([label, value]): MailFact[] => (value ? [{ label, value }] : [])),
    link: { href: hrefOf(props), label: t(`mail.open-${kind}`), hint: t('mail.link-is-safe') },
    why: isExample ? `${why} ${t('mail.example')}` : why,
  }
}

function hrefOf(props: DecidingMailProps): string {
  const { kind, mail, publicUrl, decide } = props
  if (kind === 'still-waiting' && mail.aboutId !== null) return decide('reservation', mail.aboutId)
  return `${publicUrl}${pathOf(props)}`
}

function pathOf({ kind, mail }: DecidingMailProps): string {
  if (kind === 'coordinator-asked') return '/approvals'
  if (mail.aboutId === null) return `/equipment/${mail.resource.slug}`
  return kind === 'still-waiting' ? `/approvals?open=${mail.aboutId}` : `/reservations/${mail.aboutId}`
}
