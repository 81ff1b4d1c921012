import type { Watch } from '../../server/domain/watch.ts'
import type { Db } from '../connect.ts'
import { factOf } from './facts.ts'
import { prepared } from './prepared.ts'

const NAME = 'watch'

/** Null where nobody has ever watched. */
export function watchOf(db: Db): Watch | null {
  const stored = factOf(db, NAME)
  return stored === null ? null : (JSON.parse(stored) as Watch)
}

export function storeWatch(db: Db, watch: Watch): void {
  prepared(
    db,
    'INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  ).run(NAME, JSON.stringify(watch))
}
