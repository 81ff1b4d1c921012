import type { DaySpan } from './local-months.ts'
import { lastMonth, type PeriodFault, readPeriod, yearUpTo } from './report-period.ts'

/** What the address of the exchange report says: the year that ends with the last whole month unless told otherwise. */
export interface ExchangeQuery {
  readonly days: DaySpan
  /** What was wrong with the dates asked for; `days` are then the usual. */
  readonly fault: PeriodFault | null
  /** The dates as they were typed. */
  readonly asked: DaySpan
}

export function readExchangeQuery(
  raw: Readonly<Record<string, unknown>>,
  { now, timeZone }: { readonly now: number; readonly timeZone: string },
): ExchangeQuery {
  const text = (name: string) => (typeof raw[name] === 'string' ? raw[name].trim() : '')
  const asked = { from: text('from'), to: text('to') }
  const usual = yearUpTo(lastMonth(now, timeZone))
  const period = asked.from || asked.to ? readPeriod(asked.from, asked.to) : usual
  if ('field' in period) return { days: usual, fault: period, asked }
  return { days: period, fault: null, asked: period }
}
