import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { entitiesIn, limitsTold, noteLimitTold } from '../../db/queries/state-aid.ts'
import { ledgerOf } from '../../db/queries/state-aid-ledger.ts'
import { LIMITS, type Limit } from '../domain/state-aid.ts'
import type { EntityYear } from '../domain/state-aid-entity.ts'
import { localDayOf } from '../domain/zone.ts'
import { tellOfStateAid } from './state-aid-mails.ts'

/** The books to look at: of the present year, and of the last, whose use may be entered late. */
export function booksToWatch(db: Db, now: number, timeZone: string): readonly EntityYear[] {
  const present = Number(localDayOf(now, timeZone).slice(0, 4))
  return [...entitiesIn(db, present - 1).filter(({ version }) => version !== null), ...entitiesIn(db, present)]
}

/**
 * Tells of an entity whose economic share has reached 15, 18 or 20 %, once for each year and limit, however late and in
 * however many processes it runs. Returns whether there was something to tell.
 */
export function warnOfStateAid(db: Db, entity: EntityYear, now: number): boolean {
  return isNews(db, entity, now) !== null && inWriteTransaction(db, (tx) => warn(tx, entity, now))
}

/** Looks again, now that nobody else can write. */
function warn(tx: Db, entity: EntityYear, at: number): boolean {
  const limit = isNews(tx, entity, at)
  if (!limit) return false
  // Those it has passed on the way are told of with it.
  for (const percent of LIMITS.filter((each) => each <= limit))
    noteLimitTold(tx, entity.entity.id, entity.year, { percent, at })
  tellOfStateAid(tx, 'state-aid-limit', ledgerOf(tx, entity, at), at)
  return true
}

/** The limit that has been reached and that nobody has been told of. */
function isNews(db: Db, entity: EntityYear, now: number): Limit | null {
  const told = new Set(limitsTold(db, entity.entity.id, entity.year).map(({ percent }) => percent))
  if (told.has(LIMITS.at(-1)!)) return null
  const { alert } = ledgerOf(db, entity, now).figures
  return alert === null || told.has(alert) ? null : alert
}
