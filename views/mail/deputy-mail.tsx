import type { DeputyMail, DeputyMailKind } from '../../server/domain/deputy-mail.ts'
import type { Locale } from '../../server/domain/person.ts'
import { formatOf } from '../format.ts'
import { translateInto } from '../text/translate.ts'
import type { MailFact, MailSheetProps } from './mail-sheet.tsx'
import { type MailContent, oneLine, placeOf, written } from './mail-words.ts'

export interface DeputyMailProps {
  readonly kind: DeputyMailKind
  readonly mail: DeputyMail
  readonly locale: Locale
  /** Address of the site, without a slash at the end. */
  readonly publicUrl: string
  readonly isExample: boolean
}

/** What a deputy reads of their time: from when to when they decide for whom. */
export function deputyMail({ kind, mail, locale, publicUrl, isExample }: DeputyMailProps): MailContent {
  const t = translateInto(locale)
  const format = formatOf(locale, mail.timeZone)
  const lab = oneLine(mail.lab.name[locale])
  const days = `${format.moment(mail.start)} – ${format.moment(mail.end)}`
  const facts: readonly (readonly [string, string | null])[] = [
    [t('mail.fact.deputy-time'), days],
    [t('mail.fact.place'), placeOf({ ...mail, resource: { slug: '', name: mail.lab.name } }, locale)],
    [t(kind === 'deputy-named' ? 'mail.fact.deputy-named-by' : 'mail.fact.deputy-ended-by'), oneLine(mail.actor)],
  ]
  const sheet: MailSheetProps = {
    locale,
    title: t(`mail.${kind}`, { lab }),
    greeting: t('mail.greeting'),
    next: t(`mail.next.${kind}`),
    time: null,
    hold: mail.method === 'CANCEL' ? 'gone' : 'reserved',
    facts: facts.flatMap(([label, value]): MailFact[] => (value ? [{ label, value }] : [])),
    link: { href: `${publicUrl}${pathOf(kind, mail)}`, label: t(`mail.open-${kind}`), hint: t('mail.link-is-safe') },
    why: isExample ? `${t('mail.why.deputy')} ${t('mail.example')}` : t('mail.why.deputy'),
  }
  return {
    subject: t('mail.subject', { what: t(`mail.subject.${kind}`), resource: lab, when: days }),
    ...written(sheet, `${days}, ${lab}`, null),
    path: pathOf(kind, mail),
    calendar: {
      summary: t('mail.deputy-entry', { lab }),
      description: `${publicUrl}/approvals`,
      location: '',
      url: `${publicUrl}/approvals`,
      fileName: t('mail.attachment-deputy', { id: mail.deputyshipId }),
    },
  }
}

/** The inbox is theirs only while they are deputy. */
const pathOf = (kind: DeputyMailKind, { lab }: DeputyMail) =>
  kind === 'deputy-named' ? '/approvals' : `/labs/${lab.slug}`
