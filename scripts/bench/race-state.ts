import type { Db } from '../../db/connect.ts'

/**
 * What must be true of a database at any moment, worked out from its reservations alone: nothing here uses the queries,
 * the guards or the rules of the program.
 */
export interface Fault {
  readonly what:
    | 'overload'
    | 'no claim'
    | 'claim without reservation'
    | 'claim of another time'
    | 'lost'
    | 'differs'
    | 'history'
    | 'series'
  readonly text: string
  readonly resourceId: number | null
  readonly start: number
  readonly end: number
  readonly ids: readonly number[]
}

interface Taken {
  readonly id: number
  readonly resourceId: number
  readonly start: number
  readonly end: number
  readonly units: number
  readonly tentative: number
}

interface Thing {
  readonly id: number
  readonly slug: string
  readonly parentId: number | null
  readonly capacity: number
}

/** Everything wrong with the time that is taken after `since`. Reads one snapshot when called in a transaction. */
export function faultsOfState(db: Db, since: number): Fault[] {
  const all = <Row>(sql: string) => db.$client.prepare(sql).all({ since }) as Row[]
  const things = all<Thing>('SELECT id, slug, parent_id AS parentId, capacity FROM resources WHERE :since IS NOT NULL')
  const taken = all<Taken>(`
    WITH parts AS (SELECT id AS reservation_id, resource_id, units FROM reservations
      UNION ALL SELECT reservation_id, resource_id, units FROM reservation_parts)
    SELECT v.id, p.resource_id AS resourceId, p.units, v.state = 'requested' AS tentative,
      v.start_at - r.setup_minutes * 60000 AS start, v.end_at + r.cleanup_minutes * 60000 AS "end"
    FROM reservations v JOIN parts p ON p.reservation_id = v.id JOIN resources r ON r.id = p.resource_id
    WHERE v.state IN ('requested', 'confirmed', 'in_use', 'completed') AND v.end_at > :since`)
  const claims =
    all<Taken>(`SELECT reservation_id AS id, resource_id AS resourceId, start_at AS start, end_at AS "end", units,
    is_tentative AS tentative FROM claims WHERE end_at - cleanup_minutes * 60000 > :since`)
  const series = all<Rule>('SELECT id, start_local AS startLocal, rrule FROM series WHERE created_at > :since')
  const booked = all<Occurrence>(`SELECT v.id, v.series_id AS seriesId, v.occurrence_local AS local, v.state
    FROM reservations v JOIN series s ON s.id = v.series_id WHERE s.created_at > :since`)
  const skipped = all<Occurrence>(`SELECT k.id, k.series_id AS seriesId, k.occurrence_local AS local, 'skipped' AS state
    FROM series_skips k JOIN series s ON s.id = k.series_id WHERE s.created_at > :since`)
  return [
    ...overloads(things, taken),
    ...faultsOfClaims(taken, claims),
    ...faultsOfSeries(series, [...booked, ...skipped]),
  ]
}

function overloads(things: readonly Thing[], taken: readonly Taken[]): Fault[] {
  const onThing = Map.groupBy(taken, (each) => each.resourceId)
  const of = (thing: Thing) => onThing.get(thing.id) ?? []
  const byId = new Map(things.map((thing) => [thing.id, thing]))
  return things.flatMap((thing) => {
    const faults = tooMuch(of(thing), thing.capacity, thing, `${thing.slug} takes ${thing.capacity}`)
    for (let above = byId.get(thing.parentId ?? 0); above; above = byId.get(above.parentId ?? 0))
      faults.push(...together(of(thing), of(above), thing, above.slug))
    return faults
  })
}

/** Walks through every beginning and end; what ends makes room before what begins at the same moment. */
function tooMuch(taken: readonly Taken[], capacity: number, thing: Thing, text: string): Fault[] {
  const moments = taken.flatMap((each) => [
    { at: each.start, each, begins: 1 },
    { at: each.end, each, begins: 0 },
  ])
  moments.sort((a, b) => a.at - b.at || a.begins - b.begins)
  const present = new Set<Taken>()
  for (const { at, each, begins } of moments) {
    if (!begins) {
      present.delete(each)
      continue
    }
    present.add(each)
    const units = [...present].reduce((sum, one) => sum + one.units, 0)
    if (units > capacity) return [overload(`${text}, holds ${units}`, thing, [...present], at)]
  }
  return []
}

function together(inside: readonly Taken[], outside: readonly Taken[], thing: Thing, above: string): Fault[] {
  const order = outside.toSorted((a, b) => a.start - b.start)
  const longest = order.reduce((most, each) => Math.max(most, each.end - each.start), 0)
  for (const each of inside) {
    let low = 0
    for (let high = order.length; low < high; ) {
      const middle = (low + high) >> 1
      if (order[middle]!.start <= each.start - longest) low = middle + 1
      else high = middle
    }
    for (let i = low; i < order.length && order[i]!.start < each.end; i++)
      if (order[i]!.end > each.start && order[i]!.id !== each.id)
        return [overload(`${thing.slug} is used while ${above} is`, thing, [each, order[i]!], each.start)]
  }
  return []
}

function overload(text: string, { id }: Thing, present: readonly Taken[], at: number): Fault {
  const end = Math.min(...present.map((each) => each.end))
  return { what: 'overload', text, resourceId: id, start: at, end, ids: present.map((each) => each.id) }
}

function faultsOfClaims(taken: readonly Taken[], claims: readonly Taken[]): Fault[] {
  const faults: Fault[] = []
  const say = (what: Fault['what'], text: string, { id, resourceId, start, end }: Taken) =>
    faults.push({ what, text, resourceId, start, end, ids: [id] })
  const keyOf = ({ id, resourceId }: Taken) => `${id} on ${resourceId}`
  const claimsOf = Map.groupBy(claims, keyOf)
  for (const each of taken) {
    const [claim, ...more] = claimsOf.get(keyOf(each)) ?? []
    claimsOf.delete(keyOf(each))
    if (!claim) say('no claim', `reservation ${keyOf(each)} holds time without a claim`, each)
    else if (more.length > 0) say('claim of another time', `reservation ${each.id} has ${more.length + 1} claims`, each)
    else if (!isSame(each, claim)) say('claim of another time', `the claim of ${each.id} is not its busy time`, each)
  }
  for (const [claim] of claimsOf.values())
    say('claim without reservation', `a claim of ${claim!.id}, which holds no time`, claim!)
  return faults
}

const isSame = (a: Taken, b: Taken) =>
  a.resourceId === b.resourceId &&
  a.start === b.start &&
  a.end === b.end &&
  a.units === b.units &&
  a.tentative === b.tentative

interface Rule {
  readonly id: number
  readonly startLocal: string
  readonly rrule: string
}

interface Occurrence {
  readonly id: number
  readonly seriesId: number
  readonly local: string
  readonly state: string
}

/** Each day of a series has reservations, of which one at most holds its time, or is skipped; and no other day has. */
function faultsOfSeries(series: readonly Rule[], occurrences: readonly Occurrence[]): Fault[] {
  const ofSeries = Map.groupBy(occurrences, (each) => each.seriesId)
  return series.flatMap(({ id, startLocal, rrule }) => {
    const days = new Set(daysOf(startLocal, rrule))
    const byDay = Map.groupBy(ofSeries.get(id) ?? [], (each) => each.local)
    const texts = [...byDay].flatMap(([local, found]) => {
      const skips = found.filter(({ state }) => state === 'skipped').length
      const holding = found.filter(({ state }) => HOLDING.has(state)).length
      if (!days.has(local)) return [`${local} is no day of it`]
      return skips + holding > 1 ? [`${local} is there ${skips + holding} times`] : []
    })
    for (const day of days) if (!byDay.has(day)) texts.push(`${day} is missing`)
    return texts.map((text): Fault => {
      return { what: 'series', text: `series ${id}: ${text}`, resourceId: null, start: 0, end: 0, ids: [] }
    })
  })
}

const HOLDING = new Set(['requested', 'confirmed', 'in_use', 'completed'])

/** The race knows daily rules only: the same time of day on so many days. */
function daysOf(startLocal: string, rrule: string): string[] {
  const count = Number(/^FREQ=DAILY;COUNT=(\d+)$/.exec(rrule)?.[1])
  return Array.from({ length: count }, (_, i) =>
    new Date(Date.parse(`${startLocal}Z`) + i * 86_400_000).toISOString().slice(0, 19),
  )
}
