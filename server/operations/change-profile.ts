import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { recordAudit } from '../../db/queries/audit.ts'
import { orcidOfPerson, setLocale, setName, setOrcid } from '../../db/queries/credentials.ts'
import { orcidOf } from '../domain/orcid.ts'
import type { Locale, Person } from '../domain/person.ts'
import { done, type Result, refused } from './result.ts'

export interface ProfileWish {
  readonly name: string
  readonly locale: Locale
  /** As it was typed; empty for none, undefined to leave it. */
  readonly orcid?: string
}

/** What others read of a person, and in which language they read. Refusal: `invalid` (`orcid`). */
export function changeProfile(db: Db, person: Person, { name, locale, orcid }: ProfileWish, now: number): Result<null> {
  const typed = orcid?.trim() ?? ''
  const identifier = typed === '' ? null : orcidOf(typed)
  if (typed !== '' && identifier === null) return refused({ kind: 'invalid', field: 'orcid', reason: 'orcid' })
  return inWriteTransaction(db, (tx) => {
    const before = orcidOfPerson(tx, person.id)
    const hasNewOrcid = orcid !== undefined && before !== identifier
    setName(tx, person.id, name)
    setLocale(tx, person.id, locale)
    if (hasNewOrcid) setOrcid(tx, person.id, identifier)
    if (name !== person.name || hasNewOrcid)
      recordAudit(tx, {
        ...{ person, kind: 'profile-changed', object: { kind: 'people', id: person.id }, at: now },
        after: { name: name !== person.name, orcid: hasNewOrcid },
      })
    return done(null)
  })
}
