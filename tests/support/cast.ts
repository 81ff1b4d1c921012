import type { Db } from '../../db/connect.ts'
import { personById } from '../../db/queries/people.ts'
import * as schema from '../../db/schema/index.ts'
import type { Person } from '../../server/domain/person.ts'
import { makeLab, makeOrganisation, makePerson, makeResource } from './makers.ts'

/** The people of the tests, and where they work. */
export interface Cast {
  /** Owner, deputy and caretaker of the lab. */
  readonly owner: Person
  readonly deputy: Person
  readonly caretaker: Person
  /** Of another university, both: they may book, and look after nothing. */
  readonly researcher: Person
  readonly colleague: Person
  /** Of a third university, and of a company. */
  readonly stranger: Person
  readonly company: Person
  readonly coordinator: Person
  readonly admin: Person
  /** The university that owns the lab. */
  readonly organisationId: number
  readonly labId: number
  /** No approval, capacity 1. */
  readonly hplc: number
  /** Owner's approval, half an hour of set-up and of clean-up. */
  readonly tem: number
}

export const CAST = [
  'owner',
  'deputy',
  'caretaker',
  'researcher',
  'colleague',
  'stranger',
  'company',
  'coordinator',
  'admin',
] as const

/** Fills an empty database with a lab of two instruments and everybody who may come to it. */
export function makeCast(db: Db): Cast {
  const organisation = (slug: string, kind: 'university' | 'company' | 'authority' = 'university') =>
    makeOrganisation(db, { slug, namePl: slug, nameEn: slug, kind })
  const home = organisation('politechnika')
  const away = organisation('przyrodniczy')
  const city = organisation('urzad-miasta', 'authority')
  const labId = makeLab(db, { organisationId: home, slug: 'analytics', namePl: 'Analityka', nameEn: 'Analytics' })
  const person = (name: string, organisationId: number, role: 'member' | 'coordinator' | 'administrator' = 'member') =>
    makePerson(db, { name, email: `${name}@demo.test`, organisationId, role })
  const steward = (role: 'owner' | 'deputy' | 'caretaker') => {
    const personId = person(role, home)
    db.insert(schema.stewardships).values({ labId, personId, role }).run()
    return personId
  }
  const ids = {
    owner: steward('owner'),
    deputy: steward('deputy'),
    caretaker: steward('caretaker'),
    researcher: person('researcher', away),
    colleague: person('colleague', away),
    stranger: person('stranger', organisation('marii-curie')),
    company: person('company', organisation('biomaxima', 'company')),
    coordinator: person('coordinator', city, 'coordinator'),
    admin: person('admin', city, 'administrator'),
  }
  const hplc = makeResource(db, { labId, slug: 'hplc', namePl: 'Chromatograf', nameEn: 'Chromatograph' })
  const tem = makeResource(db, {
    labId,
    slug: 'tem',
    namePl: 'Mikroskop',
    nameEn: 'Microscope',
    approval: 'owner',
    setupMinutes: 30,
    cleanupMinutes: 30,
  })
  const people = Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, personById(db, id)!]))
  return { ...(people as Record<keyof typeof ids, Person>), organisationId: home, labId, hplc, tem }
}
