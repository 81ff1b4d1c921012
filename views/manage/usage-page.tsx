import type { UsageSource } from '../../server/domain/usage.ts'
import { type Crumb, Crumbs } from '../components/crumbs.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Notice } from '../components/notice.tsx'
import { Pagination } from '../components/pagination.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import { UsageForm, type UsageFormProps } from './usage-form.tsx'
import { type UsageChange, UsageHistory } from './usage-history.tsx'

export interface UsageRow {
  readonly id: number
  readonly start: number
  /** Null while it runs. */
  readonly end: number | null
  readonly isEstimated: boolean
  readonly source: UsageSource
  readonly who: string | null
  readonly reservation: { readonly id: number; readonly title: string } | null
  readonly reason: string | null
  /** Who entered it, where it was somebody else. */
  readonly enteredBy: string | null
}

export interface UsagePageProps extends UsageFormProps {
  readonly crumbs: readonly Crumb[]
  readonly rows: readonly UsageRow[]
  readonly nextUrl: string | null
  /** What has just been done. */
  readonly done: 'entered' | 'corrected' | 'removed' | null
  /** Records that were corrected or removed, the last first. */
  readonly changes: readonly UsageChange[]
}

/** What really happened on a resource, and a form for what nobody reported: for its stewards. */
export function UsagePage(props: UsagePageProps): Html {
  const { page, resource, path, rows, nextUrl, done } = props
  const { t, locale } = page
  const title = t('use.record-of', { name: resource.name[locale] })
  return (
    <Layout page={page} title={title} nav="manage">
      <div class="wrap">
        <Crumbs page={page} items={[...props.crumbs, { label: t('use.record') }]} />
        <div class="page-head">
          <h1>{title}</h1>
          <p class="quiet">{t('use.record-intro')}</p>
        </div>
        {done ? (
          <div role="status">
            <Notice kind="ok">
              <p>{t(`use.${done}`)}</p>
            </Notice>
          </div>
        ) : null}
        {rows.length === 0 ? <p class="quiet">{t('use.record-empty')}</p> : <Records {...props} />}
        {nextUrl ? <Pagination page={page} next={nextUrl} /> : null}
        <section class="section panel stack" aria-labelledby="enter">
          <h2 id="enter">{t('use.enter')}</h2>
          <UsageForm {...props} path={`${path}#enter`} why={t('use.reason')}>
            <p>
              <button class="button button--primary" type="submit">
                {t('use.enter')}
              </button>
            </p>
          </UsageForm>
        </section>
        <UsageHistory page={page} resource={resource} changes={props.changes} />
      </div>
    </Layout>
  )
}

function Records({ page, resource, rows }: UsagePageProps) {
  const { t } = page
  const format = formatOf(page.locale, resource.timeZone)
  const whenOf = ({ start, end, isEstimated }: UsageRow) => {
    if (end === null) return t('use.running-since', { moment: format.moment(start) })
    return `${format.daySpan(start, end)}${isEstimated ? ` (${t('use.estimated')})` : ''}`
  }
  return (
    <DataTable
      caption={t('use.record')}
      columns={(['when', 'who', 'of', 'source', 'correct'] as const).map((name) => ({
        label: t(`use.column-${name}`),
      }))}
      groups={[
        {
          rows: rows.map((row) => [
            <time datetime={new Date(row.start).toISOString()}>{whenOf(row)}</time>,
            row.who ?? '',
            row.reservation ? (
              <a href={`/reservations/${row.reservation.id}`}>{row.reservation.title}</a>
            ) : (
              <span class="quiet">{t('use.unbooked')}</span>
            ),
            [
              t(`use.source-${row.source}`),
              row.enteredBy && t('use.entered-by', { name: row.enteredBy }),
              row.reason && `„${row.reason}”`,
            ]
              .filter(Boolean)
              .join('; '),
            row.end === null ? '' : <CorrectLink page={page} row={row} when={whenOf(row)} />,
          ]),
        },
      ]}
    />
  )
}

const CorrectLink = ({ page: { t }, row, when }: { page: UsagePageProps['page']; row: UsageRow; when: string }) => (
  <a href={`/manage/usage/${row.id}`}>
    {t('use.correct')}
    <span class="vh">: {when}</span>
  </a>
)
