import { type DaySpan, firstOfMonth, monthOf } from './local-months.ts'
import type { DeliveryRhythm, FileFormat, ReportKind } from './report-kind.ts'

/** What somebody has sent to them after every period. */
export interface ReportDelivery {
  readonly id: number
  readonly personId: number
  readonly report: ReportKind
  readonly rhythm: DeliveryRhythm
  readonly format: FileFormat
  /** What the address of the report says besides its period. */
  readonly query: Readonly<Record<string, string>>
  /** UTC epoch ms. */
  readonly createdAt: number
  /** First local day after the last period that was sent. */
  readonly sentUpTo: string
}

/** So many somebody may have. */
export const MOST_DELIVERIES = 20
/** After a long pause the eldest periods are left out: whoever wants them has the page. */
const MOST_AT_ONCE = 12

const MONTHS: Readonly<Record<DeliveryRhythm, number>> = { monthly: 1, quarterly: 3, yearly: 12 }

/** The first day of the calendar month, quarter or year that a local day is in. */
export function startOfPeriod(day: string, rhythm: DeliveryRhythm): string {
  const month = monthOf(day)
  return firstOfMonth(month - (month % MONTHS[rhythm]))
}

/** The period that begins on this day. */
export const periodFrom = (from: string, rhythm: DeliveryRhythm): DaySpan => ({
  from,
  to: firstOfMonth(monthOf(from) + MONTHS[rhythm]),
})

/** The periods that have ended by this local day and were not sent yet, the eldest first. */
export function periodsDue(
  { sentUpTo, rhythm }: Pick<ReportDelivery, 'sentUpTo' | 'rhythm'>,
  today: string,
): DaySpan[] {
  const due: DaySpan[] = []
  for (let next = periodFrom(sentUpTo, rhythm); next.to <= today; next = periodFrom(next.to, rhythm)) due.push(next)
  return due.slice(-MOST_AT_ONCE)
}
