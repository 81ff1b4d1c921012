import type { RepeatFields } from '../../views/series/repeat-part.tsx'
import type { Translate } from '../../views/text/translate.ts'
import { REPEATS, rruleOfPicks, SHORT_MONTHS, type ShortMonth } from '../domain/series-picks.ts'
import { isDay } from '../domain/zone.ts'
import type { FormBody } from './reservation-fields.ts'

/** What was typed of how a reservation repeats; `repeat` is empty where it does not. */
export function repeatFrom(body: FormBody): RepeatFields {
  const text = (name: string) => (body[name] ?? '').trim()
  return {
    repeat: text('repeat'),
    every: text('every'),
    weekdays: [0, 1, 2, 3, 4, 5, 6].filter((weekday) => body[`day_${weekday}`] !== undefined),
    until: text('until'),
    times: text('times'),
    short_month: text('short_month'),
  }
}

export interface ReadRepeat {
  /** Null while something is wrong. */
  readonly rrule: string | null
  /** Field → sentence. */
  readonly errors: Readonly<Record<string, string>>
}

const MAX_EVERY = 99
const MAX_TIMES = 1000

/** Reads how a reservation that starts on `day` repeats. `shortMonth` replaces what was chosen for short months. */
export function readRepeat(fields: RepeatFields, day: string, t: Translate, shortMonth?: ShortMonth): ReadRepeat {
  const repeat = REPEATS.find((each) => each === fields.repeat)
  const every = numberOf(fields.every || '1')
  const times = numberOf(fields.times)
  const errors: Record<string, string> = {
    ...(!repeat && { repeat: t('series.fault.other') }),
    ...(!(every >= 1 && every <= MAX_EVERY) && { every: t('repeat.bad-every') }),
    ...(fields.times !== '' && !(times >= 2 && times <= MAX_TIMES) && { times: t('repeat.bad-times') }),
    ...(fields.until !== '' && !isDay(fields.until) && { until: t('repeat.bad-until') }),
    ...(fields.until === '' && fields.times === '' && { until: t('repeat.no-end') }),
    ...(fields.until !== '' && fields.times !== '' && { until: t('repeat.two-ends') }),
  }
  if (!repeat || !isDay(day) || Object.keys(errors).length > 0) return { rrule: null, errors }
  const end = fields.until === '' ? { times } : { until: fields.until }
  const picks = { repeat, every, weekdays: fields.weekdays, shortMonth: shortMonth ?? shortMonthOf(fields), end }
  return { rrule: rruleOfPicks(picks, day), errors }
}

export const shortMonthOf = ({ short_month }: RepeatFields): ShortMonth =>
  SHORT_MONTHS.find((each) => each === short_month) ?? 'skip'

const numberOf = (text: string) => (/^\d{1,4}$/.test(text) ? Number(text) : Number.NaN)

/** The value somebody chose for a date: `skip`, `slug start end`, or empty. */
export const chosenFor = (body: FormBody, local: string): string => body[`at_${local}`] ?? ''
