import { type Watch, watchAt } from '../../server/domain/watch.ts'
import type { Db } from '../connect.ts'
import { factOf, storeFact } from './facts.ts'

const NAME = 'watch'

/** Null where nobody has ever watched. */
export function watchOf(db: Db): Watch | null {
  const stored = factOf(db, NAME)
  return stored === null ? null : (JSON.parse(stored) as Watch)
}

/** The watch as this moment shows it, whether or not its chore has been there; null where nobody has ever watched. */
export function presentWatch(db: Db, now: number): Watch | null {
  const watch = watchOf(db)
  return watch && watchAt(watch, now)
}

export function storeWatch(db: Db, watch: Watch): void {
  storeFact(db, NAME, JSON.stringify(watch))
}
