import type { FreeWish } from '../../server/domain/free-wish.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { Facets, type FacetsProps } from '../components/facets.tsx'
import { Field, SelectField } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import { Notice } from '../components/notice.tsx'
import { Pagination } from '../components/pagination.tsx'
import { lengthName } from '../find/length-name.ts'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { CatalogueList, type CatalogueRow } from './catalogue-list.tsx'

export interface CataloguePageProps {
  readonly page: Page
  /** What was typed, as it was typed. */
  readonly form: { readonly q: string; readonly from: string; readonly to: string; readonly minutes: number | null }
  readonly durations: readonly number[]
  readonly fault: { readonly field: 'free_from' | 'free_to'; readonly reason: 'unreadable' | 'order' } | null
  readonly wish: FreeWish | null
  readonly facets: Omit<FacetsProps, 'page'>
  readonly rows: readonly CatalogueRow[]
  /** Number of the first row shown, from 1. */
  readonly first: number
  readonly total: number
  /** What fits outside the cluster and is not shown. */
  readonly elsewhere: number
  readonly elsewhereUrl: string
  readonly previousUrl: string | null
  readonly nextUrl: string | null
}

/** The catalogue: everything there is, filtered by what one needs and when. */
export function CataloguePage(props: CataloguePageProps): Html {
  const { page, rows, total, first } = props
  const { t } = page
  return (
    <Layout page={page} title={t('equipment.title')} nav="equipment">
      <div class="wrap">
        <div class="page-head">
          <h1>{t('equipment.title')}</h1>
          <p class="quiet">{t('equipment.lead')}</p>
        </div>
        <SearchForm {...props} />
        <div class="two section">
          <Facets page={page} {...props.facets} />
          <div class="stack">
            <p class="row row--apart small quiet" role="status">
              <span>
                {t('equipment.found', { count: total })}
                {props.wish ? `. ${wishText(page, props.wish)}` : null}
              </span>
              {total > rows.length ? (
                <span>{t('equipment.range', { from: first, to: first + rows.length - 1, total })}</span>
              ) : null}
            </p>
            {rows.length === 0 ? (
              <EmptyState title={t('equipment.nothing')} hint={t('equipment.nothing-hint')}>
                <p class="row">
                  <a class="button" href="/equipment">
                    {t('equipment.all')}
                  </a>
                </p>
              </EmptyState>
            ) : (
              <CatalogueList page={page} rows={rows} />
            )}
            <Pagination page={page} previous={props.previousUrl} next={props.nextUrl} />
            {props.elsewhere > 0 ? (
              <Notice>
                {t('equipment.elsewhere', { count: props.elsewhere })}{' '}
                <a href={props.elsewhereUrl}>{t('equipment.show-elsewhere')}</a>
              </Notice>
            ) : null}
          </div>
        </div>
      </div>
    </Layout>
  )
}

function SearchForm({ page, form, durations, fault, facets }: CataloguePageProps) {
  const { t } = page
  const faultOf = (field: 'free_from' | 'free_to') =>
    fault?.field === field ? t(`equipment.when-${fault.reason}`) : undefined
  const lengths = [...new Set([...durations, ...(form.minutes === null ? [] : [form.minutes])])].sort((a, b) => a - b)
  return (
    <search class="panel" aria-label={t('equipment.search')}>
      <form class="search" action="/equipment" method="get">
        <Field page={page} name="q" type="search" label={t('equipment.q')} value={form.q} maxlength={200} />
        <Field
          page={page}
          name="free_from"
          type="datetime-local"
          label={t('equipment.free-from')}
          value={form.from}
          error={faultOf('free_from')}
        />
        <Field
          page={page}
          name="free_to"
          type="datetime-local"
          label={t('equipment.free-to')}
          value={form.to}
          error={faultOf('free_to')}
        />
        <SelectField
          page={page}
          name="duration"
          label={t('equipment.length')}
          value={String(form.minutes ?? '')}
          options={[
            { value: '', label: t('length.any') },
            ...lengths.map((minutes) => ({ value: String(minutes), label: lengthName(t, minutes) })),
          ]}
        />
        {facets.groups.flatMap(({ name, options }) =>
          options
            .filter((option) => option.checked)
            .map(({ value }) => <input type="hidden" name={name} value={value} />),
        )}
        <p>
          <button class="button button--primary button--wide" type="submit">
            <Icon name="search" /> {t('equipment.go')}
          </button>
        </p>
      </form>
    </search>
  )
}

const DAY = 86_400_000

function wishText({ t, locale, timeZone }: Page, { span, minutes }: FreeWish): string {
  const { daySpan, moment } = formatOf(locale, timeZone)
  if (minutes === null && span.end - span.start <= DAY)
    return t('equipment.free-whole', { span: daySpan(span.start, span.end) })
  const length = minutes === null ? t('length.any') : lengthName(t, minutes)
  return t('equipment.free-some', { length, from: moment(span.start), to: moment(span.end) })
}
