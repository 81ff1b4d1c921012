import { offsetsDuring } from '../../server/domain/hour-of-week.ts'
import type { Interval } from '../../server/domain/interval.ts'
import { type DaySpan, spanOfDays } from '../../server/domain/local-months.ts'
import { monthsOf, type ReportPiece, yearsAndMonthsOf } from '../../server/domain/report-pieces.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { sumOf, type Utilisation, utilisationOf } from '../../server/domain/utilisation.ts'
import { pack, unpack } from '../../server/domain/utilisation-pack.ts'
import type { Db } from '../connect.ts'
import { countPieces, type Measure } from './counting.ts'
import { unmetDuring } from './unmet-requests.ts'
import { sourcesOf } from './utilisation-facts.ts'

export const UTILISATION: Measure<Utilisation> = {
  series: 0,
  // Two years by the month and five as a whole, of 600 resources.
  mostRemembered: 18_000,
  count: (facts, span, { now, timeZone }) => utilisationOf(facts, span, now, offsetsDuring(timeZone, span)),
  sum: sumOf,
  pack,
  unpack,
}

/** What each resource was open, booked and used on these local days of its own zone, month by month in their order. */
export function utilisationByMonth(
  db: Db,
  resources: readonly Resource[],
  days: DaySpan,
  now: number,
): Map<number, readonly Utilisation[]> {
  return countedIn(db, resources, monthsOf(days), now)
}

/** The same as one row for each resource. */
export function utilisationDuring(
  db: Db,
  resources: readonly Resource[],
  days: DaySpan,
  now: number,
): Map<number, Utilisation> {
  const parts = countedIn(db, resources, yearsAndMonthsOf(days), now)
  return new Map([...parts].map(([id, rows]) => [id, rows.length === 1 ? rows[0]! : sumOf(rows)]))
}

/** The same in any pieces. Refusals are counted last and always: nothing tells when they change, and there are few. */
export function countedIn(
  db: Db,
  resources: readonly Resource[],
  pieces: readonly ReportPiece[],
  now: number,
): Map<number, readonly Utilisation[]> {
  const rows = countPieces(db, UTILISATION, { resources, pieces }, now)
  const days = { from: pieces[0]!.from, to: pieces.at(-1)!.to }
  const around = spanOfDays(days, resources[0]?.timeZone ?? 'UTC')
  const unmet = unmetDuring(db, { start: around.start - DAY, end: around.end + DAY }, now)
  if (unmet.size === 0) return rows
  for (const resource of resources) {
    const wishes = sourcesOf(resource).flatMap((id) => unmet.get(id) ?? [])
    if (wishes.length === 0) continue
    const withUnmet = rows.get(resource.id)!.map((row, i) => {
      return { ...row, unmet: lengthIn(wishes, spanOfDays(pieces[i]!, resource.timeZone)) }
    })
    rows.set(resource.id, withUnmet)
  }
  return rows
}

const DAY = 86_400_000

const lengthIn = (spans: readonly Interval[], within: Interval) =>
  spans.reduce((sum, { start, end }) => sum + Math.max(0, Math.min(end, within.end) - Math.max(start, within.start)), 0)
