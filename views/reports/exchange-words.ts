import { scaleThreshold } from 'd3-scale'
import type { Exchange } from '../../server/domain/exchange.ts'
import { isFolded } from '../../server/domain/exchange-fields.ts'
import type { Person } from '../../server/domain/person.ts'

/** Cross-organisation share of a month. */
export interface ExchangeMonthFigures {
  /** Its first day. */
  readonly from: string
  readonly totalHours: number
  readonly crossShare: number | null
}

export const seesAll = (person: Person | null): boolean =>
  person?.role === 'coordinator' || person?.role === 'administrator'

/** What of the matrix is shown: owners whose equipment was used, and users of it, by their place; and the largest cell. */
export function shownOf({ owners, hours, organisations }: Exchange) {
  const rows = organisations.flatMap((_, i) => (owners[i]!.hours > 0 ? [i] : []))
  const open = rows.filter((i) => !isFolded(owners[i]!))
  const users = organisations.flatMap((_, j) => (open.some((i) => hours[i]![j]! > 0) ? [j] : []))
  const cells = open.flatMap((i) => users.map((j) => ({ owner: i, user: j, hours: hours[i]![j]! })))
  const most = cells.reduce<(typeof cells)[number] | null>(
    (best, cell) => (cell.hours > (best?.hours ?? 0) ? cell : best),
    null,
  )
  return { rows, users, most }
}

const steps = scaleThreshold<number, number>([0.02, 0.1, 0.25, 0.5, 0.75], [0, 1, 2, 3, 4, 5])

/** How dark a cell is, 0 to 5, by its part of the owner's hours. */
export const levelOf = (hours: number, ofOwner: number): number =>
  hours === 0 ? 0 : Math.max(1, steps(hours / ofOwner))
