import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { recordAudit } from '../../db/queries/audit.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { setActive, setRole } from '../../db/queries/credentials.ts'
import { insertOrganisation, type OrganisationFields, updateOrganisation } from '../../db/queries/organisations.ts'
import { clusterAdministrators, roleOf } from '../../db/queries/people.ts'
import { queueAccountMail } from '../../db/queries/queue-mail.ts'
import { endAllSessions } from '../../db/queries/sessions.ts'
import type { OrganisationKind, Person, Role } from '../domain/person.ts'
import type { Organisation } from '../domain/resource.ts'
import { rorOf } from '../domain/ror.ts'
import { done, type Invalid, type Result, refused } from './result.ts'

export interface OrganisationWish {
  readonly namePl: string
  readonly nameEn: string
  readonly kind: OrganisationKind
  readonly city: string
  readonly ror: string
  readonly isMember: boolean
}

const SLUG = /^(?=.{1,60}$)[a-z0-9]+(-[a-z0-9]+)*$/

/** Adds an organisation, by who runs the cluster. Refusals: `forbidden`, `invalid`. */
export function addOrganisation(
  db: Db,
  person: Person,
  { slug, ...wish }: OrganisationWish & { readonly slug: string },
  now: number,
): Result<number> {
  return inWriteTransaction(db, (tx) => {
    if (person.role !== 'administrator') return refused({ kind: 'forbidden' })
    const [fault] = organisationFaults(tx, { ...wish, slug })
    if (fault) return refused(fault)
    const id = insertOrganisation(tx, { ...readOrganisation(wish), slug })
    const { kind, isMember } = wish
    recordAudit(tx, {
      ...{ person, kind: 'organisation-added', organisationId: id, at: now, after: { kind, isMember } },
      object: { kind: 'organisations', id },
    })
    return done(id)
  })
}

/** Changes what is said of an organisation, by who runs the cluster. Refusals: `not-found`, `forbidden`, `invalid`. */
export function changeOrganisation(
  db: Db,
  person: Person,
  { id, ...wish }: OrganisationWish & { readonly id: number },
  now: number,
): Result<number> {
  return inWriteTransaction(db, (tx) => {
    const before = catalogueOf(tx).organisationById.get(id)
    if (!before) return refused({ kind: 'not-found' })
    if (person.role !== 'administrator') return refused({ kind: 'forbidden' })
    const [fault] = organisationFaults(tx, wish, before)
    if (fault) return refused(fault)
    updateOrganisation(tx, id, readOrganisation(wish))
    const { kind, isMember } = wish
    recordAudit(tx, {
      ...{ person, kind: 'organisation-changed', organisationId: id, at: now },
      object: { kind: 'organisations', id },
      before: { kind: before.kind, isMember: before.isMember },
      after: { kind, isMember },
    })
    return done(id)
  })
}

/** All that is wrong with what was typed of an organisation, in the order of the form; only a new one names its slug. */
export function organisationFaults(
  db: Db,
  { slug, namePl, ror }: Pick<OrganisationWish, 'namePl' | 'ror'> & { readonly slug?: string },
  present: Organisation | null = null,
): readonly Invalid[] {
  const { organisations, organisationBySlug } = catalogueOf(db)
  const found = rorOf(ror)
  const isTaken = organisations.some(
    (each) => found !== null && each.id !== present?.id && each.ror !== null && rorOf(each.ror) === found,
  )
  const reasons = [
    ['name_pl', namePl.trim() === '' ? 'organisation-name' : null],
    ['ror', ror.trim() !== '' && found === null ? 'ror' : isTaken ? 'ror-taken' : null],
    ['slug', slug === undefined || SLUG.test(slug) ? null : 'slug'],
    ['slug', organisationBySlug.has(slug ?? '') ? 'slug-taken' : null],
  ] as const
  return reasons.flatMap(([field, reason]) => (reason === null ? [] : [{ kind: 'invalid', field, reason }]))
}

const readOrganisation = ({ namePl, nameEn, kind, city, ror, isMember }: OrganisationWish): OrganisationFields => ({
  ...{ namePl: namePl.trim(), nameEn: nameEn.trim() || namePl.trim(), kind, city: city.trim() || null },
  ...{ ror: ror.trim() === '' ? null : rorOf(ror), isMember },
})

/** Gives somebody a role in the cluster, by who runs it. Refusals: `not-found`, `forbidden`, `invalid`. */
export function changeRole(
  db: Db,
  person: Person,
  { personId, role }: { readonly personId: number; readonly role: Role },
  now: number,
): Result<null> {
  return inWriteTransaction(db, (tx) => {
    const before = roleBefore(tx, person, personId)
    if (!before.ok) return before
    if (before.value === role) return done(null)
    setRole(tx, personId, role)
    recordAudit(tx, {
      ...{ person, kind: 'role-changed', aboutId: personId, at: now },
      ...{ object: { kind: 'people', id: personId }, before: { role: before.value }, after: { role } },
    })
    const payload = { about: 'account', expiresAt: null, change: 'role-changed' } as const
    queueAccountMail(tx, { personId, kind: 'account-changed', payload, at: now })
    return done(null)
  })
}

/** Closes an account, whose sessions end at once, or opens it again. Refusals: `not-found`, `forbidden`, `invalid`. */
export function changeActive(
  db: Db,
  person: Person,
  { personId, isActive }: { readonly personId: number; readonly isActive: boolean },
  now: number,
): Result<null> {
  return inWriteTransaction(db, (tx) => {
    const before = roleBefore(tx, person, personId)
    if (!before.ok) return before
    setActive(tx, personId, isActive)
    if (!isActive) endAllSessions(tx, personId)
    recordAudit(tx, {
      ...{ person, kind: isActive ? 'account-opened' : 'account-closed', aboutId: personId, at: now },
      object: { kind: 'people', id: personId },
    })
    return done(null)
  })
}

function roleBefore(tx: Db, person: Person, personId: number): Result<Role> {
  if (person.role !== 'administrator') return refused({ kind: 'forbidden' })
  const before = roleOf(tx, personId)
  if (before === null) return refused({ kind: 'not-found' })
  if (personId === person.id) return refused({ kind: 'invalid', field: 'person', reason: 'own-account' })
  const isLast = before === 'administrator' && clusterAdministrators(tx).every((id) => id === personId)
  return isLast ? refused({ kind: 'invalid', field: 'person', reason: 'last-cluster-administrator' }) : done(before)
}
