import { parseRecurrence } from './recurrence.ts'
import { WEEKDAYS } from './recurrence-rule.ts'
import { occurrencesOf, type SeriesRule } from './series-plan.ts'
import { DAY_MS, dayText, floatingOf, floatingText } from './zone.ts'

const MINUTE = 60_000

/**
 * The rule that starts every occurrence so many minutes later on the wall clock, or null where no rule is known that
 * does so for each of them.
 */
export function shiftedRule<Rule extends SeriesRule>(rule: Rule, minutes: number): Rule | null {
  const days = Math.floor((floatingOf(rule.startLocal) + minutes * MINUTE) / DAY_MS) - dayOf(rule.startLocal)
  const shift = (text: string) => (text.length === 10 ? shiftedDay(text, days) : shiftedLocal(text, minutes))
  const shifted = {
    ...rule,
    startLocal: shiftedLocal(rule.startLocal, minutes),
    rrule: shiftedRrule(rule.rrule, days, minutes),
    exdates: rule.exdates.map(shift),
    rdates: rule.rdates.map(shift),
  }
  if (shifted.rrule !== '' && !parseRecurrence(shifted.rrule).ok) return null
  const wanted = occurrencesOf(rule).map(({ local }) => shiftedLocal(local, minutes))
  const found = occurrencesOf(shifted).map(({ local }) => local)
  return wanted.length === found.length && wanted.every((local, i) => local === found[i]) ? shifted : null
}

/** A local time so many minutes later on the wall, `2027-03-28T02:30:00`, also where the clocks skip it. */
export const shiftedLocal = (local: string, minutes: number): string =>
  floatingText(floatingOf(local) + minutes * MINUTE)

const dayOf = (local: string) => Math.floor(floatingOf(local) / DAY_MS)
const shiftedDay = (day: string, days: number) => dayText(dayOf(`${day}T00:00`) + days)

/** Days of the week turn with the start and UNTIL goes along; whether that is enough is seen by expanding. */
function shiftedRrule(rrule: string, days: number, minutes: number): string {
  return rrule
    .split(';')
    .map((part) => {
      const [, name = '', value = ''] = /^([A-Z]+)=(.*)$/.exec(part.toUpperCase()) ?? []
      if (name === 'BYDAY')
        return `BYDAY=${value
          .split(',')
          .map((day) => turned(day, days))
          .join(',')}`
      return name === 'UNTIL' ? `UNTIL=${shiftedUntil(value, days, minutes)}` : part
    })
    .join(';')
}

function turned(day: string, days: number): string {
  const weekday = (WEEKDAYS as readonly string[]).indexOf(day)
  return weekday < 0 ? day : WEEKDAYS[(((weekday + days) % 7) + 7) % 7]!
}

/** `20270101`, `20270101T090000` or the same with a Z. */
function shiftedUntil(until: string, days: number, minutes: number): string {
  const [, year, month, day, hour, minute, second, utc = ''] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/.exec(until) ?? []
  if (!year) return until
  if (hour === undefined) return shiftedDay(`${year}-${month}-${day}`, days).replaceAll('-', '')
  const local = shiftedLocal(`${year}-${month}-${day}T${hour}:${minute}:${second}`, minutes)
  return local.replaceAll(/[-:]/g, '') + utc
}
