import type { AccessPolicy } from '../../server/domain/access-policy.ts'
import type { Project } from '../../server/domain/project.ts'
import type { ProjectReport } from '../../server/domain/project-report.ts'
import { groupOf } from '../../server/domain/purpose.ts'
import type { PeriodFault } from '../../server/domain/report-period.ts'
import { startOfDay } from '../../server/domain/zone.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { DataTable } from '../components/data-table.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { Field } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import { MonthBars } from '../components/month-bars.tsx'
import { number, wordsOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { ReportTabs } from '../reports/report-tabs.tsx'
import { capital, hoursText, monthText, periodText } from '../reports/report-words.ts'
import { acknowledgementsOf } from './project-file.ts'
import { projectPath } from './projects-page.tsx'

export interface ProjectReportPageProps {
  readonly page: Page
  readonly project: Project
  readonly report: ProjectReport
  /** The days as they were asked for, and what is wrong with them. */
  readonly asked: { readonly from: string; readonly to: string }
  readonly fault: PeriodFault | null
  readonly policies: ReadonlyMap<number, AccessPolicy>
}

/** What a project booked and used, as a grant asks for it. */
export function ProjectReportPage(props: ProjectReportPageProps): Html {
  const { page, project, report } = props
  const { t, locale } = page
  const title = t('project.report-of', { code: project.code })
  const cited = acknowledgementsOf(report, props.policies, locale)
  return (
    <Layout page={page} title={title} nav="mine">
      <div class="wrap">
        <Crumbs
          page={page}
          items={[
            { label: t('projects.title'), href: '/projects' },
            { label: project.code, href: projectPath(project) },
            { label: t('project.report') },
          ]}
        />
        <ReportTabs page={page} current="/projects" />
        <div class="page-head">
          <h1>{title}</h1>
          <p class="lead">{`${project.title}. ${capital(periodText(page, report.days))}`}</p>
        </div>
        <Filters {...props} />
        <p class="quiet small">{t('project.report-lead')}</p>
        {report.instruments.length === 0 ? (
          <EmptyState title={t('project.report-none')} hint="" />
        ) : (
          <>
            <Totals page={page} report={report} />
            <Instruments page={page} report={report} />
            <Months page={page} report={report} />
            <Purposes page={page} report={report} />
            <Organisations page={page} report={report} />
          </>
        )}
        {cited.length > 0 ? (
          <section class="section" aria-labelledby="cite">
            <div class="section__head">
              <h2 id="cite">{t('project.acknowledgements')}</h2>
            </div>
            <ul class="stack">
              {cited.map((text) => (
                <li>{text}</li>
              ))}
            </ul>
          </section>
        ) : null}
      </div>
    </Layout>
  )
}

function Filters({ page, project, report, asked, fault }: ProjectReportPageProps) {
  const { t } = page
  const path = `${projectPath(project)}/report`
  const query = new URLSearchParams({ from: report.days.from, to: report.days.to }).toString()
  const errorOf = (field: 'from' | 'to') => (fault?.field === field ? t(`reports.fault.${fault.reason}`) : undefined)
  return (
    <form class="panel no-print filters" action={path} method="get">
      <Field page={page} name="from" type="date" label={t('reports.from')} value={asked.from} error={errorOf('from')} />
      <Field
        page={page}
        name="to"
        type="date"
        label={t('reports.to')}
        optional={t('reports.to-hint')}
        value={asked.to}
        error={errorOf('to')}
      />
      <button class="button button--primary" type="submit">
        {t('reports.show')}
      </button>
      <p class="row small">
        {(['csv', 'xlsx', 'pdf'] as const).map((format) => (
          <a href={`${path}.${format}?${query}`}>
            <Icon name="download" /> {format.toUpperCase()}
          </a>
        ))}
      </p>
    </form>
  )
}

interface Part {
  readonly page: Page
  readonly report: ProjectReport
}

function Totals({ page, report: { total } }: Part) {
  const { t } = page
  const facts = [
    [t('project.booked'), hoursText(page, total.bookedHours)],
    [t('project.used'), hoursText(page, total.usedHours)],
    [t('project.outside'), hoursText(page, total.outsideHours)],
    [t('project.count'), String(total.reservations)],
    [t('project.estimated'), String(total.estimated)],
  ] as const
  return (
    <dl class="facts section section--close">
      {facts.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>
            <b>{value}</b>
          </dd>
        </div>
      ))}
    </dl>
  )
}

interface Figures {
  readonly reservations: number
  readonly bookedHours: number
  readonly usedHours: number
  readonly outsideHours: number
}

const figureLabels = ({ t }: Page) => [
  { label: t('project.count'), isFigure: true },
  { label: t('project.booked-hours'), isFigure: true },
  { label: t('project.used-hours'), isFigure: true },
  { label: t('project.outside-hours'), isFigure: true },
]

const figureCells = ({ locale }: Page, row: Figures) => [
  String(row.reservations),
  number(locale, row.bookedHours, 2),
  number(locale, row.usedHours, 2),
  number(locale, row.outsideHours, 2),
]

function Instruments({ page, report }: Part) {
  const { t, locale } = page
  const columns = [{ label: t('project.instrument') }, ...figureLabels(page)]
  const rows = report.instruments.map(({ resource, owner, ...row }) => [
    <>
      <a href={`/equipment/${resource.slug}`}>{resource.name[locale]}</a>
      <small>{owner.name[locale]}</small>
    </>,
    ...figureCells(page, row),
  ])
  const total = [t('project.total'), ...figureCells(page, report.total)]
  return (
    <Section id="instruments" title={t('project.instruments')}>
      <DataTable caption={t('project.instruments')} columns={columns} groups={[{ rows }, { rows: [total] }]} />
    </Section>
  )
}

function Purposes({ page, report }: Part) {
  const { t } = page
  const columns = [{ label: t('project.purpose') }, ...figureLabels(page)]
  const rows = report.purposes.map(({ purpose, ...row }) => [
    <>
      {t(`purpose.${purpose}`)}
      <small>{t(`purpose.group.${groupOf(purpose)}`)}</small>
    </>,
    ...figureCells(page, row),
  ])
  return (
    <Section id="purposes" title={t('project.by-purpose')}>
      <DataTable caption={t('project.by-purpose')} columns={columns} groups={[{ rows }]} />
    </Section>
  )
}

function Organisations({ page, report }: Part) {
  const { t, locale } = page
  const columns = [
    { label: t('project.user-organisation') },
    { label: t('project.user-people'), isFigure: true },
    ...figureLabels(page),
  ]
  const rows = report.organisations.map(({ organisation, people, ...row }) => [
    organisation.name[locale],
    String(people),
    ...figureCells(page, row),
  ])
  return (
    <Section id="organisations" title={t('project.by-organisation')}>
      <DataTable caption={t('project.by-organisation')} columns={columns} groups={[{ rows }]} />
    </Section>
  )
}

/** So many months have room beside each other. */
const MOST_BARS = 12

/** The last twelve months as bars, all of them as a table. */
function Months({ page, report: { months } }: Part) {
  const { t, locale } = page
  const bars = months.slice(-MOST_BARS).map(({ from, bookedHours, usedHours }) => ({
    label: wordsOf(locale).shortMonths[new Date(startOfDay(from, 'UTC')).getUTCMonth()]!,
    used: usedHours,
    booked: bookedHours,
    figure: number(locale, usedHours, 0),
    words: t('project.bars', {
      month: monthText(page, from),
      booked: hoursText(page, bookedHours),
      used: hoursText(page, usedHours),
    }),
    isNow: false,
  }))
  const columns = [
    { label: t('project.month') },
    { label: t('project.booked-hours'), isFigure: true },
    { label: t('project.used-hours'), isFigure: true },
  ]
  const rows = months.map(({ from, bookedHours, usedHours }) => [
    monthText(page, from),
    number(locale, bookedHours, 2),
    number(locale, usedHours, 2),
  ])
  return (
    <Section id="months" title={t('project.by-month')}>
      <div class="panel">
        <MonthBars label={t('project.by-month')} bars={bars} />
      </div>
      <details class="fold">
        <summary>{t('project.months-table')}</summary>
        <DataTable caption={t('project.by-month')} columns={columns} groups={[{ rows }]} />
      </details>
    </Section>
  )
}

const Section = ({ id, title, children }: { id: string; title: string; children?: Html | Html[] }) => (
  <section class="section" aria-labelledby={id}>
    <div class="section__head">
      <h2 id={id}>{title}</h2>
    </div>
    {children}
  </section>
)
