import { type TakenTime, takenTexts } from '../../views/text/taken-text.ts'
import { violationText } from '../../views/text/violation-text.ts'
import type { Locale } from '../domain/person.ts'
import type { Violation } from '../domain/violation.ts'

interface Against {
  readonly violations: readonly Violation[]
  readonly conflicts: readonly TakenTime[]
}

/** What stands in the way of a time, a sentence each. Of others' time never more than when. */
export function againstText({ violations, conflicts }: Against, timeZone: string, locale: Locale): string[] {
  return [
    ...takenTexts(conflicts, timeZone, locale),
    ...violations.map((each) => violationText(locale, each, timeZone).message),
  ]
}
