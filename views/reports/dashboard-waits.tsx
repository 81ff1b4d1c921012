import { type Dashboard, LAPSED_DAYS, NEAR_HOURS } from '../../server/domain/dashboard.ts'
import type { Lab } from '../../server/domain/resource.ts'
import { decidesFor } from '../../server/domain/stewardship.ts'
import { startOfDay } from '../../server/domain/zone.ts'
import { DataTable } from '../components/data-table.tsx'
import { formatOf } from '../format.ts'
import type { Page } from '../page.ts'
import { LimitChip, ledgerLink, shareWords } from '../state-aid/ledger-words.tsx'
import { DashboardList, ResourceLink } from './dashboard-list.tsx'
import { deadlineText, hoursBetween, momentWords, warningLedgers } from './dashboard-words.ts'
import { behindLink } from './report-links.ts'
import { hoursText } from './report-words.ts'

interface WaitsProps {
  readonly page: Page
  readonly dashboard: Dashboard
}

/** What waits for somebody: decisions, answers, calibrations, State aid near its limits, the reader's own files. */
export function DashboardWaits(props: WaitsProps) {
  return (
    <section class="section dashboard-sheet" aria-labelledby="waits">
      <div class="section__head">
        <h2 id="waits">{props.page.t('dashboard.waits')}</h2>
      </div>
      <Requests {...props} />
      <Faults {...props} />
      <Calibrations {...props} />
      <StateAid {...props} />
      <Files {...props} />
    </section>
  )
}

function Requests({ page, dashboard }: WaitsProps) {
  const { t } = page
  const { requests, now } = dashboard
  const days = { days: LAPSED_DAYS }
  return (
    <DashboardList
      page={page}
      id="requests"
      title={t('dashboard.requests')}
      none={t('dashboard.requests.none', days)}
      items={requests}
    >
      {(items) => (
        <DataTable
          caption={t('dashboard.requests')}
          columns={[
            { label: t('dashboard.requests.lab') },
            { label: t('dashboard.requests.open'), isFigure: true },
            { label: t('dashboard.requests.hours'), isFigure: true },
            { label: t('dashboard.requests.oldest'), isFigure: true },
            { label: t('dashboard.requests.deadline'), isFigure: true },
            { label: t('dashboard.requests.near', { hours: NEAR_HOURS }), isFigure: true },
            { label: t('dashboard.requests.lapsed', days), isFigure: true },
          ]}
          groups={[
            {
              rows: items.map(({ lab, open, hours, oldestSince, nextDeadline, near, lapsed }) => [
                <LabLink page={page} lab={lab} days={dashboard.uses.find(({ name }) => name === 'last-month')!.days} />,
                String(open),
                hoursText(page, hours),
                oldestSince === null ? '–' : hoursBetween(page, oldestSince, now),
                deadlineText(page, nextDeadline, now),
                String(near),
                String(lapsed),
              ]),
            },
          ]}
        />
      )}
    </DashboardList>
  )
}

/** Who decides there goes to the requests, others to how long decisions took. */
function LabLink({ page, lab, days }: { page: Page; lab: Lab; days: Dashboard['year'] }) {
  const isTheirs = decidesFor(page.person, { labId: lab.id })
  const href = isTheirs ? '/approvals' : behindLink({ days }, `lab:${lab.slug}`, 'decisions')
  return <a href={href}>{lab.name[page.locale]}</a>
}

function Faults({ page, dashboard: { faults } }: WaitsProps) {
  const { t } = page
  return (
    <DashboardList
      page={page}
      id="faults"
      title={t('dashboard.faults')}
      none={t('dashboard.faults.none')}
      items={faults}
    >
      {(items) => (
        <DataTable
          caption={t('dashboard.faults')}
          columns={[
            { label: t('dashboard.resource') },
            { label: t('dashboard.faults.severity') },
            { label: t('dashboard.faults.count'), isFigure: true },
            { label: t('dashboard.since') },
          ]}
          groups={[
            {
              rows: items.map(({ resource, severity, count, since }) => [
                page.person?.stewardOf.has(resource.labId) ? (
                  <a href={`/manage/resources/${resource.slug}/faults`}>{resource.name[page.locale]}</a>
                ) : (
                  <ResourceLink page={page} resource={resource} />
                ),
                t(`fault.severity-${severity}`),
                String(count),
                momentWords(page, since),
              ]),
            },
          ]}
        />
      )}
    </DashboardList>
  )
}

function Calibrations({ page, dashboard: { calibrations } }: WaitsProps) {
  const { t } = page
  const format = formatOf(page.locale, page.timeZone)
  return (
    <DashboardList
      page={page}
      id="calibrations"
      title={t('dashboard.calibrations')}
      none={t('dashboard.calibrations.none')}
      items={calibrations}
    >
      {(items) => (
        <DataTable
          caption={t('dashboard.calibrations')}
          columns={[
            { label: t('dashboard.resource') },
            { label: t('dashboard.calibrations.due') },
            { label: t('dashboard.calibrations.stage') },
          ]}
          groups={[
            {
              rows: items.map(({ resource, due, stage }) => [
                page.person?.stewardOf.has(resource.labId) ? (
                  <a href={`/manage/resources/${resource.slug}/outages`}>{resource.name[page.locale]}</a>
                ) : (
                  <ResourceLink page={page} resource={resource} />
                ),
                due === null ? '–' : format.date(due),
                t(`dashboard.calibrations.stage-${stage}`),
              ]),
            },
          ]}
        />
      )}
    </DashboardList>
  )
}

function StateAid({ page, dashboard }: WaitsProps) {
  const { t } = page
  const { ledgers } = dashboard
  const year = ledgers[0]?.year ?? Number(dashboard.uses[0]!.days.from.slice(0, 4))
  return (
    <DashboardList
      page={page}
      id="state-aid"
      title={t('dashboard.state-aid', { year })}
      none={t(ledgers.length === 0 ? 'dashboard.state-aid.none' : 'dashboard.state-aid.fine', { year })}
      items={warningLedgers(ledgers)}
      href={ledgerLink(year)}
    >
      {(items) => (
        <DataTable
          caption={t('dashboard.state-aid', { year })}
          columns={[
            { label: t('dashboard.state-aid.entity') },
            { label: t('dashboard.state-aid.share'), isFigure: true },
            { label: t('dashboard.state-aid.limit') },
            { label: t('dashboard.state-aid.forecast'), isFigure: true },
            { label: t('dashboard.state-aid.headroom'), isFigure: true },
          ]}
          groups={[
            {
              rows: items.map(({ entity, figures }) => [
                <a href={ledgerLink(year, entity.slug)}>{entity.name}</a>,
                shareWords(page, figures.share),
                <LimitChip page={page} limit={figures.alert} />,
                shareWords(page, figures.forecast),
                hoursText(page, figures.headroomHours),
              ]),
            },
          ]}
        />
      )}
    </DashboardList>
  )
}

/** The reader's own: nobody else's are any of their business. */
function Files({ page, dashboard: { files } }: WaitsProps) {
  const { t, locale } = page
  const { next } = files
  return (
    <section class="dashboard-list no-print" aria-labelledby="files">
      <h3 id="files">{t('dashboard.files')}</h3>
      <p>
        <a href="/reports/deliveries">{t('dashboard.files.deliveries', { count: files.deliveries })}</a>{' '}
        {next
          ? t('dashboard.files.next', {
              report: t(`report-kind.${next.report}`),
              day: formatOf(locale, 'UTC').date(startOfDay(next.day, 'UTC')),
            })
          : ''}
      </p>
      <p>
        <a href="/reports/exports">{t('dashboard.files.exports', { ready: files.ready, asked: files.asked })}</a>
      </p>
    </section>
  )
}
