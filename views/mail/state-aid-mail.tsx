import type { Locale } from '../../server/domain/person.ts'
import type { StateAidMail, StateAidMailKind } from '../../server/domain/state-aid-mail.ts'
import { percent } from '../format.ts'
import { hoursText } from '../reports/report-words.ts'
import { type Translate, translateInto } from '../text/translate.ts'
import type { MailSheetProps } from './mail-sheet.tsx'
import { type MailContent, oneLine, written } from './mail-words.ts'

export interface StateAidMailProps {
  readonly kind: StateAidMailKind
  readonly mail: StateAidMail
  readonly locale: Locale
  /** Address of the site, without a slash at the end. */
  readonly publicUrl: string
  readonly isExample: boolean
}

/** That an entity's economic share has reached a limit, or what its capacity is in a new year. */
export function stateAidMail(props: StateAidMailProps): MailContent {
  const { kind, mail, locale } = props
  const t = translateInto(locale)
  const name = oneLine(mail.entity.name)
  const sheet = sheetOf(props, t)
  return {
    subject: t(`mail.${kind}-subject`, { name, year: mail.year, limit: mail.limit ?? '' }),
    ...written(sheet, `${name}, ${mail.year}`, null),
    path: pathOf(mail),
    calendar: null,
  }
}

function sheetOf({ kind, mail, locale, publicUrl, isExample }: StateAidMailProps, t: Translate): MailSheetProps {
  const { entity, organisation, year, limit } = mail
  const hours = (value: number) => hoursText({ locale }, value)
  const share = (value: number) => percent(locale, value)
  const sum = { economic: hours(mail.economicHours), capacity: hours(mail.capacityHours) }
  const why = t('mail.why.state-aid')
  return {
    locale,
    title: t(`mail.${kind}`, { limit: limit ?? '', year }),
    greeting: t('mail.greeting'),
    next: nextOf(kind, mail, locale, t),
    time: null,
    hold: 'asked',
    facts: [
      { label: t('mail.fact.entity'), value: `${oneLine(entity.name)}, ${organisation[locale]}` },
      ...(kind === 'state-aid-frozen' ? [{ label: t('mail.fact.capacity'), value: hours(mail.capacityHours) }] : []),
      ...(mail.share === null
        ? []
        : [{ label: t('mail.fact.share'), value: t('mail.fact.share-sum', { share: share(mail.share), ...sum }) }]),
      ...(mail.forecast === null ? [] : [{ label: t('mail.fact.forecast'), value: share(mail.forecast) }]),
      { label: t('mail.fact.headroom'), value: hours(mail.headroomHours) },
    ],
    link: { href: `${publicUrl}${pathOf(mail)}`, label: t('mail.open-state-aid'), hint: t('mail.link-is-safe') },
    why: isExample ? `${why} ${t('mail.example')}` : why,
  }
}

/** What follows: that the forecast goes further, or that the limit of the law is reached. */
function nextOf(kind: StateAidMailKind, mail: StateAidMail, locale: Locale, t: Translate): string {
  if (kind === 'state-aid-frozen') return t('mail.next.state-aid-frozen')
  const { limit, forecastLimit, forecast } = mail
  if (limit === 20) return t('mail.next.state-aid-20')
  return forecastLimit !== null && forecastLimit !== limit && forecast !== null
    ? t('mail.next.state-aid-forecast', { share: percent(locale, forecast), limit: forecastLimit })
    : t('state-aid.effect-shown')
}

const pathOf = ({ entity, year }: StateAidMail) =>
  `/reports/state-aid?${new URLSearchParams({ year: String(year), entity: entity.slug })}`
