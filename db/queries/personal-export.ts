import { type PersonalTable, personalTables, type Tie, tieCondition } from '../../server/domain/personal-data.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

type Row = Readonly<Record<string, unknown>>

/** So many rows of a table are handed out at most; nobody has booked by hand what would pass it. */
const MOST_ROWS = 50_000

/** Everything about a person, table by table, as the registry says; each is read when it is asked for. */
export function* personalRowsOf(db: Db, personId: number): Generator<readonly [string, readonly Row[]]> {
  const email = prepared(db, 'SELECT email FROM people WHERE id = ?').pluck().get(personId) as string
  for (const [table, entry] of personalTables()) {
    const rows = entry.ties.flatMap((tie) => rowsOf(db, { table, entry, tie }, { personId, email }))
    yield [table, distinct(rows)]
  }
}

interface Source {
  readonly table: string
  readonly entry: PersonalTable
  readonly tie: Tie
}

function rowsOf(db: Db, { table, entry, tie }: Source, holder: { personId: number; email: string }): readonly Row[] {
  const condition = tieCondition(tie)
  const values = condition.includes(':email') ? { email: holder.email } : { personId: holder.personId }
  const columns = tie.reads === 'row' ? '*' : tie.reads.join(', ')
  const rows = prepared(db, `SELECT ${columns} FROM ${table} WHERE ${condition} LIMIT ${MOST_ROWS}`).all(
    values,
  ) as Row[]
  return rows.map((row) => readable(row, entry.secrets ?? []))
}

/** Without secrets; instants as RFC 3339, what is stored as JSON as what it means. */
function readable(row: Row, secrets: readonly string[]): Row {
  const fields = Object.entries(row).filter(([name, value]) => !secrets.includes(name) && !Buffer.isBuffer(value))
  return Object.fromEntries(fields.map(([name, value]) => [name, readableValue(name, value)]))
}

const INSTANT = /^(at|since|decide_by|.*_at|.*_until)$/

function readableValue(name: string, value: unknown): unknown {
  if (typeof value === 'number' && INSTANT.test(name) && value > 0) return new Date(value).toISOString()
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value
  try {
    return JSON.parse(value) as unknown
  } catch {
    return value
  }
}

/** A row that concerns the person in two ways stands once, by the fullest of them: that one is named first. */
function distinct(rows: readonly Row[]): readonly Row[] {
  const seen = new Set<unknown>()
  return rows.filter(({ id }) => id === undefined || (!seen.has(id) && seen.add(id)))
}
