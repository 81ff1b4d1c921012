import { ledgerFieldsOf } from '../../server/domain/state-aid-fields.ts'
import { type Ledger, ledgerMonths, type SignedVersion } from '../../server/domain/state-aid-ledger.ts'
import { localDayOf } from '../../server/domain/zone.ts'
import type { Cell, CellKind, FileColumn, FilePart, FileTable, ReportFile } from '../files/report-file.ts'
import { formatOf, percent } from '../format.ts'
import { gaugeSvg } from '../state-aid/gauge-chart.tsx'
import { monthName, monthSums } from '../state-aid/ledger-months.tsx'
import { closedText } from '../state-aid/ledger-words.tsx'
import type { TextKey } from '../text/translate.ts'
import { capital, hoursText } from './report-words.ts'
import type { FileReader } from './utilisation-file.ts'

/** A book with what the statement says of whose it is and how its capacity came about. */
export interface StatedLedger {
  readonly ledger: Ledger
  readonly organisation: string
  readonly versions: readonly SignedVersion[]
}

export interface StateAidFileProps {
  readonly year: number
  readonly ledgers: readonly StatedLedger[]
}

/** The annual statement: figures, months, resources, versions of the capacity, the method, and lines to sign. */
export function stateAidFile({ year, ledgers }: StateAidFileProps, reader: FileReader): ReportFile {
  const { t, locale, now, timeZone } = reader
  const format = formatOf(locale, timeZone)
  const [only] = ledgers
  const isOne = ledgers.length === 1 && only !== undefined
  return {
    name: isOne ? `state-aid-${year}-${only.ledger.entity.slug}` : `state-aid-${year}`,
    title: t('state-aid.file.title', { year }),
    facts: [
      {
        label: t('state-aid.file.whose'),
        value: isOne ? `${only.ledger.entity.name}, ${only.organisation}` : t('state-aid.file.all'),
      },
      { label: t('state-aid.year'), value: String(year) },
      { label: t('state-aid.file.made'), value: `${format.date(now)}, ${format.clock(now)}` },
    ],
    parts: [
      ...ledgers.flatMap((each) => summaryOf(each, reader)),
      { kind: 'table', table: entitiesTable(ledgers, reader), printed: PRINTED },
      { kind: 'table', table: monthsTable(ledgers, reader) },
      { kind: 'table', table: resourcesTable(ledgers, reader) },
      { kind: 'table', table: versionsTable(ledgers, reader) },
      ...method(reader),
      { kind: 'signatures', lines: [t('state-aid.file.signature-made'), t('state-aid.file.signature-checked')] },
    ],
    madeAt: now,
  }
}

/** What fits on paper; neutral hours and those without a purpose, which are in no share, stand with the months. */
const PRINTED = [
  'name',
  'capacity_hours',
  'economic_hours',
  'non_economic_hours',
  'confirmed_economic_hours',
  'share',
  'forecast',
  'headroom_hours',
]

/** The four figures in words with what was put in, and the gauge. */
function summaryOf({ ledger }: StatedLedger, reader: FileReader): FilePart[] {
  const { t, locale } = reader
  const { figures, entity, frozenAt } = ledger
  const hours = (value: number) => hoursText(reader, value)
  const share = (value: number | null) => (value === null ? t('state-aid.file.none') : percent(locale, value))
  const economic = hours(figures.done.economic)
  const capacity = hours(figures.capacityHours)
  const lines = [
    `${t('state-aid.kpi.share')}: ${share(figures.share)}. ${t('state-aid.kpi.share-sum', { economic, capacity })}`,
    `${t('state-aid.kpi.forecast')}: ${share(figures.forecast)}. ${t('state-aid.kpi.forecast-sum', { economic, capacity, confirmed: hours(figures.confirmed) })}`,
    `${t('state-aid.kpi.headroom')}: ${hours(figures.headroomHours)}`,
    `${t('state-aid.kpi.use')}: ${share(figures.shareOfUse)}. ${t('state-aid.kpi.use-sum', { economic, all: hours(figures.done.economic + figures.done.non_economic) })}`,
    frozenAt === null
      ? t('state-aid.file.no-version')
      : t('state-aid.capacity-frozen', { hours: capacity, day: formatOf(locale, reader.timeZone).date(frozenAt) }),
    ...(ledger.shareAtAward === null ? [] : [t('state-aid.award', { share: share(ledger.shareAtAward) })]),
    ...(entity.closedAt === null ? [] : [closedText(entity.closedAt, reader)]),
  ]
  const gauge: FilePart[] =
    figures.share === null
      ? []
      : [
          {
            kind: 'chart',
            title: `${entity.name}: ${t('state-aid.gauge-title')}`,
            svg: gaugeSvg({ locale, t, share: figures.share, forecast: figures.forecast ?? figures.share }),
          },
        ]
  return [...gauge, { kind: 'text', text: lines.join('\n') }]
}

type Kind = readonly [key: string, title: TextKey, kind: CellKind]

const columnsOf = (kinds: readonly Kind[], { t }: FileReader): FileColumn[] =>
  kinds.map(([key, title, kind]) => ({
    ...{ key, title: t(title), kind },
    // 15.0 % is no answer to whether 15 % are passed.
    ...(kind === 'share' && { decimals: 2 as const }),
    definition: t(`state-aid.define.${key}` as TextKey),
  }))

const ENTITY_COLUMNS = [
  ['key', 'state-aid.file.key', 'text'],
  ['name', 'state-aid.entity', 'text'],
  ['organisation', 'state-aid.organisation', 'text'],
  ['capacity_hours', 'state-aid.column.capacity', 'hours'],
  ['frozen_at', 'state-aid.file.at', 'day'],
  ['economic_hours', 'state-aid.hours.economic', 'hours'],
  ['non_economic_hours', 'state-aid.hours.non_economic', 'hours'],
  ['neutral_hours', 'state-aid.hours.neutral', 'hours'],
  ['unassigned_hours', 'state-aid.hours.unassigned', 'hours'],
  ['confirmed_economic_hours', 'state-aid.hours.confirmed', 'hours'],
  ['share', 'state-aid.kpi.share', 'share'],
  ['share_of_use', 'state-aid.kpi.use', 'share'],
  ['forecast', 'state-aid.kpi.forecast', 'share'],
  ['headroom_hours', 'state-aid.kpi.headroom', 'hours'],
  ['share_at_award', 'state-aid.file.award', 'share'],
  ['alert', 'state-aid.column.alert', 'count'],
  ['forecast_alert', 'state-aid.file.forecast-alert', 'count'],
] as const satisfies readonly Kind[]

function entitiesTable(ledgers: readonly StatedLedger[], reader: FileReader): FileTable {
  const rows = ledgers.map(
    ({ ledger, organisation }): Readonly<Record<(typeof ENTITY_COLUMNS)[number][0], Cell>> => ({
      ...{ key: ledger.entity.slug, name: ledger.entity.name, organisation },
      ...ledgerFieldsOf(ledger.figures),
      frozen_at: ledger.frozenAt === null ? null : localDayOf(ledger.frozenAt, reader.timeZone),
      share_at_award: ledger.shareAtAward,
    }),
  )
  return {
    title: reader.t('state-aid.file.entities'),
    columns: columnsOf(ENTITY_COLUMNS, reader),
    rows: rows.map((row) => ENTITY_COLUMNS.map(([key]) => row[key])),
    total: null,
  }
}

const MONTH_COLUMNS = [
  ['name', 'state-aid.entity', 'text'],
  ['month', 'state-aid.month', 'text'],
  ['economic_hours', 'state-aid.hours.economic', 'hours'],
  ['non_economic_hours', 'state-aid.hours.non_economic', 'hours'],
  ['neutral_hours', 'state-aid.hours.neutral', 'hours'],
  ['unassigned_hours', 'state-aid.hours.unassigned', 'hours'],
  ['confirmed_economic_hours', 'state-aid.hours.confirmed', 'hours'],
  ['cumulative', 'state-aid.hours.cumulative', 'hours'],
] as const satisfies readonly Kind[]

function monthsTable(ledgers: readonly StatedLedger[], reader: FileReader): FileTable {
  return {
    title: reader.t('state-aid.file.months'),
    columns: columnsOf(MONTH_COLUMNS, reader),
    rows: ledgers.flatMap(({ ledger }) =>
      monthSums(ledgerMonths(ledger)).map(({ hours: { done, confirmed }, done: sum }, month) => [
        ledger.entity.name,
        capital(monthName(reader.locale, month)),
        ...[done.economic, done.non_economic, done.neutral, done.unassigned, confirmed, sum],
      ]),
    ),
    total: null,
  }
}

const RESOURCE_COLUMNS = [
  ['name', 'state-aid.entity', 'text'],
  ['resource', 'state-aid.resource', 'text'],
  ['weight', 'state-aid.weight', 'index'],
  ['counted', 'state-aid.file.counted', 'flag'],
  ['economic_hours', 'state-aid.hours.economic', 'hours'],
  ['non_economic_hours', 'state-aid.hours.non_economic', 'hours'],
] as const satisfies readonly Kind[]

/** Hours of each resource by itself, without weights. */
function resourcesTable(ledgers: readonly StatedLedger[], reader: FileReader): FileTable {
  return {
    title: reader.t('state-aid.file.resources'),
    columns: columnsOf(RESOURCE_COLUMNS, reader),
    rows: ledgers.flatMap(({ ledger: { entity, parts } }) =>
      parts.map(({ resource, weight, isCounted, hours: { done } }) => [
        ...[entity.name, resource.name[reader.locale], weight, isCounted],
        ...[done.economic, done.non_economic],
      ]),
    ),
    total: null,
  }
}

const VERSION_COLUMNS = [
  ['name', 'state-aid.entity', 'text'],
  ['version', 'state-aid.file.version', 'count'],
  ['at', 'state-aid.file.at', 'day'],
  ['capacity_hours', 'state-aid.column.capacity', 'hours'],
  ['by', 'state-aid.file.by', 'text'],
  ['role', 'state-aid.file.role', 'text'],
  ['reason', 'state-aid.file.reason', 'text'],
] as const satisfies readonly Kind[]

function versionsTable(ledgers: readonly StatedLedger[], reader: FileReader): FileTable {
  const { t, timeZone } = reader
  const roleOf = ({ author }: SignedVersion) =>
    author === null ? 'system' : author.role === 'coordinator' ? 'coordinator' : 'owner'
  return {
    title: t('state-aid.file.versions'),
    columns: columnsOf(VERSION_COLUMNS, reader),
    rows: ledgers.flatMap(({ ledger, versions }) =>
      versions.map((each) => [
        ...[ledger.entity.name, each.id, localDayOf(each.at, timeZone), each.capacityHours, each.author?.name ?? null],
        ...[t(`state-aid.file.role.${roleOf(each)}`), each.reason],
      ]),
    ),
    total: null,
  }
}

const RULES = ['done', 'economic', 'non_economic', 'neutral', 'unassigned', 'capacity', 'units', 'purpose'] as const

function method({ t }: FileReader): FilePart[] {
  const rules = RULES.map((rule) => `${t(`state-aid.rule.${rule}`)}: ${t(`state-aid.rule.${rule}-is`)}.`)
  return [{ kind: 'text', text: [`${t('state-aid.file.method')}. ${t('state-aid.law')}`, ...rules].join('\n') }]
}
