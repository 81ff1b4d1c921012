import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { exportsOf, insertExport, type ReportExport } from '../../db/queries/report-exports.ts'
import type { Person } from '../domain/person.ts'
import { done, type Result, refused } from './result.ts'

/** So many may wait to be made for one person. */
const MOST_WAITING = 5

export type ExportWish = Pick<ReportExport, 'report' | 'format' | 'query'>

/** Has a file of a report made in the background. The same wish while it waits is the same file. Returns its id. */
export function askForExport(db: Db, person: Person, wish: ExportWish, now: number): Result<number> {
  return inWriteTransaction(db, (tx) => {
    const waiting = exportsOf(tx, person.id).filter(({ state }) => state === 'asked')
    const same = waiting.find((each) => keyOf(each) === keyOf(wish))
    if (same) return done(same.id)
    if (waiting.length >= MOST_WAITING)
      return refused({ kind: 'invalid', field: 'format', reason: 'export-too-many', values: { count: MOST_WAITING } })
    return done(insertExport(tx, { ...wish, personId: person.id, createdAt: now }))
  })
}

const keyOf = ({ report, format, query }: ExportWish) => JSON.stringify([report, format, Object.entries(query).sort()])
