import type { UtilisationFigures } from '../../server/domain/utilisation-figures.ts'
import { SMALLEST_GROUP } from '../../server/domain/utilisation-grouping.ts'
import type { ReportRow } from '../../server/domain/utilisation-report.ts'
import { Kpi } from '../components/kpi.tsx'
import { number } from '../format.ts'
import type { Page } from '../page.ts'
import { Change } from './report-change.tsx'
import { figureText, hoursText, usersText } from './report-words.ts'

interface KpisProps {
  readonly page: Page
  readonly now: UtilisationFigures
  readonly before: UtilisationFigures | null
  readonly rows: readonly ReportRow[]
}

/** The figures a board asks for first, each with its formula and what was put into it. */
export function UtilisationKpis({ page, now, before, rows }: KpisProps) {
  return (
    <dl class="kpis">
      <RatioKpi page={page} name="utilisation" now={now} before={before} parts={['usedHours', 'availableHours']} />
      <RatioKpi page={page} name="occupancy" now={now} before={before} parts={['bookedHours', 'availableHours']} />
      <RatioKpi
        page={page}
        name="realisation"
        now={now}
        before={before}
        parts={['bookedAndUsedHours', 'bookedHours']}
      />
      <RatioKpi
        page={page}
        name="availability"
        now={now}
        before={before}
        parts={['availableHours', 'plannedCapacityHours']}
      />
      <UnusedKpi page={page} now={now} before={before} />
      <UnmetKpi page={page} now={now} before={before} rows={rows} />
      <UsersKpi page={page} now={now} before={before} />
      <DecisionKpi page={page} now={now} before={before} />
    </dl>
  )
}

type Figures = Omit<KpisProps, 'rows'>
type Ratio = 'utilisation' | 'occupancy' | 'realisation' | 'availability'
type Hours = 'usedHours' | 'availableHours' | 'bookedHours' | 'bookedAndUsedHours' | 'plannedCapacityHours'

function RatioKpi({ page, name, now, before, parts }: Figures & { name: Ratio; parts: readonly [Hours, Hours] }) {
  const { t, locale } = page
  const [above, below] = parts
  return (
    <Kpi
      name={t(`reports.kpi.${name}`)}
      value={now[name] === null ? null : number(locale, now[name] * 100, 1)}
      noData={t('reports.no-data')}
      unit="%"
      how={t(`reports.kpi.${name}-how`)}
      sum={`${hoursText(page, now[above])} ÷ ${hoursText(page, now[below])}`}
    >
      <Change page={page} now={now[name]} before={before?.[name]} unit="points" />
    </Kpi>
  )
}

function UnusedKpi({ page, now, before }: Figures) {
  const { t } = page
  const sum = `${hoursText(page, now.bookedHours)} − ${hoursText(page, now.bookedAndUsedHours)}`
  return (
    <Kpi
      name={t('reports.kpi.unused')}
      value={figureText(page, now.bookedUnusedHours)}
      noData={t('reports.no-data')}
      unit="h"
      how={t('reports.kpi.unused-how')}
      sum={now.noShows > 0 ? t('reports.kpi.no-shows', { sum, count: now.noShows }) : sum}
    >
      <Change page={page} now={now.bookedUnusedHours} before={before?.bookedUnusedHours} unit="hours" better="lower" />
    </Kpi>
  )
}

function UnmetKpi({ page, now, before, rows }: KpisProps) {
  const { t } = page
  const [most] = rows.toSorted((a, b) => (b.figures.unmetHours ?? 0) - (a.figures.unmetHours ?? 0))
  const { unmetHours } = now
  return (
    <Kpi
      name={t('reports.kpi.unmet')}
      value={figureText(page, unmetHours)}
      noData={t('reports.no-data')}
      unit="h"
      how={t('reports.kpi.unmet-how')}
      sum={
        unmetHours === 0
          ? t('reports.kpi.unmet-none')
          : most?.figures.unmetHours
            ? t('reports.kpi.unmet-most', {
                name: most.name[page.locale],
                hours: hoursText(page, most.figures.unmetHours),
              })
            : ''
      }
    >
      <Change page={page} now={unmetHours} before={before?.unmetHours} unit="hours" better="lower" />
    </Kpi>
  )
}

function UsersKpi({ page, now, before }: Figures) {
  const { t } = page
  const isFew = now.users > 0 && now.users < SMALLEST_GROUP
  const parts = [
    t('reports.kpi.organisations', { count: now.organisations }),
    t('reports.kpi.undertakings', { count: now.undertakings }),
  ]
  return (
    <Kpi
      name={t('reports.kpi.users')}
      value={usersText(now.users)}
      noData={t('reports.no-data')}
      how={t('reports.kpi.users-how')}
      sum={isFew ? t('reports.kpi.few') : parts.join(', ')}
    >
      {isFew || (before !== null && before.users > 0 && before.users < SMALLEST_GROUP) ? null : (
        <Change page={page} now={now.users} before={before?.users} unit="people" />
      )}
    </Kpi>
  )
}

function DecisionKpi({ page, now, before }: Figures) {
  const { t } = page
  const { decisionHoursMedian: median, decisionHoursP90: p90 } = now
  return (
    <Kpi
      name={t('reports.kpi.decision')}
      value={median === null ? null : figureText(page, median)}
      noData={t('reports.no-data')}
      unit="h"
      how={t('reports.kpi.decision-how')}
      sum={
        p90 === null ? t('reports.kpi.decision-none') : t('reports.kpi.decision-p90', { hours: hoursText(page, p90) })
      }
    >
      <Change page={page} now={median} before={before?.decisionHoursMedian} unit="hours" better="lower" />
    </Kpi>
  )
}
