import type { Person } from '../../server/domain/person.ts'
import type { ReportQuery } from '../../server/domain/report-query.ts'
import { labsDecidedBy } from '../../server/domain/stewardship.ts'
import { Segments } from '../components/segments.tsx'
import type { Page } from '../page.ts'
import type { TextKey } from '../text/translate.ts'
import { reportLink } from './report-links.ts'

const REPORTS = [
  ['/reports', 'dashboard.tab'],
  ['/reports/utilisation', 'reports.utilisation'],
  ['/reports/utilisation/months', 'dashboard.tab-months'],
  ['/reports/utilisation/unused', 'dashboard.tab-unused'],
  ['/reports/utilisation/short', 'dashboard.tab-short'],
  ['/reports/exchange', 'dashboard.tab-exchange'],
  ['/reports/state-aid', 'dashboard.tab-state-aid'],
  ['/projects', 'dashboard.tab-projects'],
  ['/reports/pol-on', 'dashboard.pol-on'],
  ['/reports/deliveries', 'dashboard.tab-deliveries'],
  ['/reports/exports', 'dashboard.tab-exports'],
] as const satisfies readonly (readonly [string, TextKey])[]

type Path = (typeof REPORTS)[number][0]

/** Those that say the same of a period: it stays on the way between them. */
const ALIKE: readonly Path[] = ['/reports/utilisation/unused', '/reports/utilisation/short']

interface TabsProps {
  readonly page: Page
  readonly current: Path
  readonly query?: ReportQuery
}

/** The way from every report to every other, the same on all of them; nothing for who reads none. */
export function ReportTabs({ page, current, query }: TabsProps) {
  const { t, person } = page
  if (!readsReports(person)) return null
  const shown = REPORTS.filter(([path]) => path !== '/reports/pol-on' || keepsPolon(person))
  return (
    <div class="no-print report-tabs">
      <Segments
        label={t('reports.title')}
        items={shown.map(([path, label]) => ({
          href: query && ALIKE.includes(path) && ALIKE.includes(current) ? reportLink(query, {}, path) : path,
          label: t(label),
          current: path === current,
        }))}
      />
    </div>
  )
}

function readsReports(person: Person | null): person is Person {
  if (!person) return false
  return person.role !== 'member' || person.stewardOf.size > 0 || person.administers.size > 0
}

/** Who runs an organisation or decides in one of its labs has its list. */
const keepsPolon = (person: Person) => person.administers.size > 0 || labsDecidedBy(person).length > 0
