import type { DaySpan } from '../domain/local-months.ts'
import { readPeriod } from '../domain/report-period.ts'
import { invalid } from '../plugins/access.ts'

/** The local days a report is asked for. Throws 422 for the one that is wrong. */
export function reportDays({ from, to }: { readonly from: string; readonly to: string }): DaySpan {
  const period = readPeriod(from, to)
  if ('field' in period) throw invalid(period.field, FAULTS[period.reason])
  return period
}

const FAULTS = {
  'no-day': 'must be a day of the calendar, 2026-01-01',
  'not-after': 'must be after from',
  'too-long': 'must be at most ten years after from',
} as const
