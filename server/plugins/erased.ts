import type { App } from '../app.ts'
import { settleErasures } from '../operations/erase-person.ts'

/** What an erasure leaves outside of the database: the journal, the write-ahead log, mail that was written to files. */
export async function leaveNoTrace(app: App, { name, email }: { name: string; email: string }): Promise<void> {
  settleErasures(app.db)
  await app.mailer.forget?.([name, email])
}
