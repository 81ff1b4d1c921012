import type { FileColumn, ReportFile } from '../files/report-file.ts'
import { formatOf } from '../format.ts'
import type { Page } from '../page.ts'
import { changeText, type TrailLine } from './trail-table.tsx'

/** The lines of the audit as a table for programs and spreadsheets. */
export function auditFile({ t, locale }: Pick<Page, 't' | 'locale'>, lines: readonly TrailLine[]): ReportFile {
  const column = (key: string, title: string): FileColumn => ({ key, title, kind: 'text', definition: title })
  const title = t('audit.title')
  return {
    name: `audit-${formatOf(locale, 'UTC').isoDay(lines[0]?.at ?? 0)}`,
    title,
    facts: [],
    madeAt: lines[0]?.at ?? 0,
    parts: [
      {
        kind: 'table',
        table: {
          title,
          columns: [
            column('at', t('audit.when')),
            column('kind', t('audit.what')),
            column('object', t('audit.object')),
            column('who', t('audit.who')),
            column('about', t('audit.concerns')),
            column('address', t('audit.from')),
            column('change', t('audit.change')),
          ],
          rows: lines.map((line) => [
            ...[new Date(line.at).toISOString(), line.kind, line.object.label, line.who],
            ...[line.about, line.address, changeText(t, line)],
          ]),
          total: null,
        },
      },
    ],
  }
}
