import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { recordAudit } from '../../db/queries/audit.ts'
import { personalRowsOf } from '../../db/queries/personal-export.ts'

/** Notes that somebody took everything about them away, and from where they asked. */
export function recordTaking(db: Db, personId: number, address: string, at: number): void {
  inWriteTransaction(db, (tx) =>
    recordAudit(tx, {
      ...{ person: { id: personId }, kind: 'data-exported', address, at },
      object: { kind: 'people', id: personId },
    }),
  )
}

/**
 * Everything about a person as JSON, piece by piece: each table is read when what came before has left. Secrets (hashes,
 * keys, links) are never in it.
 */
export function* takenData(db: Db, personId: number, now: number): Generator<string> {
  yield `{"format":"aparatura-personal-data","version":1,"made_at":"${new Date(now).toISOString()}","person":${personId},"tables":{`
  let comma = ''
  for (const [table, rows] of personalRowsOf(db, personId)) {
    yield `${comma}\n"${table}":[`
    comma = ','
    for (const [i, row] of rows.entries()) yield `${i === 0 ? '' : ','}\n${JSON.stringify(row)}`
    yield ']'
  }
  yield '\n}}\n'
}
