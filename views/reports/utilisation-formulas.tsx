import type { UtilisationFigures } from '../../server/domain/utilisation-figures.ts'
import type { Page } from '../page.ts'
import type { TextKey } from '../text/translate.ts'
import { hoursText, shareText } from './report-words.ts'

/** Every word of the report and how its figure comes about, with the rarer figures themselves. */
export function UtilisationFormulas({ page, figures }: { page: Page; figures: UtilisationFigures }) {
  const { t } = page
  const share = (value: number | null) => ({ value: shareText(page, value) })
  const terms: readonly (readonly [TextKey, string])[] = [
    ['reports.term.open', t('reports.term.open-is')],
    ['reports.term.planned', t('reports.term.planned-is')],
    ['reports.term.downtime', t('reports.term.downtime-is')],
    ['reports.term.available', t('reports.term.available-is')],
    ['reports.term.booked', t('reports.term.booked-is')],
    ['reports.term.used', t('reports.term.used-is')],
    ['reports.term.outside', t('reports.term.outside-is', { hours: hoursText(page, figures.usedOutsideHours) })],
    ['reports.term.idle', t('reports.term.idle-is')],
    [
      'reports.term.capacity-utilisation',
      t('reports.term.capacity-utilisation-is', share(figures.capacityUtilisation)),
    ],
    ['reports.term.loading', t('reports.term.loading-is', share(figures.calendarLoading))],
    ['reports.term.unbooked', t('reports.term.unbooked-is', share(figures.unbookedShare))],
    ['reports.term.no-shows', t('reports.term.no-shows-is', share(figures.noShowRate))],
    ['reports.term.late', t('reports.term.late-is', share(figures.lateCancelRate))],
    ['reports.term.log', t('reports.term.log-is', share(figures.logCoverage))],
    ['reports.term.few', t('reports.term.few-is')],
  ]
  return (
    <section class="section" aria-labelledby="formulas">
      <div class="section__head">
        <h2 id="formulas">{t('reports.definitions')}</h2>
      </div>
      <p class="quiet">{t('reports.definitions.lead')}</p>
      <dl class="facts facts--list">
        {terms.map(([term, meaning]) => (
          <div>
            <dt>{t(term)}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
