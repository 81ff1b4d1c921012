import { periodFrom, type ReportDelivery } from '../../server/domain/delivery.ts'
import { DELIVERY_RHYTHMS, FILE_FORMATS, type ReportKind } from '../../server/domain/report-kind.ts'
import { GROUPINGS } from '../../server/domain/utilisation-grouping.ts'
import { startOfDay } from '../../server/domain/zone.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { DataTable } from '../components/data-table.tsx'
import { SelectField } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { formatOf } from '../format.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { ReportTabs } from './report-tabs.tsx'
import { periodText } from './report-words.ts'

export const DELIVERY_NOTICES = ['subscribed', 'ended'] as const

export interface DeliveriesPageProps {
  readonly page: Page
  readonly deliveries: readonly ReportDelivery[]
  /** The reports there are files of. */
  readonly offered: readonly ReportKind[]
  /** What the form begins with; `query` is what a report said besides its period. */
  readonly chosen: { readonly report: ReportKind; readonly query: Readonly<Record<string, string>> }
  readonly notice: (typeof DELIVERY_NOTICES)[number] | null
  /** Why nothing was saved; empty otherwise. */
  readonly fault: string
}

/** The reports that come by mail: what, how often, and how to end it. */
export function DeliveriesPage(props: DeliveriesPageProps) {
  const { page, notice, fault } = props
  const { t } = page
  return (
    <Layout page={page} title={t('deliveries.title')} nav="reports">
      <div class="wrap">
        <Crumbs
          page={page}
          items={[{ label: t('reports.title'), href: '/reports' }, { label: t('deliveries.title') }]}
        />
        <ReportTabs page={page} current="/reports/deliveries" />
        <div class="page-head">
          <h1>{t('deliveries.title')}</h1>
          <p class="quiet">{t('deliveries.lead')}</p>
        </div>
        {notice ? (
          <p class="notice" data-kind="ok" role="status">
            {t(`deliveries.${notice}`)}
          </p>
        ) : null}
        {fault ? (
          <div role="alert">
            <Notice kind="stop">
              <p>{fault}</p>
            </Notice>
          </div>
        ) : null}
        <Mine {...props} />
        <Subscribe {...props} />
      </div>
    </Layout>
  )
}

function Mine({ page, deliveries }: DeliveriesPageProps) {
  const { t } = page
  return (
    <section class="section section--close" aria-labelledby="mine">
      <div class="section__head">
        <h2 id="mine">{t('deliveries.mine')}</h2>
      </div>
      {deliveries.length === 0 ? (
        <p class="quiet">{t('deliveries.none')}</p>
      ) : (
        <DataTable
          caption={t('deliveries.title')}
          columns={(['report', 'rhythm', 'format', 'next', 'action'] as const).map((each) => ({
            label: t(`deliveries.${each}`),
            isAction: each === 'action',
          }))}
          stacks
          groups={[{ rows: deliveries.map((each) => rowOf(page, each)) }]}
        />
      )}
    </section>
  )
}

function rowOf(page: Page, { id, report, rhythm, format, query, sentUpTo }: ReportDelivery) {
  const { t, locale } = page
  const next = periodFrom(sentUpTo, rhythm)
  const name = t(`report-kind.${report}`)
  const day = formatOf(locale, 'UTC').date(startOfDay(next.to, 'UTC'))
  return [
    <>
      {name} <small class="quiet">{narrowed(page, query)}</small>
    </>,
    t(`deliveries.rhythm.${rhythm}`),
    format.toUpperCase(),
    t('deliveries.next-is', { period: periodText(page, next), day }),
    <form action={`/reports/deliveries/${id}/end`} method="post">
      <input type="hidden" name="_csrf" value={page.csrf} />
      <button class="button button--bare" type="submit" aria-label={`${t('deliveries.end')}: ${name}`}>
        {t('deliveries.end')}
      </button>
    </form>,
  ]
}

/** What of the report, where it is not all of it. */
function narrowed({ t }: Page, query: Readonly<Record<string, string>>): string {
  const of = query['of']?.replace(/^\w+:/, '')
  const group = GROUPINGS.find((each) => each === query['group'])
  const words = [
    of && t('deliveries.only', { what: of }),
    group && t('deliveries.by', { what: t(`reports.group.${group}`) }),
  ]
  return words.filter(Boolean).join(' · ')
}

function Subscribe({ page, offered, chosen }: DeliveriesPageProps) {
  const { t } = page
  return (
    <section class="section" aria-labelledby="new">
      <div class="section__head">
        <h2 id="new">{t('deliveries.new')}</h2>
      </div>
      <form class="panel filters" action="/reports/deliveries" method="post">
        <input type="hidden" name="_csrf" value={page.csrf} />
        {Object.entries(chosen.query).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <SelectField
          page={page}
          name="report"
          label={t('deliveries.report')}
          value={chosen.report}
          options={offered.map((value) => ({ value, label: t(`report-kind.${value}`) }))}
        />
        <SelectField
          page={page}
          name="rhythm"
          label={t('deliveries.rhythm')}
          value="monthly"
          options={DELIVERY_RHYTHMS.map((value) => ({ value, label: t(`deliveries.rhythm.${value}`) }))}
        />
        <SelectField
          page={page}
          name="format"
          label={t('deliveries.format')}
          value="pdf"
          options={FILE_FORMATS.map((value) => ({ value, label: value.toUpperCase() }))}
        />
        <button class="button button--primary" type="submit">
          {t('deliveries.subscribe')}
        </button>
      </form>
      <p class="small quiet pad">{narrowed(page, chosen.query)}</p>
    </section>
  )
}
