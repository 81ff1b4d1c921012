import { type Chance, chanceFrom } from '../cluster/chance.ts'
import { DEMO_ACCOUNTS } from '../cluster/people.ts'
import { DATA_SETS, type DataSet, seed } from './data-sets.ts'
import { load, type Measured, printMeasured } from './load.ts'
import { type Server, signIn, startServer, tokenFor } from './server.ts'

const DAY = 86_400_000

/** `npm run bench -- finder`: the finder alone, on data set A. */
export async function benchFinder(seconds: number): Promise<Record<string, Measured>> {
  const set = DATA_SETS.find(({ name }) => name === 'A')!
  seed(set)
  const server = await startServer(set.file)
  try {
    const results = await measureFinder(server, set, seconds)
    printMeasured(results)
    return results
  } finally {
    await server.stop()
  }
}

/**
 * The earliest 3-hour times over two weeks, signed in and through HTTP: for a technique that 50 resources share, and
 * over everything. The weeks lie among what is seeded: others' reservations are all around.
 */
export async function measureFinder(server: Server, set: DataSet, seconds: number): Promise<Record<string, Measured>> {
  const tokens: Record<string, string>[] = []
  const cookies: Record<string, string>[] = []
  for (const { email } of DEMO_ACCOUNTS.slice(0, 4)) {
    tokens.push(await tokenFor(server, email))
    cookies.push(await signIn(server, email))
  }
  const chance = chanceFrom(2)
  const technique = () => `pomiar syntetyczny ${chance.whole(1, Math.max(1, Math.floor(set.resources / 50)))}`
  const api = (more: string) => () => `/api/v1/slots?duration=PT3H&limit=50&${fortnight(chance)}${more}`
  const asks = {
    'slots of 50 resources': [tokens, () => `${api(`&technique=${encodeURIComponent(technique())}`)()}`],
    'slots of all resources': [tokens, api('')],
    'every slot of one resource': [tokens, api('&resource=scale-007')],
    'finder page, 50 resources': [cookies, () => `/find?duration=180&q=${encodeURIComponent(technique())}`],
    'finder page, all resources': [cookies, () => '/find?duration=180&hours_from=8&hours_to=16'],
  } as const
  const results: Record<string, Measured> = {}
  for (const [what, [headers, path]] of Object.entries(asks)) {
    const next = (index: number) =>
      ({ method: 'GET', path: path(), headers: headers[index % headers.length]!, expect: 200 }) as const
    await load(server, { seconds: Math.min(1, seconds), connections: 1 }, next)
    results[`${what}, 1×`] = await load(server, { seconds, connections: 1 }, next)
  }
  return results
}

/** Two weeks that begin today or up to ten days later. */
function fortnight(chance: Chance): string {
  const from = Date.now() + chance.whole(0, 10) * DAY
  const text = (at: number) => new Date(at).toISOString()
  return `from=${text(from)}&to=${text(from + 14 * DAY)}`
}
