import { changeOf } from '../../server/domain/report-lines.ts'
import { Delta, type DeltaProps } from '../components/delta.tsx'
import type { Page } from '../page.ts'
import { signed } from './report-words.ts'

interface ChangeProps {
  readonly page: Page
  readonly now: number | null
  readonly before: number | null | undefined
  readonly unit: 'points' | 'hours' | 'people'
  readonly better?: DeltaProps['better']
}

/** What changed since the period compared with; nothing at all when there is nothing to compare. */
export function Change({ page, now, before, unit, better = 'higher' }: ChangeProps) {
  const change = changeOf(now, before)
  if (change === null) return null
  const shown = unit === 'points' ? change * 100 : change
  const decimals = unit === 'people' || Math.abs(shown) >= 100 ? 0 : 1
  const text = signed(page, shown, decimals)
  if (text === '0') return <Delta text={page.t('reports.no-change')} change={0} better={better} />
  return <Delta text={withUnit(page, text, unit, Math.abs(change))} change={change} better={better} />
}

function withUnit({ t }: Page, change: string, unit: ChangeProps['unit'], count: number): string {
  if (unit === 'points') return t('reports.points', { change })
  return unit === 'hours' ? `${change}\u00a0h` : t('reports.people', { change, count })
}
