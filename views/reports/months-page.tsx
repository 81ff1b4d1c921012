import type { Catalogue } from '../../server/domain/catalogue.ts'
import { FILE_FORMATS } from '../../server/domain/report-kind.ts'
import {
  MONTH_FIGURES,
  MOST_MONTHS,
  type MonthFigure,
  type MonthsRow,
  type MonthsTable,
} from '../../server/domain/report-months.ts'
import type { ReportQuery } from '../../server/domain/report-query.ts'
import { isUseGrouping } from '../../server/domain/utilisation-grouping.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { Icon } from '../components/icon.tsx'
import { number, percent, wordsOf } from '../format.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { reportRowName } from '../text/report-names.ts'
import type { TextKey } from '../text/translate.ts'
import { FIELD_KINDS } from './field-kinds.ts'
import { ReportFilters } from './report-filters.tsx'
import { reportLink } from './report-links.ts'
import { ReportTabs } from './report-tabs.tsx'
import { capital, figureText, monthText, periodText } from './report-words.ts'

/** In words; the letters of the other formulas are explained in the files. */
const MEANING: Partial<Record<MonthFigure, TextKey>> = {
  utilisation: 'reports.kpi.utilisation-how',
  occupancy: 'reports.kpi.occupancy-how',
  realisation: 'reports.kpi.realisation-how',
  availability: 'reports.kpi.availability-how',
}

export interface MonthsPageProps {
  readonly page: Page
  readonly catalogue: Catalogue
  readonly query: ReportQuery
  readonly figure: MonthFigure
  readonly table: MonthsTable
  /** The period was longer than can be shown. */
  readonly isCut: boolean
}

const PATH = '/reports/utilisation/months'

/** One figure, months side by side. */
export function MonthsPage({ page, catalogue, query, figure, table, isCut }: MonthsPageProps) {
  const { t } = page
  const name = t(`reports.field.${figure}`)
  const title = t('reports.by-month', { figure: name })
  const { days } = query
  return (
    <Layout page={page} title={title} nav="reports" bodyClass="page-report">
      <div class="wrap">
        <Crumbs
          page={page}
          items={[{ label: t('reports.utilisation'), href: reportLink(query) }, { label: t('reports.months.short') }]}
        />
        <ReportTabs page={page} current="/reports/utilisation/months" />
        <div class="page-head">
          <div class="row row--apart">
            <h1>{title}</h1>
            <p class="row no-print">
              {FILE_FORMATS.map((format) => (
                <a class="button" href={`${reportLink(query, {}, `${PATH}.${format}`)}&figure=${figure}`}>
                  <Icon name="download" /> {format.toUpperCase()}
                </a>
              ))}
            </p>
          </div>
          <p class="quiet">
            {capital(periodText(page, days))}. {name} = {t(MEANING[figure] ?? `reports.field.${figure}-is`)}.
          </p>
          {isCut ? <p>{t('reports.months.cut', { count: MOST_MONTHS })}</p> : null}
          {isUseGrouping(query.grouping) ? <p class="quiet">{t('reports.months.few')}</p> : null}
        </div>
        <ReportFilters
          page={page}
          query={query}
          catalogue={catalogue}
          path={PATH}
          figure={{ figure, of: MONTH_FIGURES }}
        />
        <section class="scroller section" aria-label={title} tabindex="0">
          <table class="data data--wide">
            <thead>
              <tr>
                <th scope="col">{t('reports.column.name')}</th>
                {table.months.map(({ from }) => (
                  <th scope="col" class="r">
                    <abbr title={monthText(page, from)}>{shortMonth(page, from)}</abbr>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row) => (
                <tr>
                  <th scope="row">{reportRowName(row, query.grouping, page.locale)}</th>
                  <Values page={page} row={row} figure={figure} />
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">{t('reports.total')}</th>
                <Values page={page} row={table.total} figure={figure} />
              </tr>
            </tfoot>
          </table>
        </section>
      </div>
    </Layout>
  )
}

function Values({ page, row, figure }: { page: Page; row: MonthsRow; figure: MonthFigure }) {
  return (
    <>
      {row.values.map((value) => (
        <td class="r">{valueText(page, value, figure)}</td>
      ))}
    </>
  )
}

function valueText(page: Page, value: number | null, figure: MonthFigure): string {
  if (value === null) return '–'
  const kind = FIELD_KINDS[figure]
  if (kind === 'share') return percent(page.locale, value, 1)
  return kind === 'hours' ? figureText(page, value) : number(page.locale, value, 0)
}

/** `sty 2026` */
const shortMonth = ({ locale }: Page, from: string) =>
  `${wordsOf(locale).shortMonths[Number(from.slice(5, 7)) - 1]!}\u00a0${from.slice(0, 4)}`
