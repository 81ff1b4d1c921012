import { type Exchange, exchangeOf, type OwnedUse } from '../../server/domain/exchange.ts'
import { type OrganisationUse, sumOfOrganisationUse, useByOrganisation } from '../../server/domain/exchange-use.ts'
import type { DaySpan } from '../../server/domain/local-months.ts'
import { monthsOf, type ReportPiece, yearsAndMonthsOf } from '../../server/domain/report-pieces.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { packJson, unpackJson } from '../../server/domain/utilisation-pack.ts'
import { withoutParentsOf } from '../../server/domain/utilisation-report.ts'
import type { Db } from '../connect.ts'
import { catalogueOf } from './catalogue.ts'
import { countAhead, countPieces, type Measure } from './counting.ts'

export const EXCHANGE: Measure<readonly OrganisationUse[]> = {
  series: 4,
  // Two years by the month and ten as a whole, of 500 resources.
  mostRemembered: 17_000,
  count: (facts, span, { now }) => useByOrganisation(facts, span, now),
  sum: sumOfOrganisationUse,
  pack: packJson,
  unpack: unpackJson,
}

/** Has what the report of these days and its months ask counted while others get their turn. */
export async function countExchangeAhead(
  db: Db,
  resources: readonly Resource[],
  { days, months }: { readonly days: DaySpan; readonly months?: DaySpan },
  now: number,
): Promise<void> {
  const counted = withoutParentsOf(resources)
  for (const pieces of [yearsAndMonthsOf(days), ...(months ? [monthsOf(months)] : [])])
    await countAhead(db, [EXCHANGE as Measure<unknown>], { resources: counted, pieces }, { now })
}

/** Cross-organisation share of a month. */
export interface ExchangeMonth {
  /** Its first day in the report. */
  readonly from: string
  readonly totalHours: number
  readonly crossShare: number | null
}

/**
 * Who used whose of these resources on these local days of their own zones. A room and what is inside it are the same
 * hours: what is inside counts.
 */
export function exchangeDuring(db: Db, resources: readonly Resource[], days: DaySpan, now: number): Exchange {
  const uses = usesIn(db, resources, yearsAndMonthsOf(days), now)
  return exchangeOf(catalogueOf(db).organisations, uses.flat(), ({ isMember }) => isMember)
}

export function exchangeMonths(db: Db, resources: readonly Resource[], days: DaySpan, now: number): ExchangeMonth[] {
  const { organisations } = catalogueOf(db)
  const pieces = monthsOf(days)
  const uses = usesIn(db, resources, pieces, now)
  return pieces.map(({ from }, i) => {
    const { totalHours, crossShare } = exchangeOf(
      organisations,
      uses.map((of) => of[i]!),
      () => false,
    )
    return { from, totalHours, crossShare }
  })
}

/** For each resource its use in each piece. */
function usesIn(db: Db, resources: readonly Resource[], pieces: readonly ReportPiece[], now: number): OwnedUse[][] {
  const counted = withoutParentsOf(resources)
  const uses = countPieces(db, EXCHANGE, { resources: counted, pieces }, now)
  return counted.map(({ id, organisationId }) => uses.get(id)!.map((uses) => ({ ownerId: organisationId, uses })))
}
