import { type Dashboard, LAPSED_DAYS, NEAR_HOURS } from '../../server/domain/dashboard.ts'
import { round, roundOrNull } from '../../server/domain/exchange-fields.ts'
import type { Person } from '../../server/domain/person.ts'
import { LITTLE_USED } from '../../server/domain/utilisation-review.ts'
import type { Cell, CellKind, FileColumn, FilePart, FileTable, ReportFile } from '../files/report-file.ts'
import { formatOf, percent } from '../format.ts'
import {
  allRequests,
  dashboardTitle,
  downNow,
  hoursBetween,
  hoursLeft,
  lineWords,
  momentWords,
  standingCounts,
  warningLedgers,
  yearText,
} from './dashboard-words.ts'
import { capital, periodText, shareText } from './report-words.ts'
import type { FileReader } from './utilisation-file.ts'
import { yearChartSvg } from './year-chart.tsx'

/** The dashboard as a file for a meeting: the periods first, then everything its page shows, in full. */
export function dashboardFile(dashboard: Dashboard, person: Person, reader: FileReader): ReportFile {
  const { t } = reader
  const { query, now, standing, year } = dashboard
  return {
    name: `dashboard-${formatOf(reader.locale, reader.timeZone).isoDay(now)}`,
    title: dashboardTitle({ ...reader, person }, query),
    facts: [
      { label: t('reports.file.made'), value: momentWords(reader, now) },
      { label: t('reports.option.resources'), value: String(standing.length) },
      ...nowFacts(dashboard, reader),
      { label: crossName(dashboard, reader), value: crossText(dashboard, reader) },
    ],
    parts: [
      usesPart(dashboard, reader),
      ...yearParts(dashboard, reader),
      listPart(downTable(dashboard, reader), t('dashboard.down.none')),
      { kind: 'text', text: `${t('dashboard.unused')}, ${t('dashboard.short')}: ${periodText(reader, year)}.` },
      listPart(
        unusedTable(dashboard, reader),
        t('dashboard.unused.none', { little: percent(reader.locale, LITTLE_USED, 0) }),
      ),
      listPart(shortTable(dashboard, reader), t('dashboard.short.none')),
      listPart(waitingTable(dashboard, reader), t('dashboard.waiting.none')),
      listPart(requestsTable(dashboard, reader), t('dashboard.requests.none', { days: LAPSED_DAYS })),
      listPart(faultsTable(dashboard, reader), t('dashboard.faults.none')),
      listPart(calibrationsTable(dashboard, reader), t('dashboard.calibrations.none')),
      ...ledgerParts(dashboard, reader),
      { kind: 'text', text: t('dashboard.privacy') },
    ],
    madeAt: now,
  }
}

/** A table, or what to say where it is empty. */
const listPart = (table: FileTable, none: string): FilePart =>
  table.rows.length > 0 ? { kind: 'table', table } : { kind: 'text', text: `${table.title}: ${none}` }

const column = (key: string, title: string, kind: CellKind = 'text', definition = ''): FileColumn => ({
  ...{ key, kind, definition },
  title: kind === 'hours' && !title.endsWith('(h)') ? `${title} (h)` : title,
})

const tableOf = (title: string, columns: readonly FileColumn[], rows: readonly (readonly Cell[])[]): FileTable => ({
  ...{ title, columns, rows, total: null },
})

function nowFacts(dashboard: Dashboard, reader: FileReader) {
  const { t } = reader
  const count = standingCounts(dashboard.standing)
  const { open, oldestSince } = allRequests(dashboard)
  const oldest =
    oldestSince === null
      ? t('dashboard.now.requests-none')
      : t('dashboard.now.requests-oldest', { hours: hoursBetween(reader, oldestSince, dashboard.now) })
  return [
    {
      label: t('dashboard.now.in-use'),
      value: `${count.inUse} (${t('dashboard.now.in-use-sum', { taken: count.taken })})`,
    },
    {
      label: t('dashboard.now.free'),
      value: `${count.free} (${t('dashboard.now.free-sum', { partly: count.partly, closed: count.closed })})`,
    },
    {
      label: t('dashboard.now.down'),
      value: `${count.down} (${t('dashboard.now.down-sum', { planned: count.planned, unplanned: count.unplanned, off: count.off })})`,
    },
    { label: t('dashboard.now.requests'), value: `${open} (${oldest})` },
  ]
}

const crossName = ({ year }: Dashboard, reader: FileReader) =>
  `${reader.t('dashboard.kpi.cross')}, ${periodText(reader, year)}`

const crossText = ({ exchange }: Dashboard, reader: FileReader) =>
  exchange.isFew ? reader.t('dashboard.kpi.cross-few') : shareText(reader, exchange.share)

function usesPart({ uses }: Dashboard, reader: FileReader): FilePart {
  const { t } = reader
  const field = (key: 'used_hours' | 'available_hours' | 'booked_hours' | 'unmet_hours', kind: CellKind = 'hours') =>
    column(key, t(`reports.field.${key}`), kind, t(`reports.field.${key}-is`))
  const columns = [
    column('period', t('dashboard.use.period')),
    column('name', t('dashboard.use')),
    column('from', t('reports.from'), 'day'),
    column('to', t('reports.to'), 'day'),
    field('used_hours'),
    field('available_hours'),
    field('booked_hours'),
    column('utilisation', t('dashboard.use.utilisation'), 'share', t('reports.field.utilisation-is')),
    column('occupancy', t('dashboard.use.occupancy'), 'share', t('reports.field.occupancy-is')),
    field('unmet_hours'),
    column('before', t('dashboard.use.before-period')),
    column('before_utilisation', t('dashboard.use.before'), 'share', t('reports.field.utilisation-is')),
  ]
  const rows = uses.map(({ name, days, before, isRunning, figures, past }): readonly Cell[] => [
    capital(periodText(reader, days)),
    isRunning ? `${t(`dashboard.use.${name}`)}, ${t('dashboard.use.running')}` : t(`dashboard.use.${name}`),
    ...[days.from, days.to],
    ...[figures.usedHours, figures.availableHours, figures.bookedHours].map(round),
    ...[figures.utilisation, figures.occupancy].map(roundOrNull),
    round(figures.unmetHours),
    periodText(reader, before),
    roundOrNull(past.utilisation),
  ])
  const printed = [
    ...['period', 'name', 'used_hours', 'available_hours', 'utilisation', 'occupancy', 'unmet_hours'],
    'before_utilisation',
  ]
  return { kind: 'table', table: tableOf(t('dashboard.use'), columns, rows), printed }
}

function yearParts({ years }: Dashboard, reader: FileReader): FilePart[] {
  const { t } = reader
  const { title } = lineWords(reader, years)
  const columns = [
    column('year', t('dashboard.line.year')),
    column('used_hours', t('dashboard.use.used'), 'hours', t('reports.field.used_hours-is')),
    column('available_hours', t('dashboard.use.available'), 'hours', t('reports.field.available_hours-is')),
    column('utilisation', t('dashboard.use.utilisation'), 'share', t('reports.field.utilisation-is')),
    column('occupancy', t('dashboard.use.occupancy'), 'share', t('reports.field.occupancy-is')),
  ]
  const rows = years.map((year): readonly Cell[] => [
    yearText(reader, year),
    year.figures && round(year.figures.usedHours),
    year.figures && round(year.figures.availableHours),
    roundOrNull(year.figures?.utilisation ?? null),
    roundOrNull(year.figures?.occupancy ?? null),
  ])
  const key = [t('dashboard.line.key-utilisation'), t('dashboard.line.key-occupancy')]
  return [
    { kind: 'chart', title, svg: yearChartSvg(years, reader) },
    {
      kind: 'text',
      text: `${t('dashboard.line.key', { solid: key[0]!, broken: key[1]! })} ${t('dashboard.line.note')}`,
    },
    { kind: 'table', table: tableOf(t('dashboard.line'), columns, rows) },
  ]
}

function downTable({ standing }: Dashboard, reader: FileReader): FileTable {
  const { t, locale } = reader
  return tableOf(
    t('dashboard.down'),
    [
      column('resource', t('dashboard.resource')),
      column('kind', t('dashboard.down.kind')),
      column('planned', t('dashboard.down.planned'), 'flag'),
      column('since', t('dashboard.down.since')),
      column('until', t('dashboard.down.until')),
    ],
    downNow(standing).map(({ resource, outage }) => [
      resource.name[locale],
      t(`outages.kind-${outage!.kind}`),
      outage!.planned,
      momentWords(reader, outage!.start),
      momentWords(reader, outage!.end),
    ]),
  )
}

function unusedTable({ unused }: Dashboard, { t, locale }: FileReader): FileTable {
  return tableOf(
    t('dashboard.unused'),
    [
      column('resource', t('dashboard.resource')),
      column('utilisation', t('dashboard.use.utilisation'), 'share', t('reports.field.utilisation-is')),
      column('used_hours', t('dashboard.use.used'), 'hours', t('reports.field.used_hours-is')),
      column('available_hours', t('dashboard.use.available'), 'hours', t('reports.field.available_hours-is')),
      column('note', t('dashboard.unused.note')),
    ],
    unused.map(({ row: { name, figures }, note }) => [
      name[locale],
      roundOrNull(figures.utilisation),
      round(figures.usedHours),
      roundOrNull(figures.availableHours),
      note ?? t('dashboard.unused.no-note'),
    ]),
  )
}

function shortTable({ short, waiting }: Dashboard, { t, locale }: FileReader): FileTable {
  const line = new Map(waiting.map(({ resource, people }) => [resource.id, people]))
  return tableOf(
    t('dashboard.short'),
    [
      column('resource', t('dashboard.resource')),
      column('occupancy', t('dashboard.use.occupancy'), 'share', t('reports.field.occupancy-is')),
      column('unmet_hours', t('dashboard.use.unmet'), 'hours', t('reports.field.unmet_hours-is')),
      column('people', t('dashboard.queue'), 'count'),
      column('reasons', t('dashboard.reasons')),
    ],
    short.map(({ row: { name, figures, resources }, reasons }) => [
      name[locale],
      roundOrNull(figures.occupancy),
      roundOrNull(figures.unmetHours),
      line.get(resources[0]!.id) ?? 0,
      reasons.map((reason) => t(`reports.review.reason.${reason}`)).join(', '),
    ]),
  )
}

const HOUR = 3_600_000
const hoursSince = (since: number | null, now: number) => (since === null ? null : Math.floor((now - since) / HOUR))

function waitingTable({ waiting, now }: Dashboard, { t, locale }: FileReader): FileTable {
  return tableOf(
    t('dashboard.waiting'),
    [
      column('resource', t('dashboard.resource')),
      column('people', t('dashboard.waiting.people'), 'count'),
      column('oldest_hours', t('dashboard.requests.oldest'), 'hours'),
    ],
    waiting.map(({ resource, people, since }) => [resource.name[locale], people, hoursSince(since, now)]),
  )
}

function requestsTable({ requests, now }: Dashboard, { t, locale }: FileReader): FileTable {
  const days = { days: LAPSED_DAYS }
  return tableOf(
    t('dashboard.requests'),
    [
      column('lab', t('dashboard.requests.lab')),
      column('open', t('dashboard.requests.open'), 'count', t('dashboard.now.requests-how')),
      column('hours', t('dashboard.requests.hours'), 'hours'),
      column('oldest_hours', t('dashboard.requests.oldest'), 'hours'),
      column('deadline_hours', t('dashboard.requests.deadline'), 'hours'),
      column('near', t('dashboard.requests.near', { hours: NEAR_HOURS }), 'count'),
      column('lapsed', t('dashboard.requests.lapsed', days), 'count', t('dashboard.requests.lapsed-is', days)),
    ],
    requests.map(({ lab, open, hours, oldestSince, nextDeadline, near, lapsed }) => [
      lab.name[locale],
      open,
      round(hours),
      hoursSince(oldestSince, now),
      nextDeadline === null ? null : hoursLeft(nextDeadline, now),
      near,
      lapsed,
    ]),
  )
}

function faultsTable({ faults }: Dashboard, reader: FileReader): FileTable {
  const { t, locale } = reader
  return tableOf(
    t('dashboard.faults'),
    [
      column('resource', t('dashboard.resource')),
      column('severity', t('dashboard.faults.severity')),
      column('count', t('dashboard.faults.count'), 'count'),
      column('since', t('dashboard.since')),
    ],
    faults.map(({ resource, severity, count, since }) => [
      resource.name[locale],
      t(`fault.severity-${severity}`),
      count,
      momentWords(reader, since),
    ]),
  )
}

function calibrationsTable({ calibrations }: Dashboard, { t, locale, timeZone }: FileReader): FileTable {
  const format = formatOf(locale, timeZone)
  return tableOf(
    t('dashboard.calibrations'),
    [
      column('resource', t('dashboard.resource')),
      column('due', t('dashboard.calibrations.due'), 'day'),
      column('stage', t('dashboard.calibrations.stage')),
    ],
    calibrations.map(({ resource, due, stage }) => [
      resource.name[locale],
      due === null ? null : format.isoDay(due),
      t(`dashboard.calibrations.stage-${stage}`),
    ]),
  )
}

function ledgerParts({ ledgers, uses }: Dashboard, { t }: FileReader): FilePart[] {
  const year = ledgers[0]?.year ?? Number(uses[0]!.days.from.slice(0, 4))
  const rows = warningLedgers(ledgers).map(({ entity, figures }): readonly Cell[] => [
    entity.name,
    roundOrNull(figures.share),
    figures.alert === null ? '–' : `${figures.alert} %`,
    roundOrNull(figures.forecast),
    round(figures.headroomHours),
  ])
  const columns = [
    column('entity', t('dashboard.state-aid.entity')),
    column('share', t('dashboard.state-aid.share'), 'share'),
    column('limit', t('dashboard.state-aid.limit')),
    column('forecast', t('dashboard.state-aid.forecast'), 'share'),
    column('headroom_hours', t('dashboard.state-aid.headroom'), 'hours'),
  ]
  const none = t(ledgers.length === 0 ? 'dashboard.state-aid.none' : 'dashboard.state-aid.fine', { year })
  return [listPart(tableOf(t('dashboard.state-aid', { year }), columns, rows), none)]
}
