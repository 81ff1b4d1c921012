import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { deleteLogImport } from '../../db/queries/log-imports.ts'
import type { LogImport } from '../domain/log-import.ts'
import type { Person } from '../domain/person.ts'
import { managedLog } from './check-log.ts'
import type { Result } from './result.ts'

/** Lets go of a log that nobody has begun to bring in; one that is in stays in the list. Refusals: `not-found`. */
export function dropLog(db: Db, person: Person, id: number): Result<LogImport> {
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const log = managedLog(tx, person, id)
    if (log.ok) deleteLogImport(tx, id)
    return log
  })
}
