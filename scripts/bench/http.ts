import { statSync } from 'node:fs'
import { addDays, weekOf } from '../../server/domain/zone.ts'
import { type Chance, chanceFrom } from '../cluster/chance.ts'
import { DEMO_ACCOUNTS } from '../cluster/people.ts'
import { type DataSet, seed } from './data-sets.ts'
import { measureFinder } from './finder.ts'
import { load, type Measured, printMeasured, type Request, rounded } from './load.ts'
import { type Server, signIn, startServer, tokenFor } from './server.ts'

const SEARCHES = [
  'syntetyczny 01',
  'mikroskop',
  'chromat',
  'tem',
  'spektroskopia',
  'lublin',
  'bruker',
  'rezonans',
  'gleb',
  'aparat',
]
const STARTS = 5
const REPORT_REPEATS = 20

/** Everything that is promised about speed, on one data set, as people meet it: signed in and through HTTP. */
export async function benchHttp(set: DataSet, seconds: number) {
  seed(set)
  console.log(`\nData set ${set.name}: ${set.reservations} reservations over ${set.resources} resources`)
  const sizeMiB = statSync(set.file).size / 1_048_576
  const startMs = await medianStart(set.file)
  const server = await startServer(set.file)
  try {
    const reports = await measureReports(server, set)
    const pages = await measurePages(server, set, seconds)
    const times = await measureFinder(server, set, seconds)
    const writes = await measureReservations(server, set, seconds)
    const summary = { startMs, sizeMiB, ...server.memory(), ...reports }
    print({ ...pages, ...times, ...writes }, summary)
    return { ...summary, ...pages, ...times, ...writes }
  } finally {
    await server.stop()
  }
}

async function medianStart(file: string): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < STARTS; i++) {
    const server = await startServer(file)
    times.push(server.startedMs)
    await server.stop()
  }
  return middle(times)
}

type Results = Record<string, Measured>

async function measurePages(server: Server, set: DataSet, seconds: number): Promise<Results> {
  const cookies: Record<string, string>[] = []
  for (const { email } of DEMO_ACCOUNTS.slice(0, 8)) cookies.push(await signIn(server, email))
  const chance = chanceFrom(1)
  const paths: Record<string, () => string> = {
    'week of one resource': () => `/equipment/${resourceOf(set, chance)}/calendar?week=${weekOf(dayOf(set, chance))}`,
    'week of 50 resources': () => `/labs/scale-lab?week=${weekOf(dayOf(set, chance))}`,
    'day of 50 resources': () => `/labs/scale-lab?day=${dayOf(set, chance)}`,
    'catalogue search': () => `/equipment?q=${encodeURIComponent(chance.pick(SEARCHES))}`,
  }
  const results: Results = {}
  for (const [what, path] of Object.entries(paths))
    for (const connections of [1, 8]) {
      const next = (index: number): Request => ({
        method: 'GET',
        path: path(),
        headers: cookies[index % cookies.length]!,
        expect: 200,
      })
      await load(server, { seconds: Math.min(1, seconds), connections }, next)
      results[`${what}, ${connections}×`] = await load(server, { seconds, connections }, next)
    }
  return results
}

/** Durable reservations: each one has a free hour of its own, and each answer must be 201. */
async function measureReservations(server: Server, set: DataSet, seconds: number): Promise<Results> {
  const tokens: Record<string, string>[] = []
  for (const { email } of DEMO_ACCOUNTS.slice(0, 8)) tokens.push(await tokenFor(server, email))
  const slots = freeSlots(set)
  const next = (index: number): Request => {
    const { value } = slots.next()
    if (!value) throw new Error('The benchmark ran out of free hours.')
    const body = JSON.stringify({ ...value, title: 'Pomiar seryjny', purpose: 'own_research' })
    return {
      method: 'POST',
      path: '/api/v1/reservations',
      headers: { ...tokens[index % tokens.length]!, 'content-type': 'application/json' },
      body,
      expect: 201,
    }
  }
  return {
    'reservations made, 1×': await load(server, { seconds, connections: 1 }, next),
    'reservations made, 8×': await load(server, { seconds, connections: 8 }, next),
  }
}

/** Half hours from the second Monday ahead, which the seed left free if they lie behind its last year. */
function* freeSlots(set: DataSet): Generator<{ resource: string; start: string; end: string }> {
  const first = addDays(new Date(Math.max(Date.now(), Date.UTC(2027, 0, 1))).toISOString().slice(0, 10), 3)
  for (let day = 0; day < 350; day++) {
    const date = addDays(first, day)
    const weekday = new Date(`${date}T12:00:00Z`).getUTCDay()
    if (weekday === 0 || weekday === 6) continue
    // 08:00–16:00 UTC lies inside 08:00–18:00 in Poland, summer and winter.
    for (let half = 0; half < 16; half++)
      for (let number = 1; number <= set.resources; number++) {
        const start = Date.parse(`${date}T08:00:00Z`) + half * 1_800_000
        yield {
          resource: slugOf(number),
          start: new Date(start).toISOString(),
          end: new Date(start + 1_800_000).toISOString(),
        }
      }
  }
}

/** A year of all resources: as the first question after a start, and again. */
async function measureReports(server: Server, set: DataSet) {
  const headers = await tokenFor(server, 'coordinator@demo.test')
  const ask = async (year: number) => {
    const path = `/api/v1/reports/utilisation?from=${year}-01-01&to=${year + 1}-01-01&group=resource`
    return (
      await load(server, { seconds: 60, connections: 1, atMost: 1 }, () => ({
        method: 'GET',
        path,
        headers,
        expect: 200,
      }))
    ).p50
  }
  const cold: number[] = []
  for (let year = set.firstYear; year < 2026; year++) cold.push(await ask(year))
  const again: number[] = []
  for (let i = 0; i < REPORT_REPEATS; i++) again.push(await ask(2025))
  return { yearReportFirstMs: cold[0] ?? Number.NaN, yearReportColdMs: middle(cold), yearReportAgainMs: middle(again) }
}

function dayOf({ firstYear }: DataSet, chance: Chance): string {
  return addDays(`${firstYear}-01-01`, chance.whole(0, (2027 - firstYear) * 365))
}

const resourceOf = (set: DataSet, chance: Chance) => slugOf(chance.whole(1, set.resources))
const slugOf = (number: number) => `scale-${String(number).padStart(3, '0')}`
const middle = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN

function print(results: Results, summary: Record<string, number>) {
  printMeasured(results)
  console.table(Object.fromEntries(Object.entries(summary).map(([what, value]) => [what, rounded(value)])))
}
