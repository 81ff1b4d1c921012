import type { PolonLine, PolonList } from '../../server/domain/polon.ts'
import type { Organisation } from '../../server/domain/resource.ts'
import type { Cell, CellKind, ReportFile } from '../files/report-file.ts'
import { type TextKey, translateInto } from '../text/translate.ts'
import { contactText, missingText, outlaysText, polonStatusText, polonTypeText } from './polon-words.ts'

export interface PolonFileProps {
  readonly organisation: Organisation
  readonly list: PolonList
  readonly locale: 'pl' | 'en'
  readonly now: number
}

/** The list for POL-on as a file: a row for each piece of apparatus, with what is still missing. */
export function polonFile({ organisation, list, locale, now }: PolonFileProps): ReportFile {
  const t = translateInto(locale)
  const title = t('polon.of', { name: organisation.name[locale] })
  return {
    name: `pol-on-${organisation.slug}-${list.year}`,
    title,
    facts: [{ label: t('polon.year'), value: String(list.year) }],
    parts: [
      { kind: 'text', text: t('polon.lead', { year: list.year, next: list.year + 1 }) },
      {
        kind: 'table',
        table: {
          title: t('polon.title'),
          columns: COLUMNS.map(([key, name, kind, definition]) => ({
            key,
            title: t(name),
            kind,
            definition: t(`polon.def.${definition}` as TextKey),
          })),
          rows: list.lines.map((line) => COLUMNS.map(([, , , , cell]) => cell({ line, locale }))),
          total: null,
        },
        printed: ['name', 'type', 'used_from', 'status', 'outlays_pln', 'missing'],
      },
    ],
    madeAt: now,
  }
}

interface Row {
  readonly line: PolonLine
  readonly locale: 'pl' | 'en'
}
type Column = readonly [key: string, title: TextKey, kind: CellKind, definition: string, cell: (row: Row) => Cell]

const COLUMNS: readonly Column[] = [
  ['resource', 'polon.title', 'text', 'slug', ({ line }) => line.resource.slug],
  ['type', 'record.polonType', 'text', 'type', ({ line, locale }) => polonTypeText(translateInto(locale), line)],
  ['name', 'polon.name', 'text', 'name', ({ line, locale }) => line.resource.name[locale]],
  ['description', 'polon.description', 'text', 'description', ({ line }) => line.resource.description],
  ['used_from', 'polon.from', 'day', 'from', ({ line }) => line.record.commissionedOn],
  ['used_to', 'polon.to', 'day', 'to', ({ line }) => line.record.decommissionedOn],
  [
    'status',
    'record.polonStatus',
    'text',
    'status',
    ({ line, locale }) => polonStatusText(translateInto(locale), line),
  ],
  ['outlays_pln', 'polon.outlays', 'money', 'outlays', ({ line }) => line.outlaysPln],
  ['funding', 'record.fundingSources', 'text', 'funding', ({ line }) => line.record.fundingSources.join('; ') || null],
  ['durable_until', 'record.durableUntil', 'day', 'durable', ({ line }) => line.record.durableUntil],
  ['technical_data', 'record.technicalData', 'text', 'technical', ({ line }) => line.record.technicalData],
  ['technical_year', 'record.technicalYear', 'count', 'year', ({ line }) => line.record.technicalYear],
  ['contact', 'polon.contact', 'text', 'contact', ({ line }) => contactText(line)],
  [
    'missing',
    'polon.missing',
    'text',
    'missing',
    ({ line, locale }) => {
      const t = translateInto(locale)
      const outlays = outlaysText(t, line)
      return [missingText(t, line), outlays && `${t('polon.outlays')}: ${outlays}`].filter(Boolean).join(', ') || null
    },
  ],
]
