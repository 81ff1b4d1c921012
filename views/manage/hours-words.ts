import type { AvailabilityRule } from '../../server/domain/availability-rule.ts'
import type { ClockChange } from '../../server/domain/clock-changes.ts'
import type { RuleDraft } from '../../server/domain/hours-change.ts'
import { nightOf } from '../../server/domain/hours-comparison.ts'
import type { Interval } from '../../server/domain/interval.ts'
import { startOfDay } from '../../server/domain/zone.ts'
import { ruleSentence } from '../components/rule-sentence.ts'
import { formatOf, hours } from '../format.ts'
import type { Page } from '../page.ts'

type Reader = Pick<Page, 't' | 'locale'>

/** `Otwarte dla wszystkich: co drugi wtorek 8:00–14:00.`, with its label where it has one. */
export function ruleText({ t, locale }: Reader, rule: AvailabilityRule | RuleDraft, today: string): string {
  return t(`hours.${rule.effect}-${rule.audience}`, { when: ruleSentence(rule, locale, today) })
}

/** `noc z 27 na 28 marca 2027 jest o godzinę krótsza, …`; empty when the clocks change outside the hours. */
export function clocksText({ t, locale }: Reader, changes: readonly ClockChange[], zone: string): string {
  const format = formatOf(locale, zone)
  return changes
    .map(({ at, minutes }) => {
      const { evening, morning } = nightOf(at, zone)
      const first = startOfDay(evening, zone)
      const isOneMonth = evening.slice(0, 7) === morning.slice(0, 7)
      return t(minutes > 0 ? 'hours.night-short' : 'hours.night-long', {
        evening: isOneMonth ? String(Number(evening.slice(8))) : format.date(first),
        morning: format.date(startOfDay(morning, zone)),
        length: Math.abs(minutes) === 60 ? t('hours.an-hour') : hours(Math.abs(minutes) * 60_000),
      })
    })
    .join(', ')
}

/** `8–18`, `7:30–24`: as short as a cell of a table wants it; `end` may be the end of the day. */
export function shortSpan({ locale }: Reader, { start, end }: Interval, zone: string): string {
  const format = formatOf(locale, zone)
  const short = (clock: string) => clock.replace(/^0(?=\d)/, '').replace(/:00$/, '')
  return `${short(format.clock(start))}–${short(format.clockOfEnd(end))}`
}
