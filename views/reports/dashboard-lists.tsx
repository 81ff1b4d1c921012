import type { Dashboard } from '../../server/domain/dashboard.ts'
import { LITTLE_USED, type ReviewRow } from '../../server/domain/utilisation-review.ts'
import { DataTable } from '../components/data-table.tsx'
import { percent } from '../format.ts'
import type { Page } from '../page.ts'
import { DashboardList, ResourceLink } from './dashboard-list.tsx'
import { hoursBetween } from './dashboard-words.ts'
import { behindLink, reportLink } from './report-links.ts'
import { capital, hoursText, periodText, shareText } from './report-words.ts'

interface ListsProps {
  readonly page: Page
  readonly dashboard: Dashboard
}

/** What nobody uses, with the word of its owner, and what there is too little of. */
export function DashboardLists(props: ListsProps) {
  const { page, dashboard } = props
  const { t } = page
  return (
    <section class="section dashboard-sheet" aria-labelledby="lists">
      <div class="section__head">
        <h2 id="lists">
          {t('dashboard.unused')} · {t('dashboard.short')}
        </h2>
        <p class="quiet">{capital(periodText(page, dashboard.year))}</p>
      </div>
      <Unused {...props} />
      <Short {...props} />
      <Waiting {...props} />
    </section>
  )
}

function Unused({ page, dashboard: { unused, query, year } }: ListsProps) {
  const { t, locale } = page
  const href = reportLink({ ...query, days: year }, {}, '/reports/utilisation/unused')
  return (
    <DashboardList
      page={page}
      id="unused"
      title={t('dashboard.unused')}
      none={t('dashboard.unused.none', { little: percent(locale, LITTLE_USED, 0) })}
      items={unused}
      href={href}
    >
      {(items) => (
        <DataTable
          caption={t('dashboard.unused')}
          columns={[
            { label: t('dashboard.resource') },
            { label: t('dashboard.use.utilisation'), isFigure: true },
            { label: t('dashboard.use.how'), isFigure: true },
            { label: t('dashboard.reasons') },
            { label: t('dashboard.unused.note') },
          ]}
          groups={[
            {
              rows: items.map(({ row, reasons, note }) => [
                <ResourceLink page={page} resource={row.resources[0]!} />,
                shareText(page, row.figures.utilisation),
                <UsedLink page={page} row={row} days={year} />,
                reasons.map((reason) => t(`reports.review.reason.${reason}`)).join(', '),
                <a href={`${href}#${row.key}`}>{note === null ? t('dashboard.unused.no-note') : shortened(note)}</a>,
              ]),
            },
          ]}
        />
      )}
    </DashboardList>
  )
}

/** The note in full is where it leads to. */
const shortened = (note: string) => (note.length > LONGEST ? `${note.slice(0, LONGEST - 1).trimEnd()}…` : note)
const LONGEST = 140

function UsedLink({ page, row, days }: { page: Page; row: ReviewRow['row']; days: Dashboard['year'] }) {
  const { usedHours, availableHours } = row.figures
  const text = `${hoursText(page, usedHours)} ÷ ${hoursText(page, availableHours ?? 0)}`
  if (usedHours === 0) return <>{text}</>
  return <a href={behindLink({ days }, `resource:${row.key}`, 'used')}>{text}</a>
}

function Short({ page, dashboard: { short, waiting, query, year } }: ListsProps) {
  const { t } = page
  const href = reportLink({ ...query, days: year }, {}, '/reports/utilisation/short')
  const line = new Map(waiting.map(({ resource, people }) => [resource.id, people]))
  return (
    <DashboardList
      page={page}
      id="short"
      title={t('dashboard.short')}
      none={t('dashboard.short.none')}
      items={short}
      href={href}
    >
      {(items) => (
        <DataTable
          caption={t('dashboard.short')}
          columns={[
            { label: t('dashboard.resource') },
            { label: t('dashboard.use.occupancy'), isFigure: true },
            { label: t('dashboard.use.unmet'), isFigure: true },
            { label: t('dashboard.queue'), isFigure: true },
            { label: t('dashboard.reasons') },
          ]}
          groups={[
            {
              rows: items.map(({ row, reasons }) => {
                const { figures, key } = row
                const unmet = hoursText(page, figures.unmetHours ?? 0)
                return [
                  <a href={`${href}#${key}`}>{row.name[page.locale]}</a>,
                  <a href={behindLink({ days: year }, `resource:${key}`, 'booked')}>
                    {shareText(page, figures.occupancy)}
                  </a>,
                  figures.unmetHours ? (
                    <a href={behindLink({ days: year }, `resource:${key}`, 'unmet')}>{unmet}</a>
                  ) : (
                    unmet
                  ),
                  t('dashboard.people', { count: line.get(row.resources[0]!.id) ?? 0 }),
                  reasons.map((reason) => t(`reports.review.reason.${reason}`)).join(', '),
                ]
              }),
            },
          ]}
        />
      )}
    </DashboardList>
  )
}

function Waiting({ page, dashboard: { waiting, now } }: ListsProps) {
  const { t } = page
  return (
    <DashboardList
      page={page}
      id="waiting"
      title={t('dashboard.waiting')}
      none={t('dashboard.waiting.none')}
      items={waiting}
    >
      {(items) => (
        <DataTable
          caption={t('dashboard.waiting')}
          columns={[
            { label: t('dashboard.resource') },
            { label: t('dashboard.waiting.people'), isFigure: true },
            { label: t('dashboard.requests.oldest'), isFigure: true },
          ]}
          groups={[
            {
              rows: items.map(({ resource, people, since }) => [
                <ResourceLink page={page} resource={resource} />,
                t('dashboard.people', { count: people }),
                hoursBetween(page, since, now),
              ]),
            },
          ]}
        />
      )}
    </DashboardList>
  )
}
