import type { Catalogue } from './catalogue.ts'
import type { DaySpan } from './local-months.ts'
import type { Person } from './person.ts'
import { COMPARISONS, type Comparison, lastMonth, type PeriodFault, readPeriod } from './report-period.ts'
import type { Resource } from './resource.ts'
import { GROUPINGS, type Grouping } from './utilisation-grouping.ts'
import { reportableResources } from './utilisation-report.ts'

export const SORT_KEYS = [
  'name',
  'utilisation',
  'change',
  'used',
  'booked',
  'available',
  'realisation',
  'idle',
  'users',
  'unmet',
  'decision',
] as const
export type SortKey = (typeof SORT_KEYS)[number]

/** Whose figures: a lab, an organisation or a single resource. */
export interface ReportScope {
  readonly kind: 'lab' | 'organisation' | 'resource'
  readonly slug: string
  readonly name: { readonly pl: string; readonly en: string }
}

/** What the report's address says, made whole with defaults. */
export interface ReportQuery {
  readonly days: DaySpan
  /** What was wrong with the dates asked for; `days` are then the default. */
  readonly fault: PeriodFault | null
  /** The dates as they were typed. */
  readonly asked: DaySpan
  readonly grouping: Grouping
  readonly scope: ReportScope | null
  readonly comparison: Comparison
  readonly sort: SortKey
  readonly isDescending: boolean
  /** Everything the person may read of. */
  readonly readable: readonly Resource[]
  /** Those of them in the scope. */
  readonly resources: readonly Resource[]
}

interface Reader {
  readonly person: Person
  readonly now: number
  readonly timeZone: string
}

/** Null when the scope names nothing the person may read of. */
export function readReportQuery(
  raw: Readonly<Record<string, unknown>>,
  catalogue: Catalogue,
  reader: Reader,
): ReportQuery | null {
  const text = (name: string) => (typeof raw[name] === 'string' ? raw[name].trim() : '')
  const readable = reportableResources(catalogue, reader.person)
  const scope = text('of') === '' ? null : scopeOf(text('of'), catalogue, readable)
  if (scope === undefined) return null
  const usual = lastMonth(reader.now, reader.timeZone)
  const period = text('from') || text('to') ? readPeriod(text('from'), text('to')) : usual
  const sort = text('sort') || '-utilisation'
  return {
    days: 'field' in period ? usual : period,
    fault: 'field' in period ? period : null,
    asked: 'field' in period ? { from: text('from'), to: text('to') } : period,
    grouping: oneOf(GROUPINGS, text('group'), 'resource'),
    scope,
    comparison: oneOf(COMPARISONS, text('compare'), 'previous'),
    sort: oneOf(SORT_KEYS, sort.replace(/^-/, ''), 'utilisation'),
    isDescending: sort.startsWith('-'),
    readable,
    resources: scope ? readable.filter((each) => isIn(scope, each, catalogue)) : readable,
  }
}

/** Undefined for a scope that is none, or in which there is nothing to read. */
function scopeOf(text: string, catalogue: Catalogue, readable: readonly Resource[]): ReportScope | undefined {
  const [, kind, slug] = /^(lab|organisation|resource):(.+)$/.exec(text) ?? []
  if (!kind || !slug) return undefined
  const bySlug = {
    lab: catalogue.labBySlug,
    organisation: catalogue.organisationBySlug,
    resource: catalogue.resourceBySlug,
  }
  const found = bySlug[kind as ReportScope['kind']].get(slug)
  if (!found) return undefined
  const scope = { kind: kind as ReportScope['kind'], slug, name: found.name }
  return readable.some((each) => isIn(scope, each, catalogue)) ? scope : undefined
}

function isIn({ kind, slug }: ReportScope, resource: Resource, catalogue: Catalogue): boolean {
  if (kind === 'resource') return resource.slug === slug
  if (kind === 'lab') return catalogue.labById.get(resource.labId)?.slug === slug
  return catalogue.organisationById.get(resource.organisationId)?.slug === slug
}

const oneOf = <T extends string>(values: readonly T[], text: string, otherwise: T): T =>
  values.find((each) => each === text) ?? otherwise
