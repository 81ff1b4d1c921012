import { createRequire } from 'node:module'
import type { Locale } from './person.ts'
import { dayText } from './zone.ts'

type Names = Readonly<Record<Locale, string>>

const MAX_YEARS = 300
const years = new Map<string, ReadonlyMap<string, Names>>()

/** The name of the public holiday on a local day `2026-11-11`, or null on any other day. */
export function holidayOn(day: string, country = 'PL', locale: Locale = 'pl'): string | null {
  return holidaysOf(day.slice(0, 4), country).get(day)?.[locale] ?? null
}

/** Whether a local day is a public holiday. */
export function isHoliday(day: string, country = 'PL'): boolean {
  return holidaysOf(day.slice(0, 4), country).has(day)
}

const MAX_DAYS = 100_000
const days = new Map<number, boolean>()

/** The same of a Polish day by its number from 1970-01-01, for those who ask for many. */
export function isHolidayNumber(day: number): boolean {
  let known = days.get(day)
  if (known === undefined) {
    if (days.size >= MAX_DAYS) days.clear()
    days.set(day, (known = isHoliday(dayText(day))))
  }
  return known
}

function holidaysOf(year: string, country: string): ReadonlyMap<string, Names> {
  const key = country + year
  let days = years.get(key)
  if (days) return days
  if (years.size >= MAX_YEARS) years.clear()
  years.set(key, (days = readHolidays(Number(year), country)))
  return days
}

function readHolidays(year: number, country: string): ReadonlyMap<string, Names> {
  const calendar = new (loadCalendars())(country, { types: ['public'] })
  const english = new Map(calendar.getHolidays(year, 'en').map(({ date, name }) => [date, name]))
  return new Map(
    calendar.getHolidays(year, 'pl').map(({ date, name }) => {
      const names = { pl: shortName(name), en: shortName(english.get(date) ?? name) }
      return [date.slice(0, 10), names]
    }),
  )
}

/** Of `Święto Państwowe; Święto Pracy` what people say. */
const shortName = (name: string) => name.split(';').at(-1)!.trim()

type Calendars = typeof import('date-holidays').default
let calendars: Calendars | undefined

/** The package carries every country of the world and takes some 80 ms to load: not before somebody asks. */
function loadCalendars(): Calendars {
  return (calendars ??= createRequire(import.meta.url)('date-holidays') as Calendars)
}
