import type { Exchange } from '../../server/domain/exchange.ts'
import { isFolded, ownerFields, round, roundOrNull } from '../../server/domain/exchange-fields.ts'
import type { DaySpan } from '../../server/domain/local-months.ts'
import type { Person } from '../../server/domain/person.ts'
import type { Organisation } from '../../server/domain/resource.ts'
import { startOfDay } from '../../server/domain/zone.ts'
import { barChartSvg } from '../files/bar-chart.tsx'
import { gridChartSvg } from '../files/grid-chart.tsx'
import type { Cell, CellKind, FileColumn, FilePart, FileTable, ReportFile } from '../files/report-file.ts'
import { formatOf, percent, wordsOf } from '../format.ts'
import type { TextKey } from '../text/translate.ts'
import { type ExchangeMonthFigures, levelOf, seesAll, shownOf } from './exchange-words.ts'
import { capital, figureText, hoursText, monthText, periodText } from './report-words.ts'
import type { FileReader } from './utilisation-file.ts'

export interface ExchangeFileProps {
  readonly exchange: Exchange
  readonly months: readonly ExchangeMonthFigures[]
  readonly days: DaySpan
  readonly person: Person
}

/** The exchange report as a file: the matrix with what follows from it, and the share month by month. */
export function exchangeFile({ exchange, months, days, person }: ExchangeFileProps, reader: FileReader): ReportFile {
  const { t, locale, now, timeZone } = reader
  const format = formatOf(locale, timeZone)
  const { crossShare, totalHours, unknownHours } = exchange
  const unknown: FilePart[] =
    unknownHours > 0 ? [{ kind: 'text', text: t('exchange.unknown', { hours: hoursText(reader, unknownHours) }) }] : []
  return {
    name: `exchange-${days.from}-${days.to}`,
    title: t('exchange.title-of', { period: periodText(reader, days) }),
    facts: [
      { label: t('reports.of'), value: t(seesAll(person) ? 'reports.everything' : 'reports.my-labs') },
      { label: t('reports.file.period'), value: capital(periodText(reader, days)) },
      { label: t('exchange.kpi.hours'), value: hoursText(reader, totalHours) },
      {
        label: t('exchange.kpi.cross'),
        value: crossShare === null ? t('reports.no-data') : percent(locale, crossShare, 1),
      },
      { label: t('reports.file.made'), value: `${format.date(now)}, ${format.clock(now)}` },
    ],
    parts: [
      ...matrixChart(exchange, reader),
      { kind: 'table', table: ownersTable(exchange, reader), printed: OWNER_KEYS.filter((key) => key !== 'key') },
      ...unknown,
      { kind: 'chart', title: t('exchange.months'), svg: monthsChart(months, reader) },
      { kind: 'table', table: monthsTable(months, reader) },
      { kind: 'text', text: t('exchange.note') },
    ],
    madeAt: now,
  }
}

const OWNER_KEYS = [
  'key',
  'owner',
  'used_hours',
  'own_hours',
  'openness',
  'largest_user',
  'largest_share',
  'concentration',
  'people',
]

/** What stands before and behind the hours by user. */
function ownersTable(exchange: Exchange, { t, locale }: FileReader): FileTable {
  const { owners, organisations, hours } = exchange
  const { users } = shownOf(exchange)
  const column = (key: string, title: TextKey, kind: CellKind, definition: TextKey): FileColumn => ({
    ...{ key, title: t(title), kind, definition: t(definition) },
  })
  const columns = [
    column('key', 'exchange.file.key', 'text', 'exchange.is.key'),
    column('owner', 'exchange.owner', 'text', 'exchange.is.owner'),
    column('used_hours', 'exchange.used', 'hours', 'exchange.is.used'),
    column('own_hours', 'exchange.own', 'hours', 'exchange.is.own'),
    column('openness', 'exchange.openness', 'share', 'exchange.is.openness'),
    column('largest_user', 'exchange.largest', 'text', 'exchange.is.largest'),
    column('largest_share', 'exchange.largest-share', 'share', 'exchange.is.largest-share'),
    column('concentration', 'exchange.concentration', 'index', 'exchange.is.concentration'),
    column('people', 'exchange.people', 'count', 'exchange.is.people'),
    ...users.map(
      (j): FileColumn => ({
        key: organisations[j]!.slug,
        title: t('exchange.hours-of', { name: organisations[j]!.name[locale] }),
        kind: 'hours',
        definition: t('exchange.is.hours-of'),
      }),
    ),
  ]
  const rows = owners.flatMap((owner, i): (readonly Cell[])[] => {
    if (!owner.owns) return []
    const { organisation, hours: all, people } = owner
    const names = [organisation.slug, organisation.name[locale], round(all)]
    if (isFolded(owner)) return [[...names, null, null, null, null, null, null, ...users.map(() => null)]]
    const fields = ownerFields(owner)
    return [
      [
        ...names,
        fields.own_hours,
        fields.openness,
        owner.largest?.organisation.name[locale] ?? null,
        fields.largest_share,
        fields.concentration,
        people,
        ...users.map((j) => round(hours[i]![j]!)),
      ],
    ]
  })
  return { title: t('exchange.owners'), columns, rows, total: totalRow(exchange, users, t('reports.total')) }
}

function totalRow(
  { owners, hours, totalHours, crossShare, concentration }: Exchange,
  users: readonly number[],
  total: string,
) {
  const open = owners.flatMap((owner, i) => (isFolded(owner) ? [] : [i]))
  const own = owners.reduce((sum, { ownHours }) => sum + ownHours, 0)
  return [
    ...['total', total, round(totalHours), round(own), roundOrNull(crossShare), null, null],
    ...[roundOrNull(concentration), null],
    ...users.map((j) => round(open.reduce((sum, i) => sum + hours[i]![j]!, 0))),
  ]
}

function matrixChart(exchange: Exchange, reader: FileReader): FilePart[] {
  const { organisations, hours, owners } = exchange
  const { rows, users, most } = shownOf(exchange)
  if (!most) return [{ kind: 'text', text: reader.t('exchange.nothing') }]
  const name = ({ name }: Organisation) => name[reader.locale]
  const numbered = users.map((j) => `${j + 1}. ${name(organisations[j]!)}`).join('; ')
  const svg = gridChartSvg({
    title: reader.t('exchange.matrix'),
    summary: reader.t('exchange.matrix.lead'),
    columns: users.map((j) => String(j + 1)),
    rows: rows.map((i) => ({
      label: shortened(`${i + 1}. ${name(organisations[i]!)}`),
      cells: isFolded(owners[i]!)
        ? users.map(() => null)
        : users.map((j) => ({
            level: levelOf(hours[i]![j]!, owners[i]!.hours),
            figure: hours[i]![j]! === 0 ? '' : figureText(reader, hours[i]![j]!),
          })),
    })),
    left: 175,
  })
  return [
    { kind: 'text', text: reader.t('exchange.matrix.lead') },
    { kind: 'chart', title: reader.t('exchange.matrix'), svg },
    { kind: 'text', text: `${reader.t('exchange.matrix.users')}: ${numbered}.` },
  ]
}

const shortened = (text: string) => (text.length > 38 ? `${text.slice(0, 37)}…` : text)

function monthsChart(months: readonly ExchangeMonthFigures[], reader: FileReader): string {
  const { t, locale } = reader
  const ends = [months[0]!, months.at(-1)!].map(({ from }) => monthText(reader, from))
  return barChartSvg({
    title: t('exchange.months'),
    summary: t('exchange.months.label', { period: ends.join(' – ') }),
    most: 1,
    bars: months.map(({ from, crossShare }) => ({
      label: wordsOf(locale).shortMonths[new Date(startOfDay(from, 'UTC')).getUTCMonth()]!,
      value: crossShare,
      outline: crossShare === null ? 0 : 1,
      figure: crossShare === null ? '–' : percent(locale, crossShare, 0),
    })),
  })
}

function monthsTable(months: readonly ExchangeMonthFigures[], reader: FileReader): FileTable {
  const { t } = reader
  return {
    title: t('exchange.months'),
    columns: [
      { key: 'month', title: t('exchange.month'), kind: 'text', definition: t('exchange.is.month') },
      { key: 'used_hours', title: t('exchange.used'), kind: 'hours', definition: t('exchange.is.used') },
      { key: 'cross_share', title: t('exchange.kpi.cross'), kind: 'share', definition: t('exchange.is.cross') },
    ],
    rows: months.map(({ from, totalHours, crossShare }) => [
      monthText(reader, from),
      round(totalHours),
      roundOrNull(crossShare),
    ]),
    total: null,
  }
}
