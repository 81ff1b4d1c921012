import { eq } from 'drizzle-orm'
import type { Db } from '../connect.ts'
import { facts } from '../schema/index.ts'

/** A fact about this database, `demo` for one whose people and reservations are made up; null when not recorded. */
export function factOf(db: Db, name: string): string | null {
  return db.select().from(facts).where(eq(facts.name, name)).get()?.value ?? null
}
