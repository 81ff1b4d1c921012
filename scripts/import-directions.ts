/**
 * Who may import whom: domain ← db ← operations ← routes, api → views → domain. Reads every module with a real
 * parser and says which import goes against the direction. `node scripts/import-directions.ts` is a step of the check.
 */
import { globSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { parseSync } from 'oxc-parser'

interface Room {
  /** Path prefix of the modules in it. */
  readonly at: string
  /** Path prefixes of what they may import besides themselves. */
  readonly may: readonly string[]
  /** Packages they may import; any when left out. */
  readonly packages?: readonly string[]
}

const PURE_PACKAGES = [
  'luxon',
  'date-holidays',
  'ical.js',
  '@touch4it/ical-timezones',
  'd3-array',
  'd3-scale',
  'csv-stringify',
  'uqr',
  'otpauth',
]
const READS = ['db/queries/', 'db/connect.ts', 'server/domain/', 'server/operations/']

/** The first room whose prefix fits is a module's room. */
export const ROOMS: readonly Room[] = [
  // A signature is a pure function of its text and its secret.
  { at: 'server/domain/mail-link.ts', may: [], packages: ['node:crypto'] },
  // node:module: date-holidays is large and loaded when the first holiday is asked for.
  { at: 'server/domain/', may: [], packages: [...PURE_PACKAGES, 'node:module'] },
  { at: 'db/schema/', may: ['server/domain/'], packages: ['drizzle-orm'] },
  { at: 'db/queries/', may: ['db/connect.ts', 'db/schema/', 'server/domain/'] },
  { at: 'db/', may: ['server/domain/'] },
  { at: 'server/operations/', may: ['server/domain/', 'db/connect.ts', 'db/queries/'] },
  // Libraries that write files are large, too: they are loaded when the first file is asked for.
  {
    at: 'views/files/',
    may: ['views/', 'server/domain/'],
    packages: ['csv-stringify', 'd3-scale', 'pdfmake', 'write-excel-file', 'node:module', 'node:path'],
  },
  { at: 'views/', may: ['server/domain/'], packages: ['i18next', 'luxon', ...PURE_PACKAGES] },
  {
    at: 'server/routes/',
    may: [...READS, 'views/', 'server/reports/', 'server/plugins/', 'server/app.ts', 'server/settings.ts'],
  },
  { at: 'server/api/', may: [...READS, 'views/text/', 'server/plugins/', 'server/app.ts', 'server/settings.ts'] },
  { at: 'server/plugins/', may: [...READS, 'views/', 'server/app.ts', 'server/settings.ts'] },
  // Reports on their way into files: for pages, chores and mail alike.
  { at: 'server/reports/', may: [...READS, 'views/'] },
  { at: 'server/mail/', may: [...READS, 'views/', 'server/reports/', 'server/settings.ts'] },
  { at: 'server/jobs/', may: [...READS, 'views/', 'server/reports/', 'server/mail/', 'server/settings.ts'] },
  { at: 'server/', may: ['db/', 'views/'] },
  { at: 'scripts/', may: ['db/', 'server/', 'views/'] },
  { at: 'tests/', may: ['db/', 'server/', 'views/', 'scripts/'] },
]

export type Sources = ReadonlyMap<string, string>

/** Every module of the house, path → text. */
export function readSources(): Sources {
  const paths = globSync('{server,views,db,scripts,tests}/**/*.{ts,tsx}')
  return new Map(paths.map((path) => [path.replaceAll('\\', '/'), readFileSync(path, 'utf8')]))
}

/** One line for each import against the direction, in all modules or in those named. */
export function wrongImports(sources: Sources, paths: Iterable<string> = sources.keys()): string[] {
  return [...paths].flatMap((path) =>
    importsOf(path, sources.get(path) ?? '').flatMap((specifier) => {
      const wrong = whatIsWrong(path, specifier, sources)
      return wrong ? [`${path} imports ${specifier}: ${wrong}`] : []
    }),
  )
}

function whatIsWrong(from: string, specifier: string, sources: Sources): string | null {
  const room = roomOf(from)
  if (!room) return 'the importing module is in no room of the house'
  if (!specifier.startsWith('.')) {
    if (specifier.startsWith('#html/') || !room.packages) return null
    return room.packages.some((name) => specifier === name || specifier.startsWith(`${name}/`))
      ? null
      : `${room.at} may not use it`
  }
  const to = posix.join(posix.dirname(from), specifier)
  if (!to.endsWith('.json') && !to.endsWith('.mjs') && !sources.has(to)) return 'there is no such module'
  if (otherNoun(room.at, from, to, sources)) return 'it belongs to another noun'
  return to.startsWith(room.at) || room.may.some((prefix) => to.startsWith(prefix))
    ? null
    : `${room.at} may not know it`
}

/** Routes and calls of one noun do not lean on another noun's. A noun is what the room's index registers. */
function otherNoun(room: string, from: string, to: string, sources: Sources) {
  if ((room !== 'server/routes/' && room !== 'server/api/') || !to.startsWith(room)) return false
  const index = `${room}index.ts`
  return (
    from !== index && importsOf(index, sources.get(index) ?? '').some((specifier) => posix.join(room, specifier) === to)
  )
}

function roomOf(path: string) {
  return ROOMS.find((room) => path.startsWith(room.at))
}

/** Specifiers of static, re-exporting and dynamic imports, types included. */
function importsOf(path: string, text: string): string[] {
  const { module, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`)
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) => text.slice(start + 1, end - 1))
  const typeImports = [...text.matchAll(/\bimport\('([^']+)'\)/g)].map((match) => match[1] ?? '')
  return [
    ...new Set([
      ...module.staticImports.map((each) => each.moduleRequest.value),
      ...module.staticExports.flatMap((each) => each.entries.flatMap((entry) => entry.moduleRequest?.value ?? [])),
      ...dynamic,
      ...typeImports,
    ]),
  ]
}

if (import.meta.main) {
  const sources = readSources()
  const wrong = wrongImports(sources)
  for (const line of wrong) console.error(line)
  // A check that saw nothing has proved nothing.
  if (sources.size < 50)
    console.error(`Only ${sources.size} modules were seen: the check is looking in the wrong place.`)
  if (wrong.length > 0 || sources.size < 50) process.exit(1)
  console.log(`${sources.size} modules, every import in the right direction`)
}
