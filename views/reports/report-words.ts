import { type DaySpan, monthOf } from '../../server/domain/local-months.ts'
import { isWholeMonths } from '../../server/domain/report-period.ts'
import { SMALLEST_GROUP } from '../../server/domain/utilisation-grouping.ts'
import { addDays, startOfDay } from '../../server/domain/zone.ts'
import { formatOf, number, percent } from '../format.ts'
import type { Page } from '../page.ts'

/** How reports spell periods and figures in the reader's language. */

const NB = '\u00a0'
const MINUS = '\u2212'

/** `październik 2026`, `2025`, `9–15 listopada 2026`, or two dates. */
export function periodText(page: Pick<Page, 'locale'>, days: DaySpan): string {
  const months = monthOf(days.to) - monthOf(days.from)
  const [year, next] = [days.from.slice(0, 4), days.to.slice(0, 4)]
  if (isWholeMonths(days)) {
    if (months === 1) return monthText(page, days.from)
    if (days.from.endsWith('-01-01') && days.to.endsWith('-01-01'))
      return months === 12 ? year : `${year}–${Number(next) - 1}`
    return `${monthText(page, days.from)} – ${monthText(page, addDays(days.to, -1))}`
  }
  const format = formatOf(page.locale, 'UTC')
  const [start, end] = [startOfDay(days.from, 'UTC'), startOfDay(days.to, 'UTC')]
  const isOneYear = year === addDays(days.to, -1).slice(0, 4)
  return isOneYear ? format.dates(start, end) : `${format.date(start)} – ${format.date(end - 1)}`
}

/** `październik 2026`: the name of the month by itself, not the case it takes after a day. */
export function monthText({ locale }: Pick<Page, 'locale'>, day: string): string {
  return new Intl.DateTimeFormat(locale === 'pl' ? 'pl-PL' : 'en-GB', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(startOfDay(day, 'UTC'))
}

/** `937 h`; one decimal below a hundred. */
export const hoursText = (page: Pick<Page, 'locale'>, hours: number): string => `${figureText(page, hours)}${NB}h`

export const figureText = ({ locale }: Pick<Page, 'locale'>, hours: number): string =>
  number(locale, hours, Math.abs(hours) < 100 ? 1 : 0)

/** Hours, or a dash where a row has none of its own. */
export const hoursOrNone = (page: Pick<Page, 'locale'>, hours: number | null): string =>
  hours === null ? '–' : hoursText(page, hours)

/** `48,8 %`, or the words for no data. */
export const shareText = (page: Pick<Page, 'locale' | 't'>, share: number | null): string =>
  share === null ? page.t('reports.no-data') : percent(page.locale, share, 1)

/** `+4,1`, `−0,6`, with so many decimals; `0` for what rounds to nothing. */
export function signed({ locale }: Pick<Page, 'locale'>, value: number, decimals: number): string {
  const text = number(locale, Math.abs(value), decimals)
  if (Number(Math.abs(value).toFixed(decimals)) === 0) return '0'
  return (value > 0 ? '+' : MINUS) + text
}

/** The count of people, or that they are too few to say. */
export const usersText = (users: number): string =>
  users > 0 && users < SMALLEST_GROUP ? `<${SMALLEST_GROUP}` : String(users)

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
