import type { DigestMail } from '../../server/domain/digest-mail.ts'
import type { Locale } from '../../server/domain/person.ts'
import { formatOf } from '../format.ts'
import { translateInto } from '../text/translate.ts'
import type { MailSheetProps } from './mail-sheet.tsx'
import { type MailContent, oneLine, written } from './mail-words.ts'

export interface DigestMailProps {
  readonly mail: DigestMail
  readonly locale: Locale
  /** Address of the site, without a slash at the end. */
  readonly publicUrl: string
  readonly timeZone: string
  /** When it was written, UTC epoch ms. */
  readonly at: number
  readonly isExample: boolean
}

/** The daily mail: what happened, line by line, each with its page, and the way to have no more of them. */
export function digestMail(props: DigestMailProps): MailContent {
  const { mail, locale, timeZone, at } = props
  const t = translateInto(locale)
  const sheet = sheetOf(props)
  const count = mail.items.length + mail.more
  return {
    subject: t('mail.digest-subject', { count, day: formatOf(locale, timeZone).dayMonth(at) }),
    ...written(sheet, null, null),
    path: '/notices',
    calendar: null,
  }
}

export const unsubscribeUrl = ({ unsubscribe }: DigestMail, publicUrl: string): string =>
  `${publicUrl}/unsubscribe/${unsubscribe}`

function sheetOf({ mail, locale, publicUrl, timeZone, isExample }: DigestMailProps): MailSheetProps {
  const t = translateInto(locale)
  const format = formatOf(locale, timeZone)
  const count = mail.items.length + mail.more
  const why = t('mail.why.digest', { url: unsubscribeUrl(mail, publicUrl) })
  return {
    locale,
    title: t('mail.digest', { count }),
    greeting: t('mail.greeting'),
    next: mail.more > 0 ? t('mail.digest-more', { count: mail.more }) : null,
    time: null,
    hold: 'asked',
    facts: mail.items.map(({ subject, path, at }) => ({
      label: format.moment(at),
      value: `${oneLine(subject)}\n${publicUrl}${path}`,
    })),
    link: { href: `${publicUrl}/notices`, label: t('mail.open-notices'), hint: t('mail.link-is-safe') },
    why: isExample ? `${why} ${t('mail.example')}` : why,
  }
}
