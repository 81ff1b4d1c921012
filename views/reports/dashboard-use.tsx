import type { Dashboard, PeriodUse } from '../../server/domain/dashboard.ts'
import { SMALLEST_GROUP } from '../../server/domain/utilisation-grouping.ts'
import { DataTable } from '../components/data-table.tsx'
import { Kpi } from '../components/kpi.tsx'
import { number } from '../format.ts'
import type { Page } from '../page.ts'
import { linePoints, lineWords, yearText } from './dashboard-words.ts'
import { Change } from './report-change.tsx'
import { reportLink } from './report-links.ts'
import { capital, figureText, hoursText, periodText, shareText } from './report-words.ts'
import { LINE_SIZE, YearLine } from './year-line.tsx'

interface UseProps {
  readonly page: Page
  readonly dashboard: Dashboard
}

/** How the equipment is used: the last month in figures, the periods side by side, five years as a line. */
export function DashboardUse(props: UseProps) {
  const { page } = props
  return (
    <section class="section" aria-labelledby="use">
      <div class="section__head">
        <h2 id="use">{page.t('dashboard.use')}</h2>
      </div>
      <LastMonth {...props} />
      <Periods {...props} />
      <p class="small quiet pad">{page.t('dashboard.use.formulas')}</p>
      <Years {...props} />
    </section>
  )
}

function LastMonth({ page, dashboard: { query, uses, exchange, year } }: UseProps) {
  const { t, locale } = page
  const use = uses.find(({ name }) => name === 'last-month')!
  const { figures, past, days } = use
  const common = { noData: t('reports.no-data') }
  const month = capital(periodText(page, days))
  const link = (
    <a class="small no-print" href={useLink(query, use)}>
      {t('dashboard.kpi.report')}
      <span class="vh">: {month}</span>
    </a>
  )
  const others = { own: hoursText(page, exchange.ownHours), all: hoursText(page, exchange.totalHours) }
  return (
    <dl class="kpis">
      {(['utilisation', 'occupancy'] as const).map((name) => (
        <Kpi
          {...common}
          name={`${t(`reports.kpi.${name}`)}, ${periodText(page, days)}`}
          value={figures[name] === null ? null : number(locale, figures[name] * 100, 1)}
          unit="%"
          how={t(`reports.kpi.${name}-how`)}
          sum={`${hoursText(page, name === 'utilisation' ? figures.usedHours : figures.bookedHours)} ÷ ${hoursText(page, figures.availableHours)}`}
        >
          <Change page={page} now={figures[name]} before={past[name]} unit="points" /> {link}
        </Kpi>
      ))}
      <Kpi
        {...common}
        name={`${t('reports.kpi.unmet')}, ${periodText(page, days)}`}
        value={figureText(page, figures.unmetHours)}
        unit="h"
        how={t('reports.kpi.unmet-how')}
        sum={figures.unmetHours === 0 ? t('reports.kpi.unmet-none') : ''}
      >
        <Change page={page} now={figures.unmetHours} before={past.unmetHours} unit="hours" better="lower" /> {link}
      </Kpi>
      <Kpi
        {...common}
        name={t('dashboard.kpi.cross')}
        value={
          exchange.share === null
            ? exchange.isFew
              ? `<${SMALLEST_GROUP}`
              : null
            : number(locale, exchange.share * 100, 1)
        }
        {...(exchange.share === null ? {} : { unit: '%' })}
        how={t('dashboard.kpi.cross-how', { period: periodText(page, year) })}
        sum={exchange.isFew ? t('dashboard.kpi.cross-few') : `1 − ${others.own} ÷ ${others.all}`}
      >
        <a class="small no-print" href={`/reports/exchange?from=${year.from}&to=${year.to}`}>
          {t('exchange.title')}
        </a>
      </Kpi>
    </dl>
  )
}

/** The report of a period, held against the same. */
export const useLink = (query: Dashboard['query'], { days, comparison }: Pick<PeriodUse, 'days' | 'comparison'>) =>
  reportLink({ ...query, days, comparison })

function Periods({ page, dashboard: { query, uses } }: UseProps) {
  const { t } = page
  const columns = (['utilisation', 'how', 'occupancy', 'unmet', 'before', 'change'] as const).map((each) => ({
    label: t(`dashboard.use.${each}`),
    isFigure: true,
  }))
  return (
    <DataTable
      caption={t('dashboard.use')}
      columns={[{ label: t('dashboard.use.period') }, ...columns]}
      groups={[
        {
          rows: uses.map((use) => {
            const { figures, past, isRunning, days, before } = use
            const period = capital(periodText(page, days))
            return [
              <>
                <a href={useLink(query, use)} aria-label={t('dashboard.use.link', { period })}>
                  {period}
                </a>
                <small>{t(`dashboard.use.${use.name}`)}</small>
              </>,
              <b>{shareText(page, figures.utilisation)}</b>,
              `${hoursText(page, figures.usedHours)} ÷ ${hoursText(page, figures.availableHours)}`,
              shareText(page, figures.occupancy),
              hoursText(page, figures.unmetHours),
              <>
                {shareText(page, past.utilisation)}
                <br />
                <small class="quiet">{periodText(page, before)}</small>
              </>,
              isRunning ? (
                t('dashboard.use.running')
              ) : (
                <Change page={page} now={figures.utilisation} before={past.utilisation} unit="points" />
              ),
            ]
          }),
        },
      ]}
    />
  )
}

function Years({ page, dashboard: { query, years } }: UseProps) {
  const { t } = page
  const { title, summary } = lineWords(page, years)
  return (
    <div class="two two--even dashboard-years">
      <figure class="panel" aria-labelledby="line">
        <h3 id="line">{t('dashboard.line')}</h3>
        <svg class="year-line" viewBox={`0 0 ${LINE_SIZE.width} ${LINE_SIZE.height}`} role="img" aria-label={title}>
          <title>{title}</title>
          <desc>{summary}</desc>
          <YearLine
            points={linePoints(page, years)}
            colours={{ ink: 'var(--ink)', quiet: 'var(--ink-2)', bed: 'var(--paper)' }}
          />
        </svg>
        <figcaption class="small quiet">
          {t('dashboard.line.key', {
            solid: t('dashboard.line.key-utilisation'),
            broken: t('dashboard.line.key-occupancy'),
          })}
        </figcaption>
      </figure>
      <div>
        <DataTable
          caption={title}
          columns={[
            { label: t('dashboard.line.year') },
            { label: t('dashboard.use.utilisation'), isFigure: true },
            { label: t('dashboard.use.how'), isFigure: true },
            { label: t('dashboard.use.occupancy'), isFigure: true },
          ]}
          groups={[
            {
              rows: years.map((year) => {
                const { figures, days } = year
                const name = yearText(page, year)
                if (!figures) return [name, '–', '–', '–']
                return [
                  <a href={reportLink({ ...query, days })}>{name}</a>,
                  shareText(page, figures.utilisation),
                  `${hoursText(page, figures.usedHours)} ÷ ${hoursText(page, figures.availableHours)}`,
                  shareText(page, figures.occupancy),
                ]
              }),
            },
          ]}
        />
        <p class="small quiet pad">{t('dashboard.line.note')}</p>
      </div>
    </div>
  )
}
