import type { FaultMail, FaultMailKind } from '../../server/domain/fault-mail.ts'
import type { Locale } from '../../server/domain/person.ts'
import { translateInto } from '../text/translate.ts'
import type { MailFact, MailSheetProps } from './mail-sheet.tsx'
import { lines, type MailContent, oneLine, placeOf, written } from './mail-words.ts'

export interface FaultMailProps {
  readonly kind: FaultMailKind
  readonly mail: FaultMail
  readonly locale: Locale
  /** Address of the site, without a slash at the end. */
  readonly publicUrl: string
  readonly isExample: boolean
}

/** What stewards read of a fault that was reported, and its reporter of what became of it. */
export function faultMail(props: FaultMailProps): MailContent {
  const { kind, mail, locale } = props
  const t = translateInto(locale)
  const resource = oneLine(mail.resource.name[locale])
  const sheet = sheetOf(props)
  return {
    subject: t('mail.fault-subject', { what: t(`mail.subject.${kind}`), resource }),
    ...written(sheet, resource, null),
    path: pathOf(mail),
    calendar: null,
  }
}

function sheetOf({ kind, mail, locale, publicUrl, isExample }: FaultMailProps): MailSheetProps {
  const t = translateInto(locale)
  const { report, words, actor, severity, isToSteward } = mail
  const facts: readonly (readonly [string, string | null])[] = [
    [t('mail.fact.resource'), oneLine(mail.resource.name[locale])],
    [t('mail.fact.place'), placeOf(mail, locale)],
    [t('mail.fact.fault-severity'), t(`fault.severity-${severity}`)],
    [t('mail.fact.fault-words'), lines(report)],
    [t(isToSteward ? 'mail.fact.fault-reporter' : 'mail.fact.fault-answer-by'), oneLine(actor)],
    [t('mail.fact.fault-answer'), words && lines(words)],
  ]
  const why = t(isToSteward ? 'mail.why.steward' : 'mail.why.fault')
  return {
    locale,
    title: t(`mail.${kind}`),
    greeting: t('mail.greeting'),
    next: kind === 'fault-reported' ? t('mail.next.fault-reported') : null,
    time: null,
    hold: 'asked',
    facts: facts.flatMap(([label, value]): MailFact[] => (value ? [{ label, value }] : [])),
    link: { href: `${publicUrl}${pathOf(mail)}`, label: t('mail.fault-open'), hint: t('mail.link-is-safe') },
    why: isExample ? `${why} ${t('mail.example')}` : why,
  }
}

const pathOf = ({ faultId }: FaultMail) => `/faults/${faultId}`
