import { rruleFromPicks } from './rule-picks.ts'
import { dayNumber, weekdayOf } from './zone.ts'

/** How a person may let a reservation repeat, counted from its first day. */
export const REPEATS = ['day', 'week', 'month-day', 'month-nth', 'month-last'] as const
export type Repeat = (typeof REPEATS)[number]

/** What a monthly series does in months that lack its day: leave them out, take their last day, or follow the weekday instead. */
export const SHORT_MONTHS = ['skip', 'last', 'nth'] as const
export type ShortMonth = (typeof SHORT_MONTHS)[number]

export interface SeriesPicks {
  readonly repeat: Repeat
  /** Every so many days, weeks or months. */
  readonly every: number
  /** Of a weekly series; 0 is Monday. None is the weekday of the first day. */
  readonly weekdays: readonly number[]
  readonly shortMonth: ShortMonth
  readonly end: { readonly until: string } | { readonly times: number }
}

/** RRULE text (RFC 5545, 3.3.10) for what was picked; `day` is the local day the person starts from. */
export function rruleOfPicks(picks: SeriesPicks, day: string): string {
  const { end } = picks
  const bound = 'until' in end ? `UNTIL=${end.until.replaceAll('-', '')}` : `COUNT=${end.times}`
  return `${patternOf(picks, day)};${bound}`
}

/** Not every month has this day. */
export const isShortMonthDay = (day: string): boolean => Number(day.slice(8)) > 28

/** Which weekday of its month a day is: 2 for a second Tuesday, −1 for a fifth, which is the last. */
function nthOf(day: string): number {
  const nth = Math.ceil(Number(day.slice(8)) / 7)
  return nth === 5 ? -1 : nth
}

function patternOf({ repeat, every, weekdays, shortMonth }: SeriesPicks, day: string): string {
  const weekday = weekdayOf(dayNumber(day))
  const monthDay = Number(day.slice(8))
  const onNthWeekday = () => rruleFromPicks({ pattern: 'month-nth', nth: nthOf(day), weekday, every })
  switch (repeat) {
    case 'day':
      return `FREQ=DAILY${interval(every)}`
    case 'week':
      return rruleFromPicks({
        pattern: 'week',
        weekdays: weekdays.length > 0 ? weekdays : [weekday],
        every,
        months: [],
      })
    case 'month-nth':
      return onNthWeekday()
    case 'month-last':
      return rruleFromPicks({ pattern: 'month-day', day: -1, every })
    case 'month-day':
      if (isShortMonthDay(day) && shortMonth === 'nth') return onNthWeekday()
      if (isShortMonthDay(day) && shortMonth === 'last') return onDayOrLast(monthDay, every)
      return rruleFromPicks({ pattern: 'month-day', day: monthDay, every })
  }
}

const interval = (every: number) => (every === 1 ? '' : `;INTERVAL=${every}`)

/** The last of the days from the 28th to this one that the month has. */
function onDayOrLast(day: number, every: number): string {
  if (day === 31) return rruleFromPicks({ pattern: 'month-day', day: -1, every })
  return `FREQ=MONTHLY${interval(every)};BYMONTHDAY=${day === 30 ? '28,29,30' : '28,29'};BYSETPOS=-1`
}
