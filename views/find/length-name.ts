import type { Translate } from '../text/translate.ts'

/** `30 minut`, `2 godziny`, `3 doby`: a length in the largest unit that it fills. */
export function lengthName(t: Translate, minutes: number): string {
  if (minutes % 1440 === 0) return t('length.days', { count: minutes / 1440 })
  if (minutes % 60 === 0) return t('length.hours', { count: minutes / 60 })
  if (minutes < 60) return t('length.minutes', { count: minutes })
  return `${t('length.hours', { count: Math.floor(minutes / 60) })} ${t('length.minutes', { count: minutes % 60 })}`
}
