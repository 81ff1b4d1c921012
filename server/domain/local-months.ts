import type { Interval } from './interval.ts'
import { startOfDay } from './zone.ts'

/** Local days `2026-01-01`, the last one not included. */
export interface DaySpan {
  readonly from: string
  readonly to: string
}

/** A stretch of local days inside one calendar month; `month` counts from year 0 where it is a whole one. */
export interface MonthPiece extends DaySpan {
  readonly month: number | null
}

/** The days cut at the first of every month: whole months and at most two pieces of one. */
export function monthPieces({ from, to }: DaySpan): MonthPiece[] {
  const pieces: MonthPiece[] = []
  for (let day = from; day < to; ) {
    const next = firstOfMonth(monthOf(day) + 1)
    const end = next < to ? next : to
    pieces.push({ from: day, to: end, month: day.endsWith('-01') && end === next ? monthOf(day) : null })
    day = end
  }
  return pieces
}

/** Months since the year 0: 12 · year + month − 1. */
export const monthOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1

/** The first day of such a month. */
export const firstOfMonth = (month: number): string =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`

/** The days as instants on the clocks of a zone. */
export const spanOfDays = ({ from, to }: DaySpan, zone: string): Interval => ({
  start: startOfDay(from, zone),
  end: startOfDay(to, zone),
})
