import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { useAccountLinks } from '../../db/queries/account-links.ts'
import { recordAudit } from '../../db/queries/audit.ts'
import { setPasswordHash } from '../../db/queries/credentials.ts'
import { deleteProofStepsOf } from '../../db/queries/proof-steps.ts'
import { queueAccountMail } from '../../db/queries/queue-mail.ts'
import { endOtherSessions } from '../../db/queries/sessions.ts'
import { ACCOUNT_LINK_KINDS } from '../domain/account-link.ts'
import { type PasswordFault, passwordFault } from '../domain/password.ts'
import type { Person } from '../domain/person.ts'
import { hashPassword, inTurn } from './password.ts'
import { checkPassword } from './sign-in.ts'

export interface PasswordChange {
  readonly current: string
  readonly fresh: string
  readonly repeat: string
  /** Of the client: guessing the present password counts as guessing at sign-in. */
  readonly address: string
  /** The session that asks; all others end. */
  readonly sessionHash: string
}

export type PasswordChangeFault =
  | { readonly field: 'current'; readonly reason: 'wrong' }
  | { readonly field: 'fresh'; readonly reason: PasswordFault }
  | { readonly field: 'repeat'; readonly reason: 'differs' }
  | { readonly field: 'current'; readonly reason: 'wait'; readonly seconds: number }

/** Sets a new password and ends everything else that acts in the person's name; null when done. */
export async function changePassword(
  db: Db,
  person: Person,
  { current, fresh, repeat, address, sessionHash }: PasswordChange,
  clock: () => number,
): Promise<PasswordChangeFault | null> {
  if (fresh !== repeat) return { field: 'repeat', reason: 'differs' }
  const fault = passwordFault(fresh, person)
  if (fault) return { field: 'fresh', reason: fault }
  const check = await checkPassword(db, { email: person.email, password: current, address }, clock)
  if (check.kind === 'wait') return { field: 'current', reason: 'wait', seconds: check.seconds }
  if (check.kind === 'wrong') return { field: 'current', reason: 'wrong' }
  const passwordHash = await inTurn(() => hashPassword(fresh))
  inWriteTransaction(db, (tx) => {
    storePassword(tx, { personId: person.id, passwordHash, address }, clock())
    endOtherSessions(tx, person.id, sessionHash, true)
  })
  return null
}

/**
 * Writes the new hash, that it was changed, and the mail that tells its owner. What was begun under the old one ends: half
 * sign-ins, and links by mail, of which one would give the account another address.
 */
export function storePassword(
  tx: Db,
  { personId, passwordHash, address }: { personId: number; passwordHash: string; address: string },
  at: number,
): void {
  setPasswordHash(tx, personId, passwordHash, at)
  for (const kind of ACCOUNT_LINK_KINDS) useAccountLinks(tx, personId, kind, at)
  deleteProofStepsOf(tx, personId)
  recordAudit(tx, {
    ...{ person: { id: personId }, address, kind: 'password-changed', at },
    object: { kind: 'people', id: personId },
  })
  const payload = { about: 'account', expiresAt: null, change: 'password' } as const
  queueAccountMail(tx, { personId, kind: 'account-changed', payload, at })
}
