import type { FastifyRequest } from 'fastify'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { formatOf } from '../../views/format.ts'
import { translateInto } from '../../views/text/translate.ts'
import { violationText } from '../../views/text/violation-text.ts'
import type { App } from '../app.ts'
import type { Interval } from '../domain/interval.ts'
import type { Violation } from '../domain/violation.ts'
import type { Refusal } from '../operations/result.ts'
import { plainRefusal } from '../plugins/found.ts'

/** Why nothing was done to a series that is visible; where it is not, or may not be touched, that is thrown. */
export function refusalText(
  app: App,
  { locale }: FastifyRequest,
  refusal: Refusal,
  resourceId: number,
): { title: string; hint: string } {
  const t = translateInto(locale)
  switch (refusal.kind) {
    case 'wrong-state':
      return {
        title: t('reservation.wrong-state'),
        hint: t('reservation.wrong-state-hint', { state: t(`state.${refusal.state}`) }),
      }
    case 'rules':
      return { title: t('check.refused'), hint: reasons(app, locale, { ...refusal, resourceId }) }
    case 'series':
      return {
        title: t('check.refused'),
        hint: [...new Set(refusal.occurrences.map((each) => reasons(app, locale, each)))].join(' '),
      }
    case 'invalid':
      return { title: t('reservation.wrong-state'), hint: t('series.change-none') }
    default:
      throw plainRefusal(refusal)
  }
}

interface Against {
  readonly resourceId: number
  readonly violations: readonly Violation[]
  readonly conflicts: readonly Interval[]
}

function reasons(app: App, locale: FastifyRequest['locale'], { resourceId, violations, conflicts }: Against): string {
  const t = translateInto(locale)
  const { timeZone } = catalogueOf(app.db).resourceById.get(resourceId)!
  const format = formatOf(locale, timeZone)
  const spans = [...new Set(conflicts.map(({ start, end }) => format.daySpan(start, end)))].join('; ')
  return [
    ...(spans ? [t('series.taken-at', { spans })] : []),
    ...violations.map((each) => violationText(locale, each, timeZone).message),
  ].join(' ')
}
