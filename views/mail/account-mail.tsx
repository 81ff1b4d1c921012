import { type AccountMail, type AccountMailKind, DECIDED_CHANGES } from '../../server/domain/account-mail.ts'
import type { Locale } from '../../server/domain/person.ts'
import { formatOf } from '../format.ts'
import { type TextKey, translateInto } from '../text/translate.ts'
import type { MailFact, MailSheetProps } from './mail-sheet.tsx'
import { type MailContent, oneLine, written } from './mail-words.ts'

export interface AccountMailProps {
  readonly kind: AccountMailKind
  readonly mail: AccountMail
  /** When it was written, UTC epoch ms. */
  readonly at: number
  readonly locale: Locale
  /** Of the installation: an account has no place. */
  readonly timeZone: string
  /** Address of the site, without a slash at the end. */
  readonly publicUrl: string
  readonly isExample: boolean
}

/** A mail about the account itself: a link that is good once, or what has happened to it. */
export function accountMail(props: AccountMailProps): MailContent {
  const { kind, mail, locale, timeZone, at } = props
  const t = translateInto(locale)
  const format = formatOf(locale, timeZone)
  const organisation = mail.organisation ? oneLine(mail.organisation[locale]) : ''
  const when =
    mail.expiresAt === null ? format.moment(at) : t('mail.account-until', { when: format.moment(mail.expiresAt) })
  const sheet = sheetOf(props)
  return {
    subject: t('mail.account-subject', { what: t(`mail.subject.${kind}`, { organisation }), when }),
    ...written(sheet, when, null),
    path: pathOf(mail),
    calendar: null,
  }
}

function sheetOf({ kind, mail, at, locale, timeZone, publicUrl, isExample }: AccountMailProps): MailSheetProps {
  const t = translateInto(locale)
  const format = formatOf(locale, timeZone)
  const organisation = mail.organisation ? oneLine(mail.organisation[locale]) : null
  const facts: readonly (readonly [string, string | null])[] = [
    [
      t(kind === 'membership-asked' ? 'mail.fact.requester' : 'mail.fact.invites'),
      mail.inviter ? oneLine(mail.inviter) : null,
    ],
    [t('mail.fact.asks'), mail.asker ? oneLine(mail.asker) : null],
    [t('mail.fact.organisation'), organisation],
    [t('mail.fact.happened'), kind === 'account-changed' && mail.change !== 'unused' ? format.moment(at) : null],
    [t('mail.fact.closes'), mail.closesAt === undefined ? null : format.date(mail.closesAt)],
    [t('mail.fact.good-until'), mail.expiresAt === null ? null : format.moment(mail.expiresAt)],
  ]
  const why = t(WHY[kind] ?? 'mail.why.account')
  return {
    locale,
    title: mail.change
      ? t(`mail.account-changed.${mail.change}`)
      : t(`mail.${kind}`, { organisation: organisation ?? '' }),
    greeting: t('mail.greeting'),
    next:
      mail.change === 'unused'
        ? t('mail.next.unused')
        : t(mail.change && DECIDED_CHANGES.includes(mail.change) ? 'mail.next.decided' : `mail.next.${kind}`),
    time: null,
    hold: 'asked',
    facts: facts.flatMap(([label, value]): MailFact[] => (value ? [{ label, value }] : [])),
    link: { href: `${publicUrl}${pathOf(mail)}`, label: t(`mail.open-${kind}`), hint: t(`mail.hint.${kind}`) },
    why: isExample ? `${why} ${t('mail.example')}` : why,
  }
}

const WHY: Partial<Record<AccountMailKind, TextKey>> = {
  'account-invitation': 'mail.why.invitation',
  'membership-asked': 'mail.why.runs',
}

const pathOf = ({ secretPath, path }: AccountMail): string => secretPath ?? path ?? '/account'
