import type { Dashboard, Standing, YearUse } from '../../server/domain/dashboard.ts'
import type { ReportQuery } from '../../server/domain/report-query.ts'
import type { Ledger } from '../../server/domain/state-aid-ledger.ts'
import { addDays, startOfDay } from '../../server/domain/zone.ts'
import { formatOf, percent } from '../format.ts'
import type { Page } from '../page.ts'
import { hoursText, shareText } from './report-words.ts'
import type { LinePoint } from './year-line.tsx'

/** What the page and the file of the dashboard say in the same words. */

type Reader = Pick<Page, 'locale' | 't' | 'timeZone'>

export const dashboardTitle = ({ t, locale, person }: Pick<Page, 't' | 'locale' | 'person'>, query: ReportQuery) => {
  if (query.scope) return t('dashboard.title-of', { name: query.scope.name[locale] })
  return t(person?.role === 'member' ? 'dashboard.title-own' : 'dashboard.title')
}

/** How many stand in which way. */
export function standingCounts(standing: readonly Standing[]) {
  const of = (...kinds: readonly Standing['kind'][]) => standing.filter(({ kind }) => kinds.includes(kind)).length
  const down = downNow(standing)
  return {
    inUse: standing.filter(({ isInUse }) => isInUse).length,
    taken: of('taken', 'partly'),
    free: of('free'),
    partly: of('partly'),
    closed: of('closed'),
    down: down.length,
    planned: down.filter(({ outage }) => outage!.planned).length,
    unplanned: down.filter(({ outage }) => !outage!.planned).length,
    off: of('unavailable'),
  }
}

/** What an outage keeps from being used, the longest first. */
export const downNow = (standing: readonly Standing[]): readonly Standing[] =>
  standing.filter(({ kind }) => kind === 'outage').toSorted((a, b) => a.outage!.start - b.outage!.start)

/** All requests that wait, whatever the lab, and the oldest of them. */
export function allRequests({ requests }: Dashboard) {
  const since = requests.flatMap(({ oldestSince }) => oldestSince ?? [])
  return {
    open: requests.reduce((sum, each) => sum + each.open, 0),
    oldestSince: since.length === 0 ? null : Math.min(...since),
  }
}

/** How long ago, or how far ahead, in whole hours; minutes are noise where days are at stake. */
export const hoursBetween = (reader: Pick<Page, 'locale'>, from: number, to: number): string =>
  hoursText(reader, Math.max(0, Math.floor((to - from) / 3_600_000)))

/** Begun hours until a deadline; below zero once it has passed. */
export const hoursLeft = (deadline: number, now: number): number => Math.ceil((deadline - now) / 3_600_000)

export function deadlineText(reader: Reader, deadline: number | null, now: number): string {
  if (deadline === null) return '–'
  const { t } = reader
  if (deadline <= now) return t('dashboard.requests.deadline-past', { hours: hoursBetween(reader, deadline, now) })
  return t('dashboard.requests.deadline-in', { hours: hoursText(reader, hoursLeft(deadline, now)) })
}

export const momentWords = ({ locale, timeZone }: Reader, at: number): string => {
  const format = formatOf(locale, timeZone)
  return `${format.date(at)}, ${format.clock(at)}`
}

/** `2025`; `do 31 października 2026` for the year that runs. */
export function yearText(reader: Reader, { days, isWhole }: YearUse): string {
  const year = days.from.slice(0, 4)
  if (isWhole || days.from === days.to) return year
  const last = startOfDay(addDays(days.to, -1), 'UTC')
  return reader.t('dashboard.line.part', { day: formatOf(reader.locale, 'UTC').date(last) })
}

export function linePoints({ locale }: Pick<Page, 'locale'>, years: readonly YearUse[]): readonly LinePoint[] {
  const value = (share: number | null | undefined) =>
    share === null || share === undefined ? null : { share, figure: percent(locale, share, 1) }
  return years.map(({ days, figures }) => ({
    label: days.from.slice(0, 4),
    values: [value(figures?.utilisation), value(figures?.occupancy)],
  }))
}

export function lineWords(reader: Reader, years: readonly YearUse[]): { title: string; summary: string } {
  const { t } = reader
  const [first, last] = [years[0]!, years.at(-1)!].map(({ days }) => days.from.slice(0, 4))
  const values = years.map((each) =>
    t('dashboard.line.value', {
      year: yearText(reader, each),
      utilisation: shareText(reader, each.figures?.utilisation ?? null),
      occupancy: shareText(reader, each.figures?.occupancy ?? null),
    }),
  )
  return {
    title: t('dashboard.line.title', { period: `${first}–${last}` }),
    summary: t('dashboard.line.summary', { values: values.join('; ') }),
  }
}

/** Books whose share or forecast has reached a limit, the highest share first. */
export const warningLedgers = (ledgers: readonly Ledger[]): readonly Ledger[] =>
  ledgers
    .filter(({ figures }) => figures.alert !== null || figures.forecastAlert !== null)
    .toSorted((a, b) => (b.figures.share ?? 0) - (a.figures.share ?? 0))
