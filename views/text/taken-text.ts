import type { Interval } from '../../server/domain/interval.ts'
import type { Locale } from '../../server/domain/person.ts'
import type { ResourceRef } from '../../server/domain/violation.ts'
import { formatOf, uncapitalised } from '../format.ts'
import { translateInto } from './translate.ts'

export type TakenTime = Interval & { readonly resource?: ResourceRef; readonly heldUntil?: number }

/** What others have taken, a sentence for each resource. Of others' time never more than when. */
export function takenTexts(conflicts: readonly TakenTime[], zone: string, locale: Locale): string[] {
  const format = formatOf(locale, zone)
  const t = translateInto(locale)
  return [...Map.groupBy(conflicts, ({ resource }) => resource?.id).values()].map((taken) => {
    const spans = [...new Set(taken.map(({ start, end }) => format.daySpan(start, end)))].join('; ')
    const until = taken[0]?.heldUntil
    const sentence =
      until === undefined ? t('check.taken', { spans }) : t('check.held', { spans, time: format.clock(until) })
    const name = taken[0]?.resource?.name[locale]
    return name ? `${name}: ${uncapitalised(sentence)}` : sentence
  })
}
