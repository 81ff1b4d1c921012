import { eq } from 'drizzle-orm'
import type { Db } from '../../db/connect.ts'
import { insertMembership } from '../../db/queries/memberships.ts'
import {
  labs,
  organisations,
  people,
  projectMembers,
  projectOrganisations,
  projects,
  stewardships,
} from '../../db/schema/index.ts'
import type { OrganisationKind } from '../../server/domain/person.ts'
import { hashPassword } from '../../server/operations/password.ts'
import type { Ids } from './catalogue.ts'
import { PEOPLE, type PersonEntry, PROJECTS } from './data.ts'

const PASSWORD = 'demo-demo-demo'

/** The demo accounts as a person reads them when the demo starts. */
export const DEMO_ACCOUNTS = PEOPLE.filter((person) => person.signsIn)

/** argon2id of the one password of the demo accounts: made once, it is what a demo start spends its time on. */
export const hashDemoPassword = () => hashPassword(PASSWORD)

/** E-mail → id. Everyone here is made up; those without an account of the demo cannot sign in. */
export function insertPeople(db: Db, ids: Ids, passwordHash: string, now: number): Map<string, number> {
  const inserted = new Map<string, number>()
  for (const person of PEOPLE) {
    const organisationId = ids.organisations.get(person.organisation) ?? missing(person.organisation)
    const { id } = db
      .insert(people)
      .values({
        email: person.email,
        name: person.name,
        organisationId,
        role: person.role ?? 'member',
        passwordHash: person.signsIn ? passwordHash : null,
        createdAt: now,
      })
      .returning({ id: people.id })
      .get()
    inserted.set(person.email, id)
    // Whoever owns the labs of an organisation runs it, too.
    const isAdministrator = person.owns?.includes(person.organisation) === true || person.role === 'administrator'
    insertMembership(db, { personId: id, organisationId, state: 'active', isAdministrator, since: now })
    makeSteward(db, ids, id, person)
  }
  return inserted
}

const WOMEN = [
  'Anna',
  'Maria',
  'Zuzanna',
  'Julia',
  'Weronika',
  'Izabela',
  'Justyna',
  'Paulina',
  'Emilia',
  'Teresa',
  'Gabriela',
]
const MEN = [
  'Jan',
  'Marcin',
  'Szymon',
  'Bartosz',
  'Filip',
  'Przemysław',
  'Artur',
  'Daniel',
  'Sebastian',
  'Konrad',
  'Łukasz',
]
/** Surnames that have one form. */
const SURNAMES = [
  'Nowak',
  'Wójcik',
  'Wrona',
  'Stępień',
  'Kubiak',
  'Czech',
  'Pająk',
  'Banaś',
  'Gołąb',
  'Kania',
  'Matyja',
  'Ptak',
  'Rosa',
]
const STAFF: Partial<Record<OrganisationKind, number>> = { university: 14, institute: 9, company: 6, park: 3 }

/** Colleagues who fill the example year: none of them can sign in. */
export function insertStaff(db: Db, now: number): void {
  const members = db.select().from(organisations).where(eq(organisations.isMember, true)).all()
  let count = 0
  for (const { id: organisationId, kind } of members)
    for (let i = STAFF[kind] ?? 0; i > 0; i--, count++) {
      const firstNames = count % 2 === 0 ? WOMEN : MEN
      const name = `${firstNames[(count >> 1) % firstNames.length]} ${SURNAMES[(count * 5) % SURNAMES.length]}`
      const values = { email: `staff${count + 1}@demo.test`, name, organisationId, createdAt: now }
      const { id: personId } = db.insert(people).values(values).returning({ id: people.id }).get()
      insertMembership(db, { personId, organisationId, state: 'active', isAdministrator: false, since: now })
    }
}

/** Labs, the example ones too, are known by their organisation: the owner of one has them all. */
function makeSteward(db: Db, ids: Ids, personId: number, { owns = [], deputises = [] }: PersonEntry) {
  const parts = [
    ...owns.map((slug) => ({ slug, role: 'owner' as const })),
    ...deputises.map((slug) => ({ slug, role: 'deputy' as const })),
  ]
  for (const { slug, role } of parts) {
    const organisationId = ids.organisations.get(slug) ?? missing(slug)
    const ofOrganisation = db.select({ id: labs.id }).from(labs).where(eq(labs.organisationId, organisationId)).all()
    for (const { id: labId } of ofOrganisation) db.insert(stewardships).values({ labId, personId, role }).run()
  }
}

export function insertProjects(db: Db, ids: Ids, peopleIds: ReadonlyMap<string, number>): void {
  const organisationNamed = (slug: string) => ids.organisations.get(slug) ?? missing(slug)
  const personNamed = (email: string) => peopleIds.get(email) ?? missing(email)
  for (const { code, title, organisation, partners = [], members, ...more } of PROJECTS) {
    const { id: projectId } = db
      .insert(projects)
      .values({
        ...{ code, title, organisationId: organisationNamed(organisation), isExample: true },
        ...{ funder: more.funder ?? null, grantNumber: more.grant ?? null },
        ...{ startOn: more.start ?? null, endOn: more.end ?? null, leaderId: personNamed(members[0]!) },
      })
      .returning({ id: projects.id })
      .get()
    for (const slug of partners)
      db.insert(projectOrganisations)
        .values({ projectId, organisationId: organisationNamed(slug) })
        .run()
    for (const email of members)
      db.insert(projectMembers)
        .values({ projectId, personId: personNamed(email) })
        .run()
  }
}

function missing(what: string): never {
  throw new Error(`seed-data lacks ${what}`)
}
