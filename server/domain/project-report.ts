import type { Catalogue } from './catalogue.ts'
import { type DaySpan, firstOfMonth, monthOf, monthPieces } from './local-months.ts'
import type { ProjectTerm } from './project.ts'
import { PURPOSES, type Purpose } from './purpose.ts'
import { LONGEST_REPORT_DAYS } from './report-period.ts'
import type { Organisation, Resource } from './resource.ts'
import { addDays, daysBetween } from './zone.ts'

/** Hours in available time and outside opening hours, and completed reservations without a record of use. */
export interface ProjectHours {
  readonly bookedHours: number
  readonly usedHours: number
  readonly outsideHours: number
  readonly estimated: number
}

interface Counts {
  readonly reservationIds: readonly number[]
  readonly personIds: readonly number[]
  readonly hours: ProjectHours
}

/** What one resource adds to one row of the report. */
export type ProjectLine =
  | ({ readonly kind: 'resource'; readonly resource: Resource } & Counts)
  | ({ readonly kind: 'purpose'; readonly purpose: Purpose } & Counts)
  | ({ readonly kind: 'organisation'; readonly organisationId: number } & Counts)
  | { readonly kind: 'month'; readonly from: string; readonly hours: ProjectHours }

interface Row extends ProjectHours {
  readonly reservations: number
  readonly people: number
}

export interface ProjectReport {
  readonly days: DaySpan
  /** The most used first. */
  readonly instruments: readonly (Row & { readonly resource: Resource; readonly owner: Organisation })[]
  readonly purposes: readonly (Row & { readonly purpose: Purpose })[]
  readonly organisations: readonly (Row & { readonly organisation: Organisation })[]
  readonly months: readonly (ProjectHours & { readonly from: string })[]
  readonly total: Row
}

/**
 * The days a report is about unless told otherwise: from the beginning of the project, or of this year, to the end of this
 * month, or of the project where that comes first.
 */
export function projectDays({ startOn, endOn }: Pick<ProjectTerm, 'startOn' | 'endOn'>, today: string): DaySpan {
  const monthEnd = firstOfMonth(monthOf(today) + 1)
  const to = endOn !== null && endOn < monthEnd ? addDays(endOn, 1) : monthEnd
  const from =
    startOn ?? (endOn !== null && endOn < today ? `${endOn.slice(0, 4)}-01-01` : `${today.slice(0, 4)}-01-01`)
  if (from >= to) return { from, to: addDays(from, 1) }
  const earliest = addDays(to, -LONGEST_REPORT_DAYS)
  return { from: daysBetween(earliest, from) < 0 ? earliest : from, to }
}

/** Lines of resources added up. A reservation of several resources counts once in a sum. */
export function projectReportOf(
  lines: readonly ProjectLine[],
  days: DaySpan,
  { organisationById }: Pick<Catalogue, 'organisationById'>,
): ProjectReport {
  const of = <K extends ProjectLine['kind']>(kind: K) =>
    lines.filter((line): line is Extract<ProjectLine, { kind: K }> => line.kind === kind)
  const resources = of('resource')
  const purposes = Map.groupBy(of('purpose'), ({ purpose }) => purpose)
  const organisations = Map.groupBy(of('organisation'), ({ organisationId }) => organisationId)
  const months = Map.groupBy(of('month'), ({ from }) => from)
  const byUse = (a: Row, b: Row) => b.usedHours - a.usedHours || b.bookedHours - a.bookedHours
  return {
    days,
    instruments: resources
      .map((line) => ({
        resource: line.resource,
        owner: organisationById.get(line.resource.organisationId)!,
        ...rowOf([line]),
      }))
      .sort(byUse),
    purposes: PURPOSES.flatMap((purpose) => {
      const own = purposes.get(purpose)
      return own ? [{ purpose, ...rowOf(own) }] : []
    }),
    organisations: [...organisations]
      .map(([id, own]) => ({ organisation: organisationById.get(id)!, ...rowOf(own) }))
      .sort(byUse),
    months: monthPieces(days).map(({ from }) => ({
      from,
      ...hoursOf((months.get(from) ?? []).map(({ hours }) => hours)),
    })),
    total: rowOf(resources),
  }
}

const rowOf = (lines: readonly Counts[]): Row => ({
  reservations: new Set(lines.flatMap(({ reservationIds }) => reservationIds)).size,
  people: new Set(lines.flatMap(({ personIds }) => personIds)).size,
  ...hoursOf(lines.map(({ hours }) => hours)),
})

function hoursOf(list: readonly ProjectHours[]): ProjectHours {
  // Hours are minutes divided by sixty: a sum is exact again once what the division lost is rounded off.
  const sum = (field: keyof ProjectHours) => Math.round(list.reduce((total, row) => total + row[field], 0) * 1e6) / 1e6
  return {
    bookedHours: sum('bookedHours'),
    usedHours: sum('usedHours'),
    outsideHours: sum('outsideHours'),
    estimated: sum('estimated'),
  }
}
