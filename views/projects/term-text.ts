import { formatOf } from '../format.ts'
import type { Page } from '../page.ts'

/** `1 stycznia 2026 – 31 grudnia 2028`, from or until a day where there is no other bound, or that there is none. */
export function termText(
  { locale, t }: Pick<Page, 'locale' | 't'>,
  { startOn, endOn }: { readonly startOn: string | null; readonly endOn: string | null },
): string {
  const date = (day: string) => formatOf(locale, 'UTC').date(Date.parse(`${day}T12:00:00Z`))
  if (startOn && endOn) return `${date(startOn)} – ${date(endOn)}`
  if (startOn) return t('project.term-from', { day: date(startOn) })
  return endOn ? t('project.term-until', { day: date(endOn) }) : t('project.term-open')
}
