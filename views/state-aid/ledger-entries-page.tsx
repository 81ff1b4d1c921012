import type { Catalogue } from '../../server/domain/catalogue.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { LEDGER_GROUPS, type LedgerGroup } from '../../server/domain/state-aid.ts'
import type { LedgerEntry } from '../../server/domain/state-aid-hours.ts'
import type { Ledger } from '../../server/domain/state-aid-ledger.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Pagination } from '../components/pagination.tsx'
import { Segments } from '../components/segments.tsx'
import { formatOf } from '../format.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { ReportTabs } from '../reports/report-tabs.tsx'
import { hoursText } from '../reports/report-words.ts'
import { entriesLink } from './ledger-parts.tsx'
import { ledgerLink } from './ledger-words.tsx'

export interface LedgerEntriesPageProps {
  readonly page: Page
  readonly catalogue: Catalogue
  readonly ledger: Ledger
  readonly resource: Resource
  readonly group: LedgerGroup
  /** Those of this page of the list, with their hours in the year. */
  readonly items: readonly { readonly entry: LedgerEntry; readonly done: number; readonly coming: number }[]
  /** Titles by reservation, for those who look after the resource. */
  readonly titles: ReadonlyMap<number, string>
  /** Of the whole list. */
  readonly total: { readonly done: number; readonly coming: number }
  readonly pageNumber: number
  readonly pageCount: number
  /** Too few people to say of which organisation they are. */
  readonly isFew: boolean
}

/** The reservations and the use behind a figure of the ledger. */
export function LedgerEntriesPage(props: LedgerEntriesPageProps) {
  const { page, ledger, resource, group, items, total, pageNumber, pageCount } = props
  const { t, locale } = page
  const title = t('state-aid.entries', { group: t(`state-aid.group.${group}`) })
  const name = resource.name[locale]
  const link = (number: number) =>
    number < 1 || number > pageCount ? null : `${entriesLink(ledger, resource.slug, group)}&page=${number}`
  return (
    <Layout page={page} title={`${title}, ${name}`} nav="reports" bodyClass="page-report">
      <div class="wrap">
        <Crumbs
          page={page}
          items={[
            { label: t('state-aid.title'), href: ledgerLink(ledger.year) },
            { label: ledger.entity.name, href: ledgerLink(ledger.year, ledger.entity.slug) },
            { label: name },
          ]}
        />
        <ReportTabs page={page} current="/reports/state-aid" />
        <div class="page-head">
          <h1>{title}</h1>
          <p class="quiet">{t('state-aid.entries-lead', { name, year: ledger.year })}</p>
          {props.isFew ? <p class="quiet">{t('state-aid.entries-few')}</p> : null}
        </div>
        <Segments
          label={t('reports.behind.figures')}
          items={LEDGER_GROUPS.map((each) => ({
            label: t(`state-aid.hours.${each}`),
            href: entriesLink(ledger, resource.slug, each),
            current: each === group,
          }))}
        />
        <div class="section">
          {items.length === 0 ? (
            <p class="quiet">{t('state-aid.entries-none')}</p>
          ) : (
            <DataTable
              caption={title}
              columns={[
                { label: t('state-aid.column.when') },
                { label: t('state-aid.column.what') },
                { label: t('state-aid.organisation') },
                { label: t('state-aid.column.purpose') },
                { label: t('state-aid.column.done'), isFigure: true },
                { label: t('state-aid.column.coming'), isFigure: true },
              ]}
              groups={[
                { rows: items.map((item) => rowOf(props, item)) },
                {
                  rows: [
                    [
                      <b>{t('state-aid.total')}</b>,
                      ...['', '', ''],
                      <b>{hoursText(page, total.done)}</b>,
                      <b>{hoursText(page, total.coming)}</b>,
                    ],
                  ],
                },
              ]}
            />
          )}
          <Pagination page={page} previous={link(pageNumber - 1)} next={link(pageNumber + 1)} />
        </div>
      </div>
    </Layout>
  )
}

function rowOf(props: LedgerEntriesPageProps, { entry, done, coming }: LedgerEntriesPageProps['items'][number]) {
  const { page, resource, catalogue, titles, isFew } = props
  const { t, locale } = page
  const { reservationId, start, end, organisationId, purpose } = entry
  const title = reservationId === null ? undefined : titles.get(reservationId)
  const what =
    reservationId === null ? (
      t('state-aid.entries-unbooked')
    ) : title === undefined ? (
      '–'
    ) : (
      <a href={`/reservations/${reservationId}`}>{title}</a>
    )
  return [
    <time datetime={new Date(start).toISOString()}>{formatOf(locale, resource.timeZone).daySpan(start, end)}</time>,
    what,
    isFew ? '–' : (catalogue.organisationById.get(organisationId ?? 0)?.name[locale] ?? '–'),
    <>
      {purpose ? t(`purpose.${purpose}`) : '–'}
      {entry.isEstimated ? <small> · {t('state-aid.entries-estimated')}</small> : null}
    </>,
    hoursText(page, done),
    hoursText(page, coming),
  ]
}
