import { Segments } from '../components/segments.tsx'
import type { Page } from '../page.ts'
import type { TextKey } from '../text/translate.ts'

const REPORTS = [
  ['/reports/utilisation', 'reports.utilisation'],
  ['/reports/state-aid', 'state-aid.title'],
  ['/reports/exchange', 'exchange.title'],
] as const satisfies readonly (readonly [string, TextKey])[]

/** The way from one report to the others. */
export function ReportTabs({ page, current }: { page: Page; current: (typeof REPORTS)[number][0] }) {
  return (
    <div class="no-print">
      <Segments
        label={page.t('reports.title')}
        items={REPORTS.map(([href, label]) => ({ href, label: page.t(label), current: href === current }))}
      />
    </div>
  )
}
