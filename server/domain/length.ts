const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(min|m|minut[ay]?|minutes?)$/, 1],
  [/^(h|godz|godzin[ay]?|hours?)$/, 60],
  [/^(d|dni|dzień|dnia|days?)$/, 1440],
]

/** `90`, `90 min`, `1 h 30 min`, `1,5 h`, `14 dni` or `14 days` in whole minutes; null for what is no length. */
export function minutesFrom(text: string): number | null {
  const parts = [
    ...text
      .trim()
      .toLowerCase()
      .matchAll(/(\d{1,7}(?:[.,]\d{1,2})?)\s*([a-zń]*)\.?\s*/g),
  ]
  if (parts.length === 0 || parts.map(([all]) => all).join('') !== text.trim().toLowerCase()) return null
  let minutes = 0
  for (const [, figure, unit] of parts) {
    const each = unit === '' && parts.length === 1 ? 1 : UNITS.find(([names]) => names.test(unit!))?.[1]
    if (each === undefined) return null
    minutes += Number(figure!.replace(',', '.')) * each
  }
  return Number.isInteger(minutes) ? minutes : null
}

/** A length as `minutesFrom` reads it, in either language: `14 d`, `1 h 30 min`. */
export function lengthText(minutes: number): string {
  if (minutes >= 1440 && minutes % 1440 === 0) return `${minutes / 1440} d`
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  return [hours > 0 ? `${hours} h` : '', rest > 0 || hours === 0 ? `${rest} min` : ''].filter(Boolean).join(' ')
}
