import { createHash } from 'node:crypto'
import { setImmediate as pause } from 'node:timers/promises'
import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { contentOfLog, knownKeys, matchableDuring, peopleByName } from '../../db/queries/log-imports.ts'
import { usagesDuring } from '../../db/queries/usages.ts'
import type { Interval, Load } from '../domain/interval.ts'
import { LOG_LINES, type LogFault, type LogImport, type LogOutcome, type LogReading } from '../domain/log-import.ts'
import { headingsOf, type LogEntry, lineReader } from '../domain/log-lines.ts'
import { type LogPerson, type Matchable, reservationFor, useLedger } from '../domain/log-match.ts'
import type { Resource } from '../domain/resource.ts'
import { logRows } from './log-rows.ts'

/** A use of a log with who it was and what it is known by. */
export interface PlannedUse extends LogEntry {
  readonly key: string
  readonly who: LogPerson | null
}

export interface ReadLog {
  readonly resource: Resource
  /** By start. */
  readonly uses: readonly PlannedUse[]
  readonly tally: Tally
}

const MOST_LOOKS = 100
const MOST_STRANGERS = 20

/** Counts what becomes of each line. */
export interface Tally {
  unreadable: number
  overlapping: number
  known: number
  matched: number
  unbooked: number
  usedMs: number
  from: number | null
  to: number | null
  lines: number
  readonly strangers: Set<string>
  readonly looks: { line: number; fault: LogFault; text: string }[]
}

/** Reads all of a log, with pauses for others. */
export async function readLog(db: Db, log: LogImport, reading: LogReading, now: number): Promise<ReadLog> {
  const people = peopleByName(db)
  const tally = newTally()
  const uses: PlannedUse[] = []
  let read: ReturnType<typeof lineReader> | null = null
  for await (const { line, cells } of logRows(contentOfLog(db, log.id) ?? '')) {
    if (!read) {
      read = lineReader(headingsOf(cells), reading, now)
      continue
    }
    if (++tally.lines > LOG_LINES) break
    const entry = read(line, cells)
    if ('fault' in entry) {
      tally.unreadable++
      look(tally, entry)
      continue
    }
    const who = people.get(entry.person.toLocaleLowerCase('pl')) ?? null
    if (who === null && entry.person !== '' && tally.strangers.size < MOST_STRANGERS) tally.strangers.add(entry.person)
    uses.push({ ...entry, who, key: keyOf(entry) })
  }
  const resource = catalogueOf(db).resourceById.get(log.resourceId)!
  return { resource, uses: uses.sort((a, b) => a.start - b.start || a.end - b.end), tally }
}

function newTally(): Tally {
  const counts = { unreadable: 0, overlapping: 0, known: 0, matched: 0, unbooked: 0, usedMs: 0, lines: 0 }
  return { ...counts, from: null, to: null, strangers: new Set(), looks: [] }
}

function look(tally: Tally, each: { line: number; fault: LogFault; text: string }): void {
  if (tally.looks.length < MOST_LOOKS) tally.looks.push(each)
}

/** What a row is known by, however its log is cut, sorted or named: when it was and who it says. */
const keyOf = ({ start, end, person }: LogEntry) =>
  createHash('sha256').update(`${start} ${end} ${person.toLowerCase()}`).digest('base64url').slice(0, 24)

/** So many uses are weighed, and brought in, at once. */
const AT_ONCE = 500

/** The uses in pieces that lie near each other in time, with a pause for others after each. */
export async function* pieces(uses: readonly PlannedUse[]): AsyncGenerator<readonly PlannedUse[]> {
  for (let at = 0; at < uses.length; at += AT_ONCE) {
    yield uses.slice(at, at + AT_ONCE)
    await pause()
  }
}

/** A use that goes in, and the reservation it was of. */
export interface WeighedUse {
  readonly use: PlannedUse
  readonly of: Matchable | null
}

/** Uses that are to count as recorded though they are not. */
export type Foreseen = readonly PlannedUse[]

/** Which of some uses go in beside what is recorded, or foreseen, counted in the tally. */
export function weighUses(
  db: Db,
  { resource, tally }: ReadLog,
  { some, foreseen = [] }: { readonly some: readonly PlannedUse[]; readonly foreseen?: Foreseen },
  now: number,
): WeighedUse[] {
  const span = { start: some[0]!.start, end: Math.max(...some.map(({ end }) => end)) }
  const keys = some.map(({ key }) => key)
  const known = new Set([...knownKeys(db, resource.id, keys), ...foreseen.map(({ key }) => key)])
  const reservations = matchableDuring(db, resource.id, span)
  const recorded = [
    ...recordedDuring(db, resource, span, now),
    ...foreseen.map(({ start, end }) => ({ start, end, units: 1 })),
  ].sort((a, b) => a.start - b.start)
  const hasRoom = useLedger(resource.capacity, recorded)
  return some.flatMap((use) => {
    if (known.has(use.key)) {
      tally.known++
      return []
    }
    if (!hasRoom(use)) {
      tally.overlapping++
      look(tally, { line: use.line, fault: 'overlap', text: `${use.person} ${use.note}`.trim() })
      return []
    }
    known.add(use.key)
    const near = reservations.filter(({ start, end }) => start < use.end && end > use.start)
    const of = reservationFor(use, use.who, near)
    tally[of ? 'matched' : 'unbooked']++
    tally.usedMs += use.end - use.start
    tally.from = Math.min(tally.from ?? use.start, use.start)
    tally.to = Math.max(tally.to ?? use.end, use.end)
    return [{ use, of }]
  })
}

/** Use of the resource, and of what is above and inside it, which takes all of it. */
function recordedDuring(db: Db, resource: Resource, span: Interval, now: number): Load[] {
  const own = usagesDuring(db, resource.id, span)
  const kin = [...resource.above, ...resource.inside].flatMap((id) => usagesDuring(db, id, span))
  const loads = [...own, ...kin.map((each) => ({ ...each, units: resource.capacity }))]
  return loads.map(({ start, end, units }) => ({ start, end: end ?? Math.max(now, start + 1), units }))
}

export function outcomeOf({ strangers, looks, ...counts }: Tally): LogOutcome {
  return { ...counts, strangers: [...strangers], looks: looks.toSorted((a, b) => a.line - b.line) }
}
