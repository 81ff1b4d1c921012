import { WEEKDAYS } from './recurrence-rule.ts'
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
  const { every, end } = picks
  const parts = [
    patternOf(picks, day),
    every === 1 ? '' : `INTERVAL=${every}`,
    'until' in end ? `UNTIL=${end.until.replaceAll('-', '')}` : `COUNT=${end.times}`,
  ]
  return parts.filter((part) => part !== '').join(';')
}

/** Not every month has this day. */
export const isShortMonthDay = (day: string): boolean => Number(day.slice(8)) > 28

/** Which weekday of its month a day is: 2 for a second Tuesday, −1 for a fifth, which is the last. */
export function nthOf(day: string): number {
  const nth = Math.ceil(Number(day.slice(8)) / 7)
  return nth === 5 ? -1 : nth
}

function patternOf({ repeat, weekdays, shortMonth }: SeriesPicks, day: string): string {
  switch (repeat) {
    case 'day':
      return 'FREQ=DAILY'
    case 'week': {
      const days = weekdays.length > 0 ? [...weekdays].sort() : [weekdayOf(dayNumber(day))]
      return `FREQ=WEEKLY;BYDAY=${days.map((each) => WEEKDAYS[each]).join(',')}`
    }
    case 'month-day':
      if (isShortMonthDay(day) && shortMonth === 'nth') return onNthWeekday(day)
      return isShortMonthDay(day) && shortMonth === 'last'
        ? onDayOrLast(Number(day.slice(8)))
        : `FREQ=MONTHLY;BYMONTHDAY=${Number(day.slice(8))}`
    case 'month-nth':
      return onNthWeekday(day)
    case 'month-last':
      return 'FREQ=MONTHLY;BYMONTHDAY=-1'
  }
}

const onNthWeekday = (day: string) => `FREQ=MONTHLY;BYDAY=${nthOf(day)}${WEEKDAYS[weekdayOf(dayNumber(day))]}`

/** The last of the days from the 28th to this one that the month has. */
function onDayOrLast(day: number): string {
  if (day === 31) return 'FREQ=MONTHLY;BYMONTHDAY=-1'
  return `FREQ=MONTHLY;BYMONTHDAY=${day === 30 ? '28,29,30' : '28,29'};BYSETPOS=-1`
}
