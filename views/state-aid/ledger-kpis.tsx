import { type LedgerFigures, MOST_SHARE } from '../../server/domain/state-aid.ts'
import { Kpi } from '../components/kpi.tsx'
import { percent } from '../format.ts'
import type { Page } from '../page.ts'
import { figureText, hoursText } from '../reports/report-words.ts'
import { LimitChip } from './ledger-words.tsx'

/** The four figures of a book, each with its formula and what was put into it. Share and share of use never meet. */
export function LedgerKpis({ page, figures }: { page: Page; figures: LedgerFigures }) {
  const { t } = page
  const { done, confirmed, capacityHours, headroomHours } = figures
  const hours = (value: number) => hoursText(page, value)
  const economic = hours(done.economic)
  const capacity = hours(capacityHours)
  const common = { noData: t('reports.no-data') }
  return (
    <dl class="kpis kpis--after">
      <Kpi
        {...common}
        name={t('state-aid.kpi.share')}
        value={inPercent(page, figures.share, 2)}
        unit="%"
        how={t('state-aid.kpi.share-how')}
        sum={t('state-aid.kpi.share-sum', { economic, capacity })}
      >
        <LimitChip page={page} limit={figures.alert} />
      </Kpi>
      <Kpi
        {...common}
        name={t('state-aid.kpi.forecast')}
        value={inPercent(page, figures.forecast, 2)}
        unit="%"
        how={t('state-aid.kpi.forecast-how')}
        sum={t('state-aid.kpi.forecast-sum', { economic, confirmed: hours(confirmed), capacity })}
      >
        <LimitChip page={page} limit={figures.forecastAlert} />
      </Kpi>
      <Kpi
        {...common}
        name={t('state-aid.kpi.headroom')}
        value={figureText(page, headroomHours)}
        unit="h"
        how={t('state-aid.kpi.headroom-how')}
        sum={t('state-aid.kpi.headroom-sum', { hours: hours(headroomHours - confirmed) })}
      >
        <span class="delta">
          {hours(MOST_SHARE * capacityHours)} − {economic}
        </span>
      </Kpi>
      <Kpi
        {...common}
        name={t('state-aid.kpi.use')}
        value={inPercent(page, figures.shareOfUse, 1)}
        unit="%"
        how={t('state-aid.kpi.use-how')}
        sum={t('state-aid.kpi.use-sum', { economic, all: hours(done.economic + done.non_economic) })}
      >
        <span class="delta">{t('state-aid.no-limit')}</span>
      </Kpi>
    </dl>
  )
}

const inPercent = ({ locale }: Page, share: number | null, decimals: number) =>
  share === null ? null : percent(locale, share, decimals).replace(/\s?%$/, '')
