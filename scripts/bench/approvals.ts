/** What the inbox costs with 500 open requests on data set A, 200 of them one person's to decide. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Db, migrateDb, openDb } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { insertClaim } from '../../db/queries/claims.ts'
import { insertMembership } from '../../db/queries/memberships.ts'
import { prepared } from '../../db/queries/prepared.ts'
import { insertReservation } from '../../db/queries/reservations.ts'
import { insertSession } from '../../db/queries/sessions.ts'
import { buildApp } from '../../server/app.ts'
import { decisionPath } from '../../server/domain/mail-link.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { hashOf } from '../../server/operations/sign-in.ts'
import { readSettings } from '../../server/settings.ts'
import { DATA_SETS, seed } from './data-sets.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const OWN = 200
const OTHERS = 300
const REPEATS = 100

export async function benchApprovals(source?: string): Promise<Readonly<Record<string, number>>> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-approvals-'))
  try {
    const file = join(folder, 'bench.sqlite')
    const set = DATA_SETS.find(({ name }) => name === 'A')!
    if (!source) seed(set)
    copyFileSync(source ?? set.file, file)
    return await measure(file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function measure(file: string): Promise<Readonly<Record<string, number>>> {
  const db = openDb(file)
  migrateDb(db)
  const now = Date.now()
  const { owner, ids } = fill(db, now)
  const read = readSettings({ DATABASE: file, LOG_LEVEL: 'silent', RATE_LIMIT: '0' }, { production: false })
  if (!read.ok) throw new Error(read.faults.join(' '))
  const nowhere = { send: async () => {}, raw: async () => Buffer.alloc(0), close: () => {} }
  const { settings } = read
  const app = await buildApp({ db, clock: () => now, settings, mailer: nowhere })
  const get = async (url: string) => {
    const answer = await app.inject({ url, cookies: { session: SECRET } })
    if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode}`)
  }
  const inbox = await timesOf(() => get('/approvals'))
  const decision = await timesOf((nth) => get(`/approvals?open=${ids[(nth * 7) % ids.length]}`))
  const linked = (id: number) => {
    const link = { about: 'reservation', id, personId: owner } as const
    return decisionPath(link, now, settings.sessionSecret)
  }
  const mailed = await timesOf((nth) => get(linked(ids[(nth * 7) % ids.length]!)))
  const page = await timesOf((nth) => get(`/reservations/${ids[(nth * 7) % ids.length]}`))
  await app.close()
  db.$client.close()
  const results = {
    'inbox of 200, p50, ms': inbox.p50,
    'inbox of 200, p95, ms': inbox.p95,
    'inbox opened at a request, p95, ms': decision.p95,
    'page that a mail links, p95, ms': mailed.p95,
    'page of a request, p50, ms': page.p50,
    'page of a request, p95, ms': page.p95,
  }
  console.table(Object.fromEntries(Object.entries(results).map(([what, value]) => [what, +value.toPrecision(3)])))
  return results
}

const SECRET = 'bench-approvals'

/** A person who decides for one lab alone, with requests there and elsewhere, beyond what has been reserved. */
function fill(db: Db, now: number): { readonly owner: number; readonly ids: readonly number[] } {
  const { resourcesOfLab, labBySlug } = catalogueOf(db)
  const ofLab = (slug: string) => resourcesOfLab.get(labBySlug.get(slug)!.id)!
  const own = ofLab('scale-lab')
  const organisationId = own[0]!.organisationId
  const owner = prepared(
    db,
    `INSERT INTO people (organisation_id, email, name, role, locale, created_at)
     VALUES (?, 'bench@demo.test', 'Bench', 'member', 'pl', ?) RETURNING id`,
  )
    .pluck()
    .get(organisationId, now) as number
  insertMembership(db, { personId: owner, organisationId, state: 'active', isAdministrator: false, since: now })
  prepared(db, "INSERT INTO stewardships (lab_id, person_id, role) VALUES (?, ?, 'owner')").run(own[0]!.labId, owner)
  insertSession(db, {
    ...{ tokenHash: hashOf(SECRET), personId: owner, kind: 'browser', now, expiresAt: now + DAY },
  })
  const people = prepared(db, 'SELECT id, organisation_id AS organisationId FROM people WHERE id <> ? LIMIT 200').all(
    owner,
  ) as { id: number; organisationId: number }[]
  const ask = (resources: readonly Resource[], nth: number) => {
    const resource = resources[nth % resources.length]!
    const start = Math.ceil(now / DAY) * DAY + (400 + Math.floor(nth / resources.length)) * DAY + 9 * HOUR
    return request(db, resource, { ...people[nth % people.length]!, start, now, nth })
  }
  for (let nth = 0; nth < OTHERS; nth++) ask(ofLab('scale-lab-2'), nth)
  return { owner, ids: Array.from({ length: OWN }, (_, nth) => ask(own, nth)) }
}

interface Asking {
  readonly id: number
  readonly organisationId: number
  readonly start: number
  readonly now: number
  readonly nth: number
}

function request(db: Db, resource: Resource, { id, organisationId, start, now, nth }: Asking): number {
  const span = { start, end: start + 2 * HOUR }
  const reservation = insertReservation(db, {
    ...{ ...span, resourceId: resource.id, requesterId: id, organisationId, projectId: null, units: 1 },
    ...{ state: 'requested', purpose: 'own_research', title: `Request ${nth}`, note: null, createdAt: now },
    ...{ decideBy: now + DAY + nth * 60_000, decidedById: null, decidedAt: null, decisionReason: null },
  })
  insertClaim(db, {
    ...{ ...span, resourceId: resource.id, reservationId: reservation.id, units: 1 },
    ...{ setupMinutes: 0, cleanupMinutes: 0, tentative: true },
  })
  return reservation.id
}

async function timesOf(work: (nth: number) => Promise<void>): Promise<{ readonly p50: number; readonly p95: number }> {
  await work(0)
  const times: number[] = []
  for (let nth = 0; nth < REPEATS; nth++) {
    const start = performance.now()
    await work(nth)
    times.push(performance.now() - start)
  }
  times.sort((a, b) => a - b)
  return { p50: times[REPEATS >> 1]!, p95: times[Math.floor(REPEATS * 0.95)]! }
}
