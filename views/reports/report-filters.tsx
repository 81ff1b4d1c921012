import type { Catalogue } from '../../server/domain/catalogue.ts'
import { COMPARISONS } from '../../server/domain/report-period.ts'
import type { ReportQuery } from '../../server/domain/report-query.ts'
import { GROUPINGS } from '../../server/domain/utilisation-report.ts'
import type { Page } from '../page.ts'

interface FiltersProps {
  readonly page: Page
  readonly query: ReportQuery
  readonly catalogue: Catalogue
}

/** From, to, whose, in what rows and compared with what: a plain form that asks for the page anew. */
export function ReportFilters({ page, query, catalogue }: FiltersProps) {
  const { t } = page
  const { fault } = query
  const invalid = (field: 'from' | 'to') =>
    fault?.field === field ? { 'aria-invalid': 'true', 'aria-describedby': 'fault' } : {}
  return (
    <form class="panel no-print filters" action="/reports/utilisation" method="get">
      <div class="field">
        <label for="from">{t('reports.from')}</label>
        <input type="date" class="input" id="from" name="from" value={query.days.from} required {...invalid('from')} />
      </div>
      <div class="field">
        <label for="to">
          {t('reports.to')} <span class="faint">{t('reports.to-hint')}</span>
        </label>
        <input type="date" class="input" id="to" name="to" value={query.days.to} required {...invalid('to')} />
      </div>
      <div class="field">
        <label for="of">{t('reports.of')}</label>
        <ScopeSelect page={page} query={query} catalogue={catalogue} />
      </div>
      <div class="field">
        <label for="group">{t('reports.group')}</label>
        <select class="input" id="group" name="group">
          {GROUPINGS.map((each) => (
            <option value={each} selected={each === query.grouping}>
              {t(`reports.group.${each}`)}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="compare">{t('reports.compare')}</label>
        <select class="input" id="compare" name="compare">
          {COMPARISONS.map((each) => (
            <option value={each} selected={each === query.comparison}>
              {t(`reports.compare.${each}`)}
            </option>
          ))}
        </select>
      </div>
      <button class="button button--primary" type="submit">
        {t('reports.show')}
      </button>
    </form>
  )
}

/** Everything, the organisations and labs there is something to read of, and the resource that is shown now. */
function ScopeSelect({ page, query, catalogue }: FiltersProps) {
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
    <select class="input" id="of" name="of">
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
