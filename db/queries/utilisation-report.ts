import type { DaySpan } from '../../server/domain/local-months.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { type Grouping, reportOf, type UtilisationReport } from '../../server/domain/utilisation-report.ts'
import type { Db } from '../connect.ts'
import { catalogueOf } from './catalogue.ts'
import { utilisationDuring } from './utilisation.ts'

/** What the report asks: these resources on these local days, one row for each thing of the grouping. */
export interface ReportQuestion {
  readonly resources: readonly Resource[]
  readonly days: DaySpan
  readonly grouping: Grouping
}

export function utilisationReport(
  db: Db,
  { resources, days, grouping }: ReportQuestion,
  now: number,
): UtilisationReport {
  return reportOf(catalogueOf(db), utilisationDuring(db, resources, days, now), resources, grouping)
}
