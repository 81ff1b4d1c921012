import type { Locale } from '../../server/domain/person.ts'
import { type TextKey, translateInto } from '../text/translate.ts'

/** The words of recurrences in one language, in the forms that sentences need. Weekdays count from 0, Monday. */
export interface RuleWords {
  readonly locale: Locale
  readonly t: (key: string, values?: Readonly<Record<string, string | number>>) => string
  /** `a, b i c` */
  readonly list: (words: readonly string[]) => string
  /** `w środy`, `we wtorki`, `we wrześniu`; `on Wednesdays`, `in September` */
  readonly at: (preposition: 'on' | 'in', word: string) => string
  /** `co drugą` before a word of that gender, or `co 6 tygodni` when there is no such word. */
  readonly every: (interval: number, unit: Unit) => string
  /** `pierwszą środę`, `ostatni piątek`; null where there is no word for the number. */
  readonly nthDay: (nth: number, day: string, gender: 'm' | 'f') => string | null
  /** `15.`, `15th`; in words for the last and the last but one. */
  readonly ordinal: (number: number) => string | null
}

export type Unit = 'day' | 'week' | 'month' | 'year'

export function ruleWords(locale: Locale): RuleWords {
  const t: RuleWords['t'] = (key, values) => translateInto(locale)(`rule.${key}` as TextKey, values)
  return {
    locale,
    t,
    list: (words) =>
      words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${t('and')} ${words.at(-1)}`,
    at: (preposition, word) => {
      const needsVowel = locale === 'pl' && /^w[tr]/.test(word)
      return `${t(preposition)}${needsVowel ? 'e' : ''} ${word}`
    },
    every: (interval, unit) =>
      interval <= 4 ? `${t(`every-m-${interval}`)} ${t(unit)}` : t(`every-${unit}s`, { count: interval }),
    nthDay: (nth, day, gender) => {
      const place = placeOf(nth)
      return place === null ? null : t('nth-day', { nth: t(`nth-${gender}-${place}`), day })
    },
    ordinal: (number) => {
      if (number > 0) return locale === 'pl' ? `${number}.` : `${number}${englishEnding(number)}`
      const place = placeOf(number)
      return place === null ? null : t(`day-${place}`)
    },
  }
}

/** środa, sobota and niedziela are feminine. */
export const genderOf = (weekday: number): 'm' | 'f' => ([2, 5, 6].includes(weekday) ? 'f' : 'm')

function placeOf(number: number): string | null {
  if (number === -1) return 'last'
  if (number === -2) return 'before-last'
  return number >= 1 && number <= 5 ? String(number) : null
}

function englishEnding(number: number): string {
  if (number % 100 >= 11 && number % 100 <= 13) return 'th'
  return ['th', 'st', 'nd', 'rd'][number % 10] ?? 'th'
}
