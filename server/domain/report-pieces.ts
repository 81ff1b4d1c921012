import { type DaySpan, monthPieces } from './local-months.ts'

/** A stretch of local days that is counted by itself. */
export interface ReportPiece extends DaySpan {
  /** A month since year 0, minus the year for a whole one, null for a part of a month. */
  readonly period: number | null
}

/** The days cut at the first of every month. */
export const monthsOf = (days: DaySpan): ReportPiece[] =>
  monthPieces(days).map(({ month, ...piece }) => ({ ...piece, period: month }))

/** As few pieces as can be: whole years, whole months around them, and parts of months at the ends. */
export function yearsAndMonthsOf({ from, to }: DaySpan): ReportPiece[] {
  const first = from.endsWith('-01-01') ? from : `${yearOf(from) + 1}-01-01`
  const last = `${to.slice(0, 4)}-01-01`
  if (first >= last) return monthsOf({ from, to })
  return [
    ...monthsOf({ from, to: first }),
    ...Array.from({ length: yearOf(last) - yearOf(first) }, (_, i) => yearPiece(yearOf(first) + i)),
    ...monthsOf({ from: last, to }),
  ]
}

/** What a whole year is the sum of. */
export const monthsOfYear = (period: number): ReportPiece[] => monthsOf(yearPiece(-period))

export const isYear = ({ period }: ReportPiece): boolean => period !== null && period < 0

export const yearPiece = (year: number): ReportPiece => ({
  period: -year,
  from: `${year}-01-01`,
  to: `${year + 1}-01-01`,
})

const yearOf = (day: string) => Number(day.slice(0, 4))
