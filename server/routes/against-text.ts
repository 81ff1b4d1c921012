import { formatOf } from '../../views/format.ts'
import { translateInto } from '../../views/text/translate.ts'
import { violationText } from '../../views/text/violation-text.ts'
import type { Interval } from '../domain/interval.ts'
import type { Locale } from '../domain/person.ts'
import type { Violation } from '../domain/violation.ts'

interface Against {
  readonly violations: readonly Violation[]
  readonly conflicts: readonly Interval[]
}

/** What stands in the way of a time, a sentence each. Of others' time never more than when. */
export function againstText({ violations, conflicts }: Against, timeZone: string, locale: Locale): string[] {
  const format = formatOf(locale, timeZone)
  const spans = [...new Set(conflicts.map(({ start, end }) => format.daySpan(start, end)))].join('; ')
  return [
    ...(spans ? [translateInto(locale)('check.taken', { spans })] : []),
    ...violations.map((each) => violationText(locale, each, timeZone).message),
  ]
}
