import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** How to tell that what was counted of one resource in a whole month or year no longer holds. */
export interface Head {
  readonly inputs: string
  readonly stamp: number
  /** While no reservation begins or ends: [from, until). */
  readonly holds: { readonly from: number; readonly until: number }
}

/** With what was counted, as bytes. */
export interface KeptCount extends Head {
  readonly content: Uint8Array
}

/** One number for a resource, a period and what was counted, so that rows of one period lie side by side. */
export const countId = (resourceId: number, period: number, series = 0): number =>
  series * 2 ** 40 + period * 1_048_576 + resourceId

interface Row {
  readonly id: number
  readonly inputs: string
  readonly stamp: number
  readonly holdsFrom: number
  readonly holdsUntil: number | null
}

const HEADS = `SELECT c.id, c.inputs, c.stamp, c.holds_from AS holdsFrom, c.holds_until AS holdsUntil`

/** Those that were kept, whether or not they hold. */
export function keptCounts(db: Db, ids: readonly number[]): Map<number, KeptCount> {
  const rows = prepared(
    db,
    `${HEADS}, c.content FROM json_each(?) j CROSS JOIN utilisation_counts c ON c.id = j.value`,
  ).all(JSON.stringify(ids)) as (Row & { content: Uint8Array })[]
  return new Map(rows.map((row) => [row.id, { ...headOf(row), content: row.content }]))
}

/** The same without what was counted. */
export function keptHeads(db: Db, ids: readonly number[]): Map<number, Head> {
  const sql = `${HEADS} FROM json_each(?) j CROSS JOIN utilisation_counts c ON c.id = j.value`
  const rows = prepared(db, sql).all(JSON.stringify(ids)) as Row[]
  return new Map(rows.map((row) => [row.id, headOf(row)]))
}

const headOf = ({ inputs, stamp, holdsFrom, holdsUntil }: Row) => ({
  inputs,
  stamp,
  holds: { from: holdsFrom, until: holdsUntil ?? Number.POSITIVE_INFINITY },
})

/** Inside a write transaction. */
export function keepCounts(tx: Db, resourceId: number, counts: ReadonlyMap<number, KeptCount>): void {
  const put = prepared(
    tx,
    `INSERT INTO utilisation_counts (id, resource_id, inputs, stamp, holds_from, holds_until, content)
     VALUES (:id, :resourceId, :inputs, :stamp, :from, :until, :content)
     ON CONFLICT (id) DO UPDATE SET inputs = excluded.inputs, stamp = excluded.stamp, holds_from = excluded.holds_from,
       holds_until = excluded.holds_until, content = excluded.content`,
  )
  for (const [id, { inputs, stamp, holds, content }] of counts) {
    const until = Number.isFinite(holds.until) ? holds.until : null
    put.run({ id, resourceId, inputs, stamp, from: holds.from, until, content: Buffer.from(content) })
  }
}

/** Lets go of the months before one (since year 0). Inside a write transaction. */
export function dropMonthsBefore(tx: Db, month: number, series: readonly number[]): void {
  const drop = prepared(tx, 'DELETE FROM utilisation_counts WHERE id >= ? AND id < ?')
  for (const each of series) drop.run(countId(0, 1, each), countId(0, month, each))
}

/** The years in which anything was ever reserved or used, up to this one: reports of them ask of every resource. */
export function yearsOfData(db: Db, thisYear: number): readonly number[] {
  const first = prepared(
    db,
    `SELECT min((SELECT min(m.month) FROM resource_months m WHERE m.resource_id = r.id AND m.month > 0)) / 100
     FROM resources r`,
  )
    .pluck()
    .get() as number | null
  const begin = Math.max(Math.min(first ?? thisYear, thisYear), thisYear - MOST_YEARS)
  return Array.from({ length: thisYear - begin + 1 }, (_, i) => begin + i)
}

/** Earlier ones are counted when somebody asks. */
const MOST_YEARS = 10
