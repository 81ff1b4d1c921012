import type { FileFormat, ReportKind } from '../../server/domain/report-kind.ts'
import { isDay } from '../../server/domain/zone.ts'
import type { Page } from '../page.ts'
import { periodText } from './report-words.ts'

interface Named {
  readonly report: ReportKind
  readonly format: FileFormat
  readonly query: Readonly<Record<string, string>>
}

/** `Wykorzystanie, 2022–2026 (XLSX)` */
export function exportName({ t, locale }: Pick<Page, 't' | 'locale'>, { report, format, query }: Named): string {
  const { from = '', to = '' } = query
  const period = isDay(from) && isDay(to) ? `, ${periodText({ locale }, { from, to })}` : ''
  return `${t(`report-kind.${report}`)}${period} (${format.toUpperCase()})`
}
