import type { AccessPolicy } from '../../server/domain/access-policy.ts'
import { textIn } from '../../server/domain/access-policy.ts'
import type { Project } from '../../server/domain/project.ts'
import type { ProjectReport } from '../../server/domain/project-report.ts'
import { groupOf } from '../../server/domain/purpose.ts'
import type { Cell, CellKind, FileColumn, FileTable, ReportFile } from '../files/report-file.ts'
import type { Page } from '../page.ts'
import { monthText, periodText } from '../reports/report-words.ts'
import type { TextKey } from '../text/translate.ts'
import { termText } from './term-text.ts'

type Words = Pick<Page, 'locale' | 't' | 'now'>

export interface ProjectFileProps {
  readonly project: Project
  readonly report: ProjectReport
  readonly organisationName: (id: number) => string
  /** By the id of the resource. */
  readonly policies: ReadonlyMap<number, AccessPolicy>
}

/** The report that a grant asks for as a file: a row for each instrument, then purposes, organisations and months. */
export function projectFile(
  { project, report, organisationName, policies }: ProjectFileProps,
  words: Words,
): ReportFile {
  const { t, locale, now } = words
  const { days } = report
  const fact = (label: TextKey, value: string | null) => (value ? [{ label: t(label), value }] : [])
  return {
    name: `project-${project.code}-${days.from}-${days.to}`,
    title: t('project.report-of', { code: project.code }),
    facts: [
      ...fact('project.title', project.title),
      ...fact('project.organisation', organisationName(project.organisationId)),
      ...fact('project.organisations', project.partnerIds.map(organisationName).join(', ')),
      ...fact('project.funder', project.funder),
      ...fact('project.grantNumber', project.grantNumber),
      ...fact('project.raid', project.raid),
      ...fact('project.leader', project.people.find(({ id }) => id === project.leaderId)?.name ?? null),
      ...fact('project.term', termText(words, project)),
      ...fact('reports.file.period', periodText(words, days)),
    ],
    parts: [
      { kind: 'text', text: t('project.report-lead') },
      {
        kind: 'table',
        table: instrumentsTable(report, policies, words),
        printed: ['instrument', 'owner', 'reservations', 'booked_hours', 'used_hours', 'outside_hours'],
      },
      { kind: 'table', table: purposesTable(report, words) },
      { kind: 'table', table: organisationsTable(report, words) },
      { kind: 'table', table: monthsTable(report, words), printed: ['month', 'booked_hours', 'used_hours'] },
      ...acknowledgementsOf(report, policies, locale).map((text) => ({ kind: 'text' as const, text })),
    ],
    madeAt: now,
  }
}

/** `Mikroskop: Badania wykonano …`, of each instrument whose owner wrote a sentence. */
export const acknowledgementsOf = (
  { instruments }: ProjectReport,
  policies: ReadonlyMap<number, AccessPolicy>,
  locale: 'pl' | 'en',
): string[] =>
  instruments.flatMap(({ resource }) => {
    const text = acknowledgementOf(policies, resource.id, locale)
    return text === null ? [] : [`${resource.name[locale]}: ${text}`]
  })

function acknowledgementOf(policies: ReadonlyMap<number, AccessPolicy>, id: number, locale: 'pl' | 'en') {
  const policy = policies.get(id)
  return (policy && textIn(policy.texts.acknowledgement, locale)) || null
}

function instrumentsTable(report: ProjectReport, policies: ReadonlyMap<number, AccessPolicy>, words: Words): FileTable {
  const { locale, t } = words
  const column = columnIn(words)
  return {
    title: t('project.instruments'),
    columns: [
      column('resource', 'project.code', 'text', 'resource', t('project.instrument')),
      column('instrument', 'project.instrument', 'text', 'instrument'),
      column('owner', 'project.owner', 'text', 'owner'),
      ...figureColumns(words),
      column('acknowledgement', 'project.acknowledgement', 'text', 'acknowledgement'),
    ],
    rows: report.instruments.map(({ resource, owner, ...row }) => [
      ...[resource.slug, resource.name[locale], owner.name[locale]],
      ...figuresOf(row),
      acknowledgementOf(policies, resource.id, locale),
    ]),
    total: [null, t('project.total'), null, ...figuresOf(report.total), null],
  }
}

function purposesTable(report: ProjectReport, words: Words): FileTable {
  const { t } = words
  const column = columnIn(words)
  return {
    title: t('project.by-purpose'),
    columns: [
      column('purpose', 'project.purpose', 'text', 'purpose'),
      column('group', 'project.purpose-group', 'text', 'group'),
      ...figureColumns(words),
    ],
    rows: report.purposes.map(({ purpose, ...row }) => [
      t(`purpose.${purpose}`),
      t(`purpose.group.${groupOf(purpose)}`),
      ...figuresOf(row),
    ]),
    total: [t('project.total'), null, ...figuresOf(report.total)],
  }
}

function organisationsTable(report: ProjectReport, words: Words): FileTable {
  const { t, locale } = words
  const column = columnIn(words)
  return {
    title: t('project.by-organisation'),
    columns: [
      column('organisation', 'project.user-organisation', 'text', 'organisation'),
      column('people', 'project.user-people', 'count', 'people'),
      ...figureColumns(words),
    ],
    rows: report.organisations.map(({ organisation, people, ...row }) => [
      organisation.name[locale],
      people,
      ...figuresOf(row),
    ]),
    total: [t('project.total'), report.total.people, ...figuresOf(report.total)],
  }
}

function monthsTable({ months, total }: ProjectReport, words: Words): FileTable {
  const { t } = words
  const column = columnIn(words)
  return {
    title: t('project.by-month'),
    columns: [
      column('month', 'project.month', 'text', 'month'),
      column('from', 'project.startOn', 'day', 'month-from'),
      column('booked_hours', 'project.booked-hours', 'hours', 'booked'),
      column('used_hours', 'project.used-hours', 'hours', 'used'),
    ],
    rows: months.map(({ from, bookedHours, usedHours }) => [monthText(words, from), from, bookedHours, usedHours]),
    total: [t('project.total'), null, total.bookedHours, total.usedHours],
  }
}

const columnIn =
  ({ t }: Words) =>
  (key: string, title: TextKey, kind: CellKind, definition: string, name = t(title)): FileColumn => ({
    key,
    title: name,
    kind,
    definition: t(`project.def.${definition}` as TextKey),
  })

function figureColumns(words: Words): FileColumn[] {
  const column = columnIn(words)
  return [
    column('reservations', 'project.count', 'count', 'count'),
    column('booked_hours', 'project.booked-hours', 'hours', 'booked'),
    column('used_hours', 'project.used-hours', 'hours', 'used'),
    column('outside_hours', 'project.outside-hours', 'hours', 'outside'),
    column('estimated_reservations', 'project.estimated', 'count', 'estimated'),
  ]
}

interface Figures {
  readonly reservations: number
  readonly bookedHours: number
  readonly usedHours: number
  readonly outsideHours: number
  readonly estimated: number
}
const figuresOf = ({ reservations, bookedHours, usedHours, outsideHours, estimated }: Figures): Cell[] => [
  ...[reservations, bookedHours, usedHours, outsideHours, estimated],
]
