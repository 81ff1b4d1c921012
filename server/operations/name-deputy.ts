import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import {
  type Deputyship,
  deputyshipById,
  deputyshipsOfLab,
  endDeputyship,
  insertDeputyship,
} from '../../db/queries/deputyships.ts'
import { personByEmail } from '../../db/queries/people.ts'
import { recordSettingEvent } from '../../db/queries/setting-events.ts'
import { type Interval, overlaps } from '../domain/interval.ts'
import type { Person } from '../domain/person.ts'
import type { Lab } from '../domain/resource.ts'
import { rememberTry, triedTooMany } from './address-tries.ts'
import { tellDeputy } from './deputy-mails.ts'
import { done, type Result, refused } from './result.ts'

/** The lab, for an owner of it. Refusals: `not-found`, `forbidden` (a deputy, a caretaker, anybody else). */
export function ownedLab(db: Db, person: Person, labId: number): Result<Lab> {
  const lab = catalogueOf(db).labById.get(labId)
  if (!lab) return refused({ kind: 'not-found' })
  return person.stewardOf.get(labId) === 'owner' ? done(lab) : refused({ kind: 'forbidden' })
}

export interface DeputyWish extends Interval {
  readonly labId: number
  readonly email: string
}

const DAY = 86_400_000
/** Who decides for longer than this is a deputy for good. */
export const MOST_DEPUTY_DAYS = 366
const MOST_AHEAD = 50

/**
 * Lets somebody decide for a lab for a time, named by one of its owners. Refusals: `not-found`, `forbidden`, `invalid`
 * with `email` (nobody, who decides there anyway, or too many unknown ones), `from` (named for that time already) or `to`.
 */
export function nameDeputy(
  db: Db,
  person: Person,
  { labId, email, start, end }: DeputyWish,
  now: number,
): Result<Deputyship> {
  // Read before the transaction, which remembers nothing it may have to roll back.
  const owned = ownedLab(db, person, labId)
  if (!owned.ok) return owned
  // Who owns a lab is not to learn by trying which addresses have accounts.
  if (triedTooMany(db, person, now)) return refused({ kind: 'invalid', field: 'email', reason: 'addresses-later' })
  const result = inWriteTransaction(db, (tx): Result<Deputyship> => {
    const lab = ownedLab(tx, person, labId)
    if (!lab.ok) return lab
    const deputy = personByEmail(tx, email.trim())
    if (!deputy) return refused({ kind: 'invalid', field: 'email', reason: 'unknown-person' })
    const role = deputy.stewardOf.get(labId)
    if (role === 'owner' || role === 'deputy')
      return refused({ kind: 'invalid', field: 'email', reason: 'decides-already' })
    if (end <= start || end <= now) return refused({ kind: 'invalid', field: 'to', reason: 'period-over' })
    if (end - start > MOST_DEPUTY_DAYS * DAY) return refused({ kind: 'invalid', field: 'to', reason: 'period-long' })
    const others = deputyshipsOfLab(tx, labId, now)
    if (others.length >= MOST_AHEAD) return refused({ kind: 'invalid', field: 'email', reason: 'deputies-many' })
    if (others.some((each) => each.personId === deputy.id && overlaps(each, { start, end })))
      return refused({ kind: 'invalid', field: 'from', reason: 'deputy-already' })
    const id = insertDeputyship(tx, { labId, personId: deputy.id, start, end, namedById: person.id })
    recordSettingEvent(tx, {
      ...{ place: { kind: 'lab', id: labId }, personId: person.id, kind: 'deputy-named', at: now },
      before: null,
      after: { personId: deputy.id, start, end },
    })
    const named = deputyshipById(tx, id)!
    tellDeputy(tx, named, { kind: 'deputy-named', actor: person, at: now })
    return done(named)
  })
  if (!result.ok && result.refusal.kind === 'invalid' && result.refusal.reason === 'unknown-person')
    rememberTry(db, person, now)
  return result
}

/** Ends the time of a deputy now, by an owner of the lab; what is over stays as it was. Refusals: `not-found`, `forbidden`. */
export function dismissDeputy(db: Db, person: Person, labId: number, id: number, now: number): Result<null> {
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const lab = ownedLab(tx, person, labId)
    if (!lab.ok) return lab
    const deputyship = deputyshipById(tx, id)
    if (deputyship?.labId !== labId) return refused({ kind: 'not-found' })
    if (deputyship.end <= now) return done(null)
    endDeputyship(tx, deputyship, now)
    tellDeputy(tx, deputyship, { kind: 'deputy-ended', actor: person, at: now })
    const { personId, start, end } = deputyship
    recordSettingEvent(tx, {
      ...{ place: { kind: 'lab', id: labId }, personId: person.id, kind: 'deputy-ended', at: now },
      before: { personId, start, end },
      after: null,
    })
    return done(null)
  })
}
