import type { CountedFigure } from '../../server/domain/counted-reservation.ts'
import type { ReportQuery, SortKey } from '../../server/domain/report-query.ts'

type Said = Pick<ReportQuery, 'days' | 'grouping' | 'scope' | 'comparison' | 'sort' | 'isDescending'>

/** The address of the report that this query came from, with some of it changed. */
export function reportLink(
  query: Said,
  change: Partial<Record<'of' | 'group' | 'sort', string>> = {},
  path = '/reports/utilisation',
) {
  const parts = {
    from: query.days.from,
    to: query.days.to,
    of: query.scope ? `${query.scope.kind}:${query.scope.slug}` : '',
    group: query.grouping,
    compare: query.comparison,
    sort: (query.isDescending ? '-' : '') + query.sort,
    ...change,
  }
  const said = Object.entries(parts).filter(([, value]) => value !== '')
  return `${path}?${new URLSearchParams(said).toString()}`
}

/** The same report sorted by a column: from the most down, a second time the other way. Names begin with A. */
export function sortLink(query: Said, key: SortKey): string {
  const turnsRound = query.sort === key
  const down = turnsRound ? !query.isDescending : key !== 'name'
  return `${reportLink(query, { sort: (down ? '-' : '') + key })}#rows`
}

/** The reservations behind a figure of `resource:SLUG` or `lab:SLUG`. */
export function behindLink({ days }: Pick<ReportQuery, 'days'>, of: string, figure: CountedFigure, page = 1): string {
  const said = { of, from: days.from, to: days.to, figure, ...(page > 1 ? { page: String(page) } : {}) }
  return `/reports/utilisation/reservations?${new URLSearchParams(said).toString()}`
}
