import type { Db } from '../../db/connect.ts'
import { recordAudit } from '../../db/queries/audit.ts'
import { queueAccountMail } from '../../db/queries/queue-mail.ts'
import type { AccountMail } from '../domain/account-mail.ts'

/** Who changes how an account is signed in to, and from where. */
export interface Changer {
  readonly id: number
  /** Of the client. */
  readonly address: string
}

/** Writes down that the way into an account has changed, and tells its owner. */
export function tellOfChange(
  tx: Db,
  by: Changer,
  { change, personId = by.id }: { readonly change: NonNullable<AccountMail['change']>; readonly personId?: number },
  at: number,
): void {
  recordAudit(tx, {
    ...{ person: by, address: by.address, kind: change, aboutId: personId, at },
    object: { kind: 'people', id: personId },
  })
  queueAccountMail(tx, {
    personId,
    kind: 'account-changed',
    payload: { about: 'account', expiresAt: null, change },
    at,
  })
}
