import { type SignOn, signOnOf } from '../../server/domain/sign-on.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

export interface OrganisationSignOn {
  readonly id: number
  /** `https://ror.org/…` */
  readonly ror: string | null
  readonly signOn: SignOn
}

/** What every member has set for whom a provider names as its own. */
export function signOnOfMembers(db: Db): readonly OrganisationSignOn[] {
  const rows = prepared(db, 'SELECT id, ror, sign_on AS signOn FROM organisations WHERE is_member ORDER BY id').all()
  return (rows as { id: number; ror: string | null; signOn: string }[]).map((row) => ({
    ...row,
    signOn: signOnOf(JSON.parse(row.signOn) as Record<string, unknown>),
  }))
}

export function signOnOfOrganisation(db: Db, organisationId: number): SignOn {
  const text = prepared(db, 'SELECT sign_on FROM organisations WHERE id = ?').pluck().get(organisationId) as string
  return signOnOf(JSON.parse(text) as Record<string, unknown>)
}

export function setSignOn(db: Db, organisationId: number, signOn: SignOn): void {
  prepared(db, 'UPDATE organisations SET sign_on = ? WHERE id = ?').run(JSON.stringify(signOn), organisationId)
}
