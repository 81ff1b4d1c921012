import { type SQL, sql } from 'drizzle-orm'
import { integer, text } from 'drizzle-orm/sqlite-core'

/** An instant: integer UTC epoch milliseconds. */
export const instant = (name: string) => integer(name)
export const flag = (name: string) => integer(name, { mode: 'boolean' })
/** A JSON object whose shape the domain reads. */
export const json = (name: string) => text(name, { mode: 'json' }).$type<Readonly<Record<string, unknown>>>()
export const jsonList = (name: string) => text(name, { mode: 'json' }).$type<readonly string[]>()

/** `column IN ('a', 'b')` for a CHECK. */
export const oneOf = (column: unknown, values: readonly string[]): SQL =>
  sql`${column} IN (${sql.raw(values.map((value) => `'${value}'`).join(', '))})`
