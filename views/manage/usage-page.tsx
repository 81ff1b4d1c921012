import type { Resource } from '../../server/domain/resource.ts'
import type { UsageSource } from '../../server/domain/usage.ts'
import { type Crumb, Crumbs } from '../components/crumbs.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Field } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { Pagination } from '../components/pagination.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

export interface UsageRow {
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

export interface UsagePageProps {
  readonly page: Page
  readonly resource: Resource
  readonly crumbs: readonly Crumb[]
  /** The address of this page. */
  readonly path: string
  readonly rows: readonly UsageRow[]
  readonly nextUrl: string | null
  readonly isSaved: boolean
  /** What was typed, and what is wrong with it. */
  readonly fields: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
}

/** What really happened on a resource, and a form for what nobody reported: for its stewards. */
export function UsagePage(props: UsagePageProps): Html {
  const { page, resource, path, rows, nextUrl } = props
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
        {props.isSaved ? (
          <div role="status">
            <Notice kind="ok">
              <p>{t('use.entered')}</p>
            </Notice>
          </div>
        ) : null}
        {rows.length === 0 ? <p class="quiet">{t('use.record-empty')}</p> : <Records {...props} />}
        {nextUrl ? <Pagination page={page} next={nextUrl} /> : null}
        <section class="section panel stack" aria-labelledby="enter">
          <h2 id="enter">{t('use.enter')}</h2>
          <EntryForm page={page} resource={resource} path={path} fields={props.fields} errors={props.errors} />
        </section>
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
      columns={(['when', 'who', 'of', 'source'] as const).map((name) => ({ label: t(`use.column-${name}`) }))}
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
          ]),
        },
      ]}
    />
  )
}

type FormProps = Pick<UsagePageProps, 'page' | 'resource' | 'path' | 'fields' | 'errors'>

function EntryForm({ page, resource, path, fields, errors }: FormProps) {
  const { t } = page
  const field = (name: string) => ({ page, name, value: fields[name] ?? '', error: errors[name] })
  return (
    <form class="stack" method="post" action={`${path}#enter`}>
      <input type="hidden" name="_csrf" value={page.csrf} />
      {errors['when'] ? (
        <p class="error" role="alert">
          {errors['when']}
        </p>
      ) : null}
      <div class="fields fields--roomy">
        <Field {...field('date')} type="date" label={t('reservation.date')} required />
        <Field {...field('start')} label={t('reservation.start')} required maxlength={5} />
        <Field
          {...field('end_date')}
          type="date"
          label={t('reservation.end-date')}
          hint={t('reservation.end-date-hint')}
        />
        <Field {...field('end')} label={t('reservation.end')} required maxlength={5} />
        <Field {...field('person')} type="email" label={t('use.person')} hint={t('use.person-hint')} maxlength={254} />
        <Field
          {...field('reservation')}
          label={t('use.reservation')}
          optional={t('reservation.optional')}
          maxlength={15}
        />
        {resource.capacity > 1 ? <Field {...field('units')} label={t('reservation.units')} maxlength={5} /> : null}
        <Field {...field('reason')} label={t('use.reason')} required maxlength={500} />
      </div>
      <p>
        <button class="button button--primary" type="submit">
          {t('use.enter')}
        </button>
      </p>
    </form>
  )
}
