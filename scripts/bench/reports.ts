/**
 * What the utilisation report costs: at once after a start, and again; and with ever longer histories. `longest`: how long
 * nobody else was served while it was counted first.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { openDb } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { exchangeDuring } from '../../db/queries/exchange.ts'
import { insertSession } from '../../db/queries/sessions.ts'
import { utilisationDuring } from '../../db/queries/utilisation.ts'
import { utilisationReport } from '../../db/queries/utilisation-report.ts'
import { buildApp } from '../../server/app.ts'
import { USE_GROUPINGS } from '../../server/domain/utilisation-grouping.ts'
import { hashOf } from '../../server/operations/sign-in.ts'
import { readSettings } from '../../server/settings.ts'
import { DATA_SETS, type DataSet, seed } from './data-sets.ts'

const SECRET = 'bench-reports'
const REPEATS = 10
/** What takes seconds is asked less often. */
const LONGEST_MS = 5000
const DAY = 86_400_000
const API = '/api/v1/reports/utilisation'

const YEAR = 'from=2025-01-01&to=2026-01-01'
const QUESTIONS: Readonly<Record<string, string>> = {
  'a year of every resource': `${API}?${YEAR}&group=resource`,
  'this year of every resource': `${API}?from=2026-01-01&to=2027-01-01&group=resource`,
  'five years of the cluster': `${API}?from=2022-01-01&to=2027-01-01&group=cluster`,
  'page with heat map and months': `/reports/utilisation?${YEAR}&group=lab`,
  'a year by month, every resource': `/reports/utilisation/months?${YEAR}`,
  'a year by purpose': `${API}?${YEAR}&group=purpose`,
  'a year by user’s organisation': `${API}?${YEAR}&group=user_organisation`,
  'a year by project': `${API}?${YEAR}&group=project`,
  'a year by month, every resource, XLSX': `/reports/utilisation/months.xlsx?${YEAR}`,
  'dashboard of five years': '/reports',
  'who used whose in a year': `/api/v1/reports/exchange?${YEAR}`,
}

/** Those asked again with the table of what was counted empty. */
const UNKEPT = ['a year of every resource', 'a year by purpose', 'who used whose in a year']

/** Sizes of history over the same 500 resources; 5,000,000 are 25 years. */
const HISTORIES = [100_000, 1_000_000, 5_000_000]

interface Times {
  readonly first: number
  readonly longest: number
  readonly again: number
}

export type ReportTimes = Readonly<Record<string, Times>>

/** `file`: a database that is there already, instead of the seeded ones. */
export async function benchReports(file?: string): Promise<Readonly<Record<string, ReportTimes>>> {
  if (file) return { [file]: await measure(file) }
  const results: Record<string, ReportTimes> = {}
  const [set] = DATA_SETS as readonly [DataSet]
  for (const reservations of HISTORIES) {
    const made = { ...set, reservations, file: `var/bench-reports-${reservations}.sqlite` }
    seed(made)
    results[`${reservations} reservations`] = await measure(made.file)
  }
  return results
}

async function measure(file: string): Promise<ReportTimes> {
  const times: Record<string, Times> = {}
  for (const [what, path] of Object.entries(QUESTIONS)) times[what] = await timesOf(file, path)
  const db = openDb(file)
  const now = Date.now()
  const kept = figuresOf(file, now)
  const rows = db.$client.prepare('SELECT * FROM utilisation_counts').all() as object[]
  db.$client.exec('DELETE FROM utilisation_counts')
  try {
    for (const what of UNKEPT) times[`${what}, nothing kept`] = await timesOf(file, QUESTIONS[what]!)
    if (figuresOf(file, now) !== kept) throw new Error('What was kept differs from what is counted anew.')
  } finally {
    const put = db.$client.prepare('INSERT INTO utilisation_counts VALUES (?, ?, ?, ?, ?, ?, ?)')
    db.$client.transaction(() => {
      for (const row of rows) put.run(...Object.values(row))
    })()
    db.$client.close()
  }
  console.log(`\n${file}, ms; what was kept and what is counted anew are the same`)
  console.table(times)
  return times
}

/** The first answer of a process that has just started, and the median of those after it. */
async function timesOf(file: string, path: string): Promise<Times> {
  const db = openDb(file)
  const now = Date.now()
  const read = readSettings({ DATABASE: file, LOG_LEVEL: 'silent', RATE_LIMIT: '0' }, { production: false })
  if (!read.ok) throw new Error(read.faults.join(' '))
  const nowhere = { send: async () => {}, raw: async () => Buffer.alloc(0), close: () => {} }
  const app = await buildApp({ db, clock: () => now, settings: read.settings, mailer: nowhere })
  const personId = db.$client.prepare(`SELECT id FROM people WHERE email = 'coordinator@demo.test'`).pluck().get()
  const sessions = ['browser', 'token'] as const
  db.$client.prepare('DELETE FROM sessions WHERE person_id = ?').run(personId)
  for (const kind of sessions) {
    const session = { tokenHash: hashOf(`${SECRET}-${kind}`), kind, now, expiresAt: now + DAY }
    insertSession(db, { ...session, personId: personId as number })
  }
  const headers = { authorization: `Bearer ${SECRET}-token` }
  const isApi = path.startsWith('/api')
  // The catalogue is what every page needs.
  await app.inject({ url: '/equipment' })
  const ask = async () => {
    const begun = performance.now()
    const answer = await app.inject({
      url: path,
      ...(isApi ? { headers } : { cookies: { session: `${SECRET}-browser` } }),
    })
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode}`)
    return Math.round((performance.now() - begun) * 10) / 10
  }
  const delay = monitorEventLoopDelay({ resolution: 5 })
  await pause(20)
  delay.enable()
  await pause(20)
  delay.reset()
  const first = await ask()
  await pause(20)
  delay.disable()
  const longest = Math.round(delay.max / 1e5) / 10
  const again: number[] = []
  const enough = performance.now() + LONGEST_MS
  while (again.length < REPEATS && (again.length === 0 || performance.now() < enough)) again.push(await ask())
  await app.close()
  db.$client.close()
  return { first, longest, again: again.sort((a, b) => a - b)[Math.floor(again.length / 2)]! }
}

/** All figures of five years, as a process sees them that has just started. */
function figuresOf(file: string, now: number): string {
  const db = openDb(file)
  const { resources } = catalogueOf(db)
  const days = { from: '2022-01-01', to: '2027-01-01' }
  const rows = utilisationDuring(db, resources, days, now)
  const split = USE_GROUPINGS.map((grouping) => utilisationReport(db, { resources, days, grouping }, now).rows)
  const exchange = exchangeDuring(db, resources, days, now)
  db.$client.close()
  const figures = split.map((rows) => rows.map(({ key, figures }) => [key, figures]))
  return JSON.stringify([[...rows].map(([id, { week, ...row }]) => [id, row, [...week]]), figures, exchange.hours])
}
