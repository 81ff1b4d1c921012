import type { Catalogue } from '../../server/domain/catalogue.ts'
import type { MonthFigure } from '../../server/domain/report-months.ts'
import { COMPARISONS } from '../../server/domain/report-period.ts'
import type { ReportQuery } from '../../server/domain/report-query.ts'
import { GROUPINGS } from '../../server/domain/utilisation-grouping.ts'
import { Field, SelectField } from '../components/field.tsx'
import type { Page } from '../page.ts'

interface FiltersProps {
  readonly page: Page
  readonly query: ReportQuery
  readonly catalogue: Catalogue
  /** The page that is asked; the report of utilisation unless named. */
  readonly path?: string
  /** Period and scope alone. */
  readonly isSimple?: boolean
  /** Shown instead of what to compare with. */
  readonly figure?: { readonly figure: MonthFigure; readonly of: readonly MonthFigure[] }
}

/** From, to, whose, in what rows and compared with what: a plain form that asks for the page anew. */
export function ReportFilters({
  page,
  query,
  catalogue,
  path = '/reports/utilisation',
  figure,
  isSimple,
}: FiltersProps) {
  const { t } = page
  const { fault } = query
  const errorOf = (field: 'from' | 'to') => (fault?.field === field ? t(`reports.fault.${fault.reason}`) : undefined)
  const groupings = GROUPINGS.map((value) => ({ value, label: t(`reports.group.${value}`) }))
  const comparisons = COMPARISONS.map((value) => ({ value, label: t(`reports.compare.${value}`) }))
  return (
    <form class="panel no-print filters" action={path} method="get">
      <Field
        page={page}
        name="from"
        type="date"
        label={t('reports.from')}
        value={query.asked.from}
        required
        error={errorOf('from')}
      />
      <Field
        page={page}
        name="to"
        type="date"
        label={t('reports.to')}
        optional={t('reports.to-hint')}
        value={query.asked.to}
        required
        error={errorOf('to')}
      />
      <div class="field">
        <label for="f-of">{t('reports.of')}</label>
        <ScopeSelect page={page} query={query} catalogue={catalogue} />
      </div>
      {isSimple ? null : (
        <SelectField page={page} name="group" label={t('reports.group')} value={query.grouping} options={groupings} />
      )}
      {isSimple ? null : figure ? (
        <SelectField
          page={page}
          name="figure"
          label={t('reports.figure')}
          value={figure.figure}
          options={figure.of.map((value) => ({ value, label: t(`reports.field.${value}`) }))}
        />
      ) : (
        <SelectField
          page={page}
          name="compare"
          label={t('reports.compare')}
          value={query.comparison}
          options={comparisons}
        />
      )}
      <button class="button button--primary" type="submit">
        {t('reports.show')}
      </button>
    </form>
  )
}

/** Everything, the organisations and labs there is something to read of, and the resource that is shown now. */
export function ScopeSelect({ page, query, catalogue }: Pick<FiltersProps, 'page' | 'query' | 'catalogue'>) {
  const { t, locale, person } = page
  const labs = new Set(query.readable.map(({ labId }) => labId))
  const organisations = new Set(query.readable.map(({ organisationId }) => organisationId))
  const chosen = query.scope ? `${query.scope.kind}:${query.scope.slug}` : ''
  const option = (kind: string, { slug, name }: { slug: string; name: { pl: string; en: string } }) => (
    <option value={`${kind}:${slug}`} selected={chosen === `${kind}:${slug}`}>
      {name[locale]}
    </option>
  )
  const seesAll = person?.role === 'coordinator' || person?.role === 'administrator'
  return (
    <select class="input" id="f-of" name="of">
      <option value="">{t(seesAll ? 'reports.everything' : 'reports.my-labs')}</option>
      {query.scope?.kind === 'resource' ? (
        <optgroup label={t('reports.option.resources')}>{option('resource', query.scope)}</optgroup>
      ) : null}
      <optgroup label={t('reports.option.organisations')}>
        {catalogue.organisations.filter(({ id }) => organisations.has(id)).map((each) => option('organisation', each))}
      </optgroup>
      <optgroup label={t('reports.option.labs')}>
        {catalogue.labs.filter(({ id }) => labs.has(id)).map((each) => option('lab', each))}
      </optgroup>
    </select>
  )
}
