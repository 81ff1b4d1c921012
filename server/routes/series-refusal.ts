import type { FastifyRequest } from 'fastify'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { type TextKey, translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import type { Interval } from '../domain/interval.ts'
import type { Violation } from '../domain/violation.ts'
import type { Refusal } from '../operations/result.ts'
import { plainRefusal } from '../plugins/found.ts'
import { againstText } from './against-text.ts'

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
      if (refusal.field !== 'from')
        return { title: t('check.refused'), hint: t(`invalid.${refusal.reason}` as TextKey) }
      return { title: t('reservation.wrong-state'), hint: t('series.change-none') }
    default:
      throw plainRefusal(refusal)
  }
}

const reasons = (app: App, locale: FastifyRequest['locale'], against: Against): string =>
  againstText(against, catalogueOf(app.db).resourceById.get(against.resourceId)!.timeZone, locale).join(' ')

interface Against {
  readonly resourceId: number
  readonly violations: readonly Violation[]
  readonly conflicts: readonly Interval[]
}
