import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import {
  hoursUpTo,
  requestsByLab,
  standingNow,
  unansweredFaults,
  waitingByResource,
} from '../../db/queries/dashboard.ts'
import { exchangeDuring } from '../../db/queries/exchange.ts'
import { deliveriesOf } from '../../db/queries/report-deliveries.ts'
import { exportsOf } from '../../db/queries/report-exports.ts'
import { utilisationDuring } from '../../db/queries/utilisation.ts'
import { notesAbout } from '../../db/queries/utilisation-notes.ts'
import { calibrationStage } from '../domain/calibration.ts'
import {
  type CrossUse,
  type Dashboard,
  type DueCalibration,
  hoursOfAll,
  type OwnFiles,
  type PeriodUse,
  periodsOf,
  type YearUse,
  yearsUpTo,
} from '../domain/dashboard.ts'
import { periodFrom } from '../domain/delivery.ts'
import type { DaySpan } from '../domain/local-months.ts'
import type { Person } from '../domain/person.ts'
import { lastMonth, yearUpTo } from '../domain/report-period.ts'
import type { ReportQuery } from '../domain/report-query.ts'
import type { Resource } from '../domain/resource.ts'
import type { Utilisation } from '../domain/utilisation.ts'
import { figuresOf, SMALLEST_GROUP } from '../domain/utilisation-figures.ts'
import { reportOf, withoutParentsOf } from '../domain/utilisation-report.ts'
import { reviewRows } from '../domain/utilisation-review.ts'
import { localDayOf } from '../domain/zone.ts'
import { nextCalibration } from './next-calibration.ts'
import { ledgersSeenBy } from './see-ledger.ts'

export interface DashboardReader {
  readonly person: Person
  readonly now: number
  readonly timeZone: string
}

/** The dashboard of what the query is about, as far as its reader may see it: reservations as numbers and hours alone. */
export function dashboardOf(db: Db, query: ReportQuery, isPeriodAsked: boolean, reader: DashboardReader): Dashboard {
  const { person, now, timeZone } = reader
  const { resources } = query
  const standing = resources.filter(({ status }) => status !== 'retired')
  const year = yearUpTo(lastMonth(now, timeZone))
  const use = usesOf(db, query, isPeriodAsked, reader)
  const report = reportOf(catalogueOf(db), use.during(year), resources, 'resource')
  const unused = reviewRows(report, 'unused')
  const notes = notesAbout(
    db,
    unused.map(({ row }) => row.resources[0]!.id),
    year,
  )
  return {
    ...{ query, now, year, uses: use.periods, years: use.years },
    standing: standingNow(db, standing, person, now),
    requests: requestsByLab(db, resources, now),
    exchange: crossUse(db, resources, year, now),
    unused: unused.map((each) => ({ ...each, note: notes.get(each.row.resources[0]!.id)?.[0]?.text ?? null })),
    short: reviewRows(report, 'short'),
    waiting: waitingByResource(db, standing),
    faults: unansweredFaults(db, standing),
    calibrations: calibrationsDue(db, standing, now),
    ledgers: ledgersOf(db, query, reader),
    files: filesOf(db, person),
  }
}

function usesOf(db: Db, { resources, days }: ReportQuery, isPeriodAsked: boolean, reader: DashboardReader) {
  const { now, timeZone } = reader
  const during = hoursUpTo(db, resources, reader)
  const figures = (sums: ReadonlyMap<number, Utilisation>) => {
    const counted = resources.filter(({ id, status }) => status !== 'retired' || wasTouched(sums.get(id)!))
    return figuresOf(hoursOfAll(withoutParentsOf(counted).map(({ id }) => sums.get(id)!)), new Set())
  }
  const anyDays = (span: DaySpan) => figures(utilisationDuring(db, resources, span, now))
  const periods = periodsOf(now, timeZone, isPeriodAsked ? days : null).map((period): PeriodUse => {
    const figuresIn = period.name === 'asked' ? anyDays : (span: DaySpan) => figures(during(span))
    return { ...period, figures: figuresIn(period.days), past: figuresIn(period.before) }
  })
  const years = yearsUpTo(now, timeZone).map(
    (each): YearUse => ({ ...each, figures: each.days.from < each.days.to ? figures(during(each.days)) : null }),
  )
  // Years before the first reservation say nothing of the equipment.
  const first = years.findIndex(({ figures }) => figures && figures.bookedHours + figures.usedHours > 0)
  return { during, periods, years: years.slice(Math.max(0, first)) }
}

const wasTouched = ({ booked, used, usedOutside }: Utilisation) => booked + used + usedOutside > 0

function crossUse(db: Db, resources: readonly Resource[], days: DaySpan, now: number): CrossUse {
  const { owners, totalHours, crossShare } = exchangeDuring(db, resources, days, now)
  const people = owners.reduce((sum, each) => sum + each.people, 0)
  const isFew = totalHours > 0 && people < SMALLEST_GROUP
  const ownHours = owners.reduce((sum, each) => sum + each.ownHours, 0)
  return isFew ? { share: null, totalHours, ownHours: 0, isFew } : { share: crossShare, totalHours, ownHours, isFew }
}

/** Due within 30 days, gone by or never done: the most pressing first. */
function calibrationsDue(db: Db, resources: readonly Resource[], now: number): DueCalibration[] {
  return resources
    .flatMap((resource): DueCalibration[] => {
      const next = resource.status === 'active' ? nextCalibration(db, resource, now) : null
      if (!next) return []
      const stage = next.due === null ? 'never' : calibrationStage(next.due, now)
      return stage ? [{ resource, due: next.due, stage }] : []
    })
    .sort((a, b) => (a.due ?? 0) - (b.due ?? 0))
}

/** The books of this year that something of the scope is in. */
function ledgersOf(db: Db, { scope, resources }: ReportQuery, { person, now, timeZone }: DashboardReader) {
  const year = Number(localDayOf(now, timeZone).slice(0, 4))
  const ids = new Set(resources.map(({ id }) => id))
  const seen = ledgersSeenBy(db, person, year, now)
  return scope ? seen.filter(({ parts }) => parts.some(({ resource }) => ids.has(resource.id))) : seen
}

function filesOf(db: Db, person: Person): OwnFiles {
  const exports = exportsOf(db, person.id)
  const deliveries = deliveriesOf(db, person.id)
  const [next] = deliveries
    .map(({ report, rhythm, sentUpTo }) => ({ report, day: periodFrom(sentUpTo, rhythm).to }))
    .sort((a, b) => a.day.localeCompare(b.day))
  return {
    asked: exports.filter(({ state }) => state === 'asked').length,
    ready: exports.filter(({ state }) => state === 'ready').length,
    deliveries: deliveries.length,
    next: next ?? null,
  }
}
