import type { DeliveryMail } from '../../server/domain/delivery-mail.ts'
import type { Locale } from '../../server/domain/person.ts'
import { capital, periodText } from '../reports/report-words.ts'
import { translateInto } from '../text/translate.ts'
import type { MailSheetProps } from './mail-sheet.tsx'
import { type MailContent, written } from './mail-words.ts'

export interface DeliveryMailProps {
  readonly mail: DeliveryMail
  readonly locale: Locale
  /** Address of the site, without a slash at the end. */
  readonly publicUrl: string
  readonly isExample: boolean
}

/** The report of a period that has ended: the file is attached, the page is a click away. */
export function deliveryMail(props: DeliveryMailProps): MailContent {
  const { mail, locale } = props
  const t = translateInto(locale)
  const period = periodText({ locale }, mail)
  const report = t(`report-kind.${mail.report}`)
  const sheet = sheetOf(props, capital(period))
  return {
    subject: t('mail.report-subject', { report, period }),
    ...written(sheet, `${report}, ${period}`, null),
    path: pathOf(mail),
    calendar: null,
  }
}

function sheetOf({ mail, locale, publicUrl, isExample }: DeliveryMailProps, period: string): MailSheetProps {
  const t = translateInto(locale)
  const why = t('mail.why.report')
  return {
    locale,
    title: t('mail.report'),
    greeting: t('mail.greeting'),
    next: t('mail.next.report'),
    time: null,
    hold: 'asked',
    facts: [
      { label: t('mail.fact.report'), value: t(`report-kind.${mail.report}`) },
      { label: t('mail.fact.report-period'), value: period },
      { label: t('mail.fact.report-format'), value: mail.format.toUpperCase() },
    ],
    link: { href: `${publicUrl}${pathOf(mail)}`, label: t('mail.report-open'), hint: t('mail.report-end') },
    why: isExample ? `${why} ${t('mail.example')}` : why,
  }
}

/** The ledger is kept by years. */
function pathOf({ report, query, from, to }: DeliveryMail): string {
  const period = report === 'state-aid' ? { year: from.slice(0, 4) } : { from, to }
  return `/reports/${report}?${new URLSearchParams({ ...query, ...period }).toString()}`
}
