/** `npm run admin -- COMMAND`: what an operator does before there is anyone who could sign in. */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { eq } from 'drizzle-orm'
import { type Db, holdsDatabase, inWriteTransaction, migrateDb, openDb } from '../db/connect.ts'
import { insertMembership } from '../db/queries/memberships.ts'
import { organisations, people, sessions } from '../db/schema/index.ts'
import { LEAST_PASSWORD_LENGTH, type PasswordOwner, passwordFault } from '../server/domain/password.ts'
import { LOCALES, ORGANISATION_KINDS, ROLES } from '../server/domain/person.ts'
import { hashPassword } from '../server/operations/password.ts'
import { databaseFile, removeDatabase, runScript } from './command-line.ts'

const HELP = `npm run admin -- COMMAND

  init --email A --name N --organisation "NAME" [--kind K]       creates the database and its first administrator
  create-organisation --name "NAME" [--name-en "NAME"] [--slug S] [--kind K]
  create-user --email A --name N --organisation SLUG [--role R] [--locale L]
              [--organisation-administrator]                         invites people and names stewards there
  set-password --email A
  deactivate --email A                                           ends all sessions and refuses further sign-ins

The database is DATABASE (var/aparatura.sqlite). A password is read from standard input with --password-stdin, or given
with --password (others on the machine may see it); otherwise one is made and printed once.
Kinds: ${ORGANISATION_KINDS.join(', ')}. Roles: ${ROLES.join(', ')}. Locales: ${LOCALES.join(', ')}.`

const OPTIONS = {
  email: { type: 'string' },
  name: { type: 'string' },
  'name-en': { type: 'string' },
  slug: { type: 'string' },
  organisation: { type: 'string' },
  kind: { type: 'string' },
  role: { type: 'string' },
  locale: { type: 'string' },
  'organisation-administrator': { type: 'boolean' },
  password: { type: 'string' },
  'password-stdin': { type: 'boolean' },
} as const

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>['values']

const COMMANDS: Record<string, (values: Values) => void | Promise<void>> = {
  init,
  'create-organisation': (values) => void createOrganisation(openExisting(), values),
  'create-user': (values) => createUser(openExisting(), values),
  'set-password': setPassword,
  deactivate,
}

await runScript(HELP, async () => {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true })
  const [name = ''] = positionals
  const command = COMMANDS[name]
  if (!command) throw new Error(`Which command? ${Object.keys(COMMANDS).join(', ')}. See npm run admin -- --help`)
  if (positionals.length > 1) throw new Error(`${name} takes options only, not "${positionals[1]}".`)
  await command(values)
})

async function init(values: Values) {
  const file = databaseFile()
  if (existsSync(file) && (holdsDatabase(file) || statSync(file).size > 0)) throw new Error(`${file} is there already.`)
  const name = required(values, 'organisation')
  const db = openDb(file)
  try {
    migrateDb(db)
    const slug = createOrganisation(db, { ...values, name })
    await createUser(db, { ...values, organisation: slug, role: 'administrator' })
  } catch (fault) {
    db.$client.close()
    removeDatabase(file)
    throw fault
  }
  console.log(`${file} is ready: npm start`)
}

function createOrganisation(db: Db, values: Values): string {
  const namePl = required(values, 'name')
  const slug = values.slug ?? slugOf(namePl)
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug))
    throw new Error(`--slug must be small letters, digits and hyphens, not "${slug}".`)
  if (db.select().from(organisations).where(eq(organisations.slug, slug)).get())
    throw new Error(`The organisation ${slug} is there already.`)
  const kind = oneOf('kind', values.kind ?? 'other', ORGANISATION_KINDS)
  db.insert(organisations)
    .values({ slug, namePl, nameEn: values['name-en'] ?? namePl, kind })
    .run()
  console.log(`Organisation ${slug} (${namePl}).`)
  return slug
}

async function createUser(db: Db, options: Values) {
  const email = emailOf(options)
  const name = required(options, 'name')
  const role = oneOf('role', options.role ?? 'member', ROLES)
  const locale = oneOf('locale', options.locale ?? 'pl', LOCALES)
  const slug = required(options, 'organisation')
  const organisation = db.select().from(organisations).where(eq(organisations.slug, slug)).get()
  if (!organisation) throw new Error(`There is no organisation ${slug}: npm run admin -- create-organisation`)
  if (db.select().from(people).where(eq(people.email, email)).get()) throw new Error(`${email} has an account already.`)
  const { password, wasMade } = passwordFrom(options, { email, name })
  const passwordHash = await hashPassword(password)
  const [organisationId, since] = [organisation.id, Date.now()]
  inWriteTransaction(db, (tx) => {
    const values = { email, name, role, locale, organisationId, passwordHash, createdAt: since }
    const { id: personId } = tx.insert(people).values(values).returning().get()
    const isAdministrator = options['organisation-administrator'] === true || role === 'administrator'
    insertMembership(tx, { personId, organisationId, state: 'active', isAdministrator, since })
  })
  console.log(`${email}: ${role} of ${organisation.namePl}.${wasMade ? ` Password: ${password}` : ''}`)
}

async function setPassword(values: Values) {
  const db = openExisting()
  const { id, email, name } = personFrom(db, values)
  const { password, wasMade } = passwordFrom(values, { email, name })
  const passwordHash = await hashPassword(password)
  inWriteTransaction(db, (tx) => {
    tx.update(people).set({ passwordHash }).where(eq(people.id, id)).run()
    tx.delete(sessions).where(eq(sessions.personId, id)).run()
  })
  console.log(`${email} has a new password and is signed out everywhere.${wasMade ? ` Password: ${password}` : ''}`)
}

function deactivate(values: Values) {
  const db = openExisting()
  const { id, email } = personFrom(db, values)
  inWriteTransaction(db, (tx) => {
    tx.update(people).set({ isActive: false }).where(eq(people.id, id)).run()
    tx.delete(sessions).where(eq(sessions.personId, id)).run()
  })
  console.log(`${email} can no longer sign in.`)
}

function openExisting(): Db {
  const file = databaseFile()
  if (!holdsDatabase(file)) throw new Error(`There is no database in ${file}. Make one: npm run admin -- init`)
  const db = openDb(file)
  migrateDb(db)
  return db
}

function personFrom(db: Db, values: Values) {
  const email = emailOf(values)
  const person = db.select().from(people).where(eq(people.email, email)).get()
  if (!person) throw new Error(`Nobody has the address ${email}.`)
  return person
}

function emailOf(values: Values): string {
  const email = required(values, 'email').toLowerCase()
  if (!/^[^\s@,]+@[^\s@,]+$/.test(email)) throw new Error(`--email must be an e-mail address, not "${email}".`)
  return email
}

function passwordFrom(values: Values, owner: PasswordOwner): { password: string; wasMade: boolean } {
  const given = values['password-stdin'] ? readFileSync(0, 'utf8').replace(/\r?\n$/, '') : values.password
  if (given === undefined) return { password: randomBytes(15).toString('base64url'), wasMade: true }
  const fault = passwordFault(given, owner)
  if (fault)
    throw new Error(
      `This password is not taken (${fault}): at least ${LEAST_PASSWORD_LENGTH} characters, not easy to guess.`,
    )
  return { password: given, wasMade: false }
}

function required(values: Values, name: 'email' | 'name' | 'organisation'): string {
  const value = values[name]?.trim()
  if (!value) throw new Error(`--${name} is missing. See npm run admin -- --help`)
  return value
}

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  if (!allowed.includes(value as T)) throw new Error(`--${name} must be one of ${allowed.join(', ')}, not "${value}".`)
  return value as T
}

function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('ł', 'l')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
}
