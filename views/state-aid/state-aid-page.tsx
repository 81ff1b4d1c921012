import type { Ledger } from '../../server/domain/state-aid-ledger.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { DataTable } from '../components/data-table.tsx'
import { SelectField } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import { Notice } from '../components/notice.tsx'
import { formatOf } from '../format.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { FileLinks } from '../reports/export-links.tsx'
import { ReportTabs } from '../reports/report-tabs.tsx'
import { hoursText } from '../reports/report-words.ts'
import { CapacityScale } from './capacity-scale.tsx'
import { LedgerHistory, type LedgerHistoryProps } from './ledger-history.tsx'
import { LedgerKpis } from './ledger-kpis.tsx'
import { LedgerMonths, LedgerMonthsTable } from './ledger-months.tsx'
import { LedgerParts } from './ledger-parts.tsx'
import { closedText, LimitChip, ledgerLink, shareWords } from './ledger-words.tsx'

export const STATE_AID_NOTICES = ['made', 'saved'] as const

export interface StateAidPageProps {
  readonly page: Page
  readonly year: number
  readonly years: readonly number[]
  /** Every book of the year that the reader may see, with whose it is. */
  readonly ledgers: readonly { readonly ledger: Ledger; readonly organisation: string }[]
  /** The one shown in full; null for the table of all. */
  readonly shown:
    | (Omit<LedgerHistoryProps, 'page'> & { readonly organisation: string; readonly mayKeep: boolean })
    | null
  /** May open a book for some organisation. */
  readonly mayMake: boolean
  readonly notice: (typeof STATE_AID_NOTICES)[number] | null
}

/** The State-aid ledger of a year: one entity in full, or all of them side by side. */
export function StateAidPage(props: StateAidPageProps) {
  const { page, year, shown, notice } = props
  const { t } = page
  return (
    <Layout page={page} title={t('state-aid.heading', { year })} nav="reports" bodyClass="page-report">
      <div class="wrap">
        <Crumbs page={page} items={crumbs(props)} />
        <ReportTabs page={page} current="/reports/state-aid" />
        <Head {...props} />
        {notice ? (
          <div role="status">
            <Notice kind="ok">
              <p>{t(`state-aid.${notice}`)}</p>
            </Notice>
          </div>
        ) : null}
        <Picker {...props} />
        {shown ? <Entity page={page} shown={shown} /> : <Overview {...props} />}
        <Rules page={page} />
      </div>
    </Layout>
  )
}

const crumbs = ({ page: { t }, year, shown, ledgers }: StateAidPageProps) => [
  { label: t('reports.title'), href: '/reports' },
  ...(shown && ledgers.length > 1
    ? [{ label: t('state-aid.title'), href: ledgerLink(year) }, { label: shown.ledger.entity.name }]
    : [{ label: t('state-aid.title') }]),
]

function Head({ page, year, shown, mayMake }: StateAidPageProps) {
  const { t } = page
  const query = { year: String(year), ...(shown && { entity: shown.ledger.entity.slug }) }
  const closedAt = shown?.ledger.entity.closedAt ?? null
  return (
    <div class="page-head">
      <div class="row row--apart">
        <h1>{t('state-aid.heading', { year })}</h1>
        <FileLinks page={page} report="state-aid" query={query} isLong={false} />
      </div>
      <p class="quiet">{shown ? lead(page, shown) : t('state-aid.lead-all')}</p>
      {shown && shown.ledger.shareAtAward !== null ? (
        <p class="quiet">{t('state-aid.award', { share: shareWords(page, shown.ledger.shareAtAward) })}</p>
      ) : null}
      {closedAt === null ? null : (
        <p>
          <b>{closedText(closedAt, page)}</b>
        </p>
      )}
      <p class="row no-print">
        {shown?.mayKeep ? (
          <a class="button" href={`/reports/state-aid/entities/${shown.ledger.entity.slug}?year=${year}`}>
            <Icon name="pencil" /> {t('state-aid.change')}
          </a>
        ) : null}
        {mayMake ? (
          <a class="button" href={`/reports/state-aid/entities/new?year=${year}`}>
            {t('state-aid.new')}
          </a>
        ) : null}
      </p>
    </div>
  )
}

function lead(page: Page, { ledger, organisation }: NonNullable<StateAidPageProps['shown']>): string {
  const { t } = page
  const { figures, frozenAt, parts, entity } = ledger
  const hours = hoursText(page, figures.capacityHours)
  return t('state-aid.lead', {
    ...{ name: entity.name, organisation },
    resources: t('state-aid.resources', { count: parts.length }),
    capacity:
      frozenAt === null
        ? t('state-aid.capacity-live', { hours })
        : t('state-aid.capacity-frozen', { hours, day: formatOf(page.locale, page.timeZone).date(frozenAt) }),
  })
}

function Picker({ page, year, years, ledgers, shown }: StateAidPageProps) {
  const { t } = page
  return (
    <form class="filters panel no-print" action="/reports/state-aid" method="get">
      <SelectField
        page={page}
        label={t('state-aid.year')}
        name="year"
        value={String(year)}
        options={years.map((each) => ({ value: String(each), label: String(each) }))}
      />
      {ledgers.length > 1 ? (
        <SelectField
          page={page}
          label={t('state-aid.entity')}
          name="entity"
          value={shown?.ledger.entity.slug ?? ''}
          options={[
            { value: '', label: t('state-aid.all-entities') },
            ...ledgers.map(({ ledger: { entity } }) => ({ value: entity.slug, label: entity.name })),
          ]}
        />
      ) : null}
      <p>
        <button class="button" type="submit">
          {t('reports.show')}
        </button>
      </p>
    </form>
  )
}

function Entity({ page, shown }: { page: Page; shown: NonNullable<StateAidPageProps['shown']> }) {
  const { t } = page
  const { ledger } = shown
  const { figures } = ledger
  return (
    <>
      <Standing page={page} shown={shown} />
      <section class="section section--close" aria-labelledby="gauge">
        <h2 class="vh" id="gauge">
          {t('state-aid.gauge')}
        </h2>
        {figures.share === null ? null : (
          <figure class="panel">
            <figcaption class="label pad-b">{t('state-aid.gauge-title')}</figcaption>
            <CapacityScale page={page} share={figures.share} forecast={figures.forecast ?? figures.share} />
          </figure>
        )}
        <LedgerKpis page={page} figures={figures} />
      </section>
      <div class="section two two--even">
        <LedgerMonths page={page} ledger={ledger} />
        <LedgerHistory page={page} {...shown} />
      </div>
      <LedgerMonthsTable page={page} ledger={ledger} />
      <LedgerParts page={page} ledger={ledger} />
    </>
  )
}

/** Which limit the year has reached or will reach, above all figures. */
function Standing({ page, shown }: { page: Page; shown: NonNullable<StateAidPageProps['shown']> }) {
  const { t, locale } = page
  const { alert, forecastAlert } = shown.ledger.figures
  if (alert === null && forecastAlert === null) return null
  const ahead = forecastAlert !== null && forecastAlert !== alert
  const now =
    alert === null
      ? t('state-aid.not-crossed')
      : t(alert === 20 ? 'state-aid.crossed-20' : 'state-aid.crossed', { limit: alert })
  const told = shown.told.findLast(({ percent }) => percent === alert)
  return (
    <div class="notice" data-kind={alert === 20 ? 'stop' : 'care'}>
      <Icon name={alert === 20 ? 'stop' : 'care'} />
      <div>
        <h2>{ahead ? `${now}, ${t('state-aid.forecast-crosses', { limit: forecastAlert })}` : now}</h2>
        <p>
          {told ? `${t('state-aid.told-since', { day: formatOf(locale, page.timeZone).date(told.at) })} ` : ''}
          {t('state-aid.effect-shown')}
        </p>
      </div>
    </div>
  )
}

function Overview({ page, year, ledgers }: StateAidPageProps) {
  const { t } = page
  if (ledgers.length === 0) return <p class="quiet section">{t('state-aid.none')}</p>
  return (
    <section class="section" aria-labelledby="entities">
      <div class="section__head">
        <h2 id="entities">{t('state-aid.entities')}</h2>
      </div>
      <DataTable
        caption={t('state-aid.title')}
        columns={[
          { label: t('state-aid.entity') },
          { label: t('state-aid.column.capacity'), isFigure: true },
          { label: t('state-aid.hours.economic'), isFigure: true },
          { label: t('state-aid.column.share'), isFigure: true },
          { label: t('state-aid.column.forecast'), isFigure: true },
          { label: t('state-aid.column.headroom'), isFigure: true },
          { label: t('state-aid.column.alert') },
        ]}
        groups={[
          {
            rows: ledgers.map(({ ledger: { entity, figures }, organisation }) => [
              <>
                <a href={ledgerLink(year, entity.slug)}>{entity.name}</a>
                <small>{organisation}</small>
              </>,
              hoursText(page, figures.capacityHours),
              hoursText(page, figures.done.economic),
              shareWords(page, figures.share),
              shareWords(page, figures.forecast),
              hoursText(page, figures.headroomHours),
              <LimitChip page={page} limit={figures.alert} />,
            ]),
          },
        ]}
      />
    </section>
  )
}

const RULES = ['done', 'economic', 'non_economic', 'neutral', 'unassigned', 'capacity', 'units', 'purpose'] as const

/** How the figures come about, and that they are no legal advice. */
function Rules({ page: { t } }: { page: Page }) {
  return (
    <section class="section" aria-labelledby="what">
      <div class="section__head">
        <h2 id="what">{t('state-aid.what')}</h2>
      </div>
      <div class="notice notice--source">
        <Icon name="info" />
        <div>{t('state-aid.law')}</div>
      </div>
      <dl class="facts facts--list">
        {RULES.map((rule) => (
          <div>
            <dt>{t(`state-aid.rule.${rule}`)}</dt>
            <dd>{t(`state-aid.rule.${rule}-is`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
