import type { Outage } from './availability-rule.ts'
import type { CalibrationStage } from './calibration.ts'
import type { FaultStatus } from './fault.ts'
import { type DaySpan, firstOfMonth, monthOf } from './local-months.ts'
import type { ReportKind } from './report-kind.ts'
import { type Comparison, lastMonth, periodBefore } from './report-period.ts'
import { monthsOf, type ReportPiece, yearPiece } from './report-pieces.ts'
import type { ReportQuery } from './report-query.ts'
import type { Lab, Resource } from './resource.ts'
import type { NowKind } from './right-now.ts'
import type { Ledger } from './state-aid-ledger.ts'
import { ADDABLE, type Utilisation, WEEK_LENGTH } from './utilisation.ts'
import type { UtilisationFigures } from './utilisation-figures.ts'
import type { ReviewRow } from './utilisation-review.ts'
import { localDayOf } from './zone.ts'

/** What somebody who answers for equipment looks at first: how it stands, how it is used, what waits. */
export interface Dashboard {
  readonly query: ReportQuery
  readonly now: number
  readonly standing: readonly Standing[]
  readonly requests: readonly LabRequests[]
  readonly uses: readonly PeriodUse[]
  /** At most five, from the first in which anything was reserved. */
  readonly years: readonly YearUse[]
  /** The twelve whole months that what follows is about. */
  readonly year: DaySpan
  readonly exchange: CrossUse
  readonly unused: readonly NotedRow[]
  readonly short: readonly ReviewRow[]
  readonly waiting: readonly ResourceWait[]
  readonly faults: readonly UnansweredFaults[]
  readonly calibrations: readonly DueCalibration[]
  readonly ledgers: readonly Ledger[]
  readonly files: OwnFiles
}

/** How one resource stands at this moment. */
export interface Standing {
  readonly resource: Resource
  readonly kind: NowKind
  readonly isInUse: boolean
  /** What keeps it from being used: without its reason, which may name people. */
  readonly outage: Pick<Outage, 'start' | 'end' | 'kind' | 'planned'> | null
}

/** Requests that wait in a lab, in numbers and hours alone. Instants in UTC epoch ms. */
export interface LabRequests {
  readonly lab: Lab
  /** Decisions to take: all requests of a series are one. */
  readonly open: number
  readonly hours: number
  /** Since when the one that waits the longest does; null when none waits. */
  readonly oldestSince: number | null
  readonly nextDeadline: number | null
  /** Of the open ones, those whose deadline is less than a day away or has passed. */
  readonly near: number
  /** Requests that nobody decided in time, in the last 30 days. */
  readonly lapsed: number
}

export const LAPSED_DAYS = 30
export const NEAR_HOURS = 24

export const PERIODS = ['asked', 'month', 'last-month', 'year', 'last-year'] as const

/** A period of the table, and what it is held against. */
export interface Period {
  readonly name: (typeof PERIODS)[number]
  readonly days: DaySpan
  readonly comparison: Comparison
  readonly before: DaySpan
  /** It still runs: shares of it say little, and nothing is to be compared yet. */
  readonly isRunning: boolean
}

export interface PeriodUse extends Period {
  readonly figures: UtilisationFigures
  readonly past: UtilisationFigures
}

/** A calendar year, the present one up to the last whole month. */
export interface YearUse {
  readonly days: DaySpan
  readonly isWhole: boolean
  /** Null in January of the present year. */
  readonly figures: UtilisationFigures | null
}

export interface CrossUse {
  readonly share: number | null
  readonly totalHours: number
  readonly ownHours: number
  /** Too few people to say anything of their organisations. */
  readonly isFew: boolean
}

export interface NotedRow extends ReviewRow {
  /** The owner's last word on it. */
  readonly note: string | null
}

/** People on the waiting list of a resource. */
export interface ResourceWait {
  readonly resource: Resource
  readonly people: number
  readonly since: number
}

/** Faults of a resource that nobody has answered: the worst of them, and since when the eldest waits. */
export interface UnansweredFaults extends FaultStatus {
  readonly resource: Resource
  readonly count: number
}

export interface DueCalibration {
  readonly resource: Resource
  /** Null where there was never one. */
  readonly due: number | null
  readonly stage: CalibrationStage | 'never'
}

/** The reader's own files and reports by mail. */
export interface OwnFiles {
  readonly asked: number
  readonly ready: number
  readonly deliveries: number
  readonly next: { readonly report: ReportKind; readonly day: string } | null
}

/**
 * This month, the last one, this year as far as its months are over and the last one, each with what came before; and the
 * period that was asked for where it is another.
 */
export function periodsOf(now: number, zone: string, asked: DaySpan | null): readonly Period[] {
  const today = localDayOf(now, zone)
  const month = firstOfMonth(monthOf(today))
  const year = Number(today.slice(0, 4))
  const period = (name: Period['name'], days: DaySpan, comparison: Comparison = 'previous', isRunning = false) => ({
    ...{ name, days, comparison, isRunning },
    before: periodBefore(days, comparison)!,
  })
  const usual = [
    period('month', { from: month, to: firstOfMonth(monthOf(today) + 1) }, 'previous', true),
    period('last-month', lastMonth(now, zone)),
    ...(month === `${year}-01-01` ? [] : [period('year', { from: `${year}-01-01`, to: month }, 'year')]),
    period('last-year', { from: `${year - 1}-01-01`, to: `${year}-01-01` }),
  ]
  const isUsual = usual.some(({ days }) => days.from === asked?.from && days.to === asked.to)
  return asked && !isUsual ? [period('asked', asked, 'previous', asked.to > today), ...usual] : usual
}

const YEARS = 5

/** The present year as far as its months are over, and the four before it. */
export function yearsUpTo(now: number, zone: string): readonly Omit<YearUse, 'figures'>[] {
  const today = localDayOf(now, zone)
  const present = Number(today.slice(0, 4))
  return Array.from({ length: YEARS }, (_, i) => {
    const year = present - YEARS + 1 + i
    const isWhole = year < present
    const to = isWhole ? `${year + 1}-01-01` : firstOfMonth(monthOf(today))
    return { days: { from: `${year}-01-01`, to }, isWhole }
  })
}

/** What all of it is counted from, once: years as a whole, then the months of the last year and of this one. */
export function piecesUpTo(now: number, zone: string): readonly ReportPiece[] {
  const today = localDayOf(now, zone)
  const year = Number(today.slice(0, 4))
  return [
    ...Array.from({ length: YEARS - 2 }, (_, i) => yearPiece(year - YEARS + 1 + i)),
    ...monthsOf({ from: `${year - 1}-01-01`, to: firstOfMonth(monthOf(today) + 1) }),
  ]
}

const NO_WEEK = new Float32Array(WEEK_LENGTH)

/** Hours and counts of several rows in one; who it was and at which hour of the week is in none of these figures. */
export function hoursOfAll(rows: readonly Utilisation[]): Utilisation {
  if (rows.length === 1) return rows[0]!
  const sum = Object.fromEntries(ADDABLE.map((key) => [key, 0])) as Record<(typeof ADDABLE)[number], number>
  for (const row of rows) for (const key of ADDABLE) sum[key] += row[key]
  return { ...sum, people: [], organisations: [], decisions: [], week: NO_WEEK }
}
