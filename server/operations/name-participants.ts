import type { Db } from '../../db/connect.ts'
import { isNear } from '../../db/queries/participants.ts'
import { personByEmail } from '../../db/queries/people.ts'
import { MOST_PARTICIPANTS } from '../domain/participant.ts'
import type { Person } from '../domain/person.ts'
import { rememberTry, triedTooMany } from './address-tries.ts'
import { done, type Result, refused } from './result.ts'

/**
 * Whom somebody wants to invite: by id people of their own organisation and projects, whom they see in a list, or `known`
 * ones; by exact e-mail address anybody of the cluster. The one sentence for all others does not tell a stranger from a
 * person who has left, and tries are counted: else the field would tell which addresses have accounts. Refusals:
 * `invalid` with `participants`.
 */
export function nameParticipants(
  db: Db,
  person: Person,
  wishes: readonly (string | number)[],
  { known = [], now }: { readonly known?: readonly number[]; readonly now: number },
): Result<readonly number[]> {
  const ids: number[] = []
  for (const wish of wishes) {
    const id = typeof wish === 'number' ? wish : personByEmail(db, wish.trim())?.id
    const isTheirs = id !== undefined && (known.includes(id) || isNear(db, person, id))
    if (!isTheirs && triedTooMany(db, person, now)) return no('participants-later')
    if (id === undefined || (typeof wish === 'number' && !isTheirs)) {
      rememberTry(db, person, now)
      return no('no-such-participant', { who: String(wish).slice(0, 100) })
    }
    if (id !== person.id || known.includes(id)) ids.push(id)
  }
  const named = [...new Set(ids)]
  return named.length > MOST_PARTICIPANTS ? no('participants-many', { count: MOST_PARTICIPANTS }) : done(named)
}

const no = (reason: string, values?: Record<string, string | number>) =>
  refused({ kind: 'invalid', field: 'participants', reason, ...(values && { values }) })
