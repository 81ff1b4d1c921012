import { audiencesFor } from '../../server/domain/availability.ts'
import type { Outage } from '../../server/domain/availability-rule.ts'
import {
  hoursOfAll,
  LAPSED_DAYS,
  type LabRequests,
  NEAR_HOURS,
  piecesUpTo,
  type ResourceWait,
  type Standing,
  type UnansweredFaults,
} from '../../server/domain/dashboard.ts'
import { FAULT_SEVERITIES, type FaultSeverity } from '../../server/domain/fault.ts'
import type { DaySpan } from '../../server/domain/local-months.ts'
import type { Person } from '../../server/domain/person.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { rightNow } from '../../server/domain/right-now.ts'
import type { Utilisation } from '../../server/domain/utilisation.ts'
import { DAY_MS } from '../../server/domain/zone.ts'
import type { Db } from '../connect.ts'
import { loadOfMany } from './calendar.ts'
import { catalogueOf } from './catalogue.ts'
import { openTimeOfMany } from './opening-hours.ts'
import { prepared } from './prepared.ts'
import { countedIn } from './utilisation.ts'

const HOUR = 3_600_000

/** Hours of each resource in any whole months of this year and the last, and in whole years before, from one count. */
export function hoursUpTo(
  db: Db,
  resources: readonly Resource[],
  { now, timeZone }: { readonly now: number; readonly timeZone: string },
): (days: DaySpan) => ReadonlyMap<number, Utilisation> {
  const pieces = piecesUpTo(now, timeZone)
  const counted = countedIn(db, resources, pieces, now)
  const known = new Map<string, ReadonlyMap<number, Utilisation>>()
  return ({ from, to }) => {
    const key = `${from} ${to}`
    let hours = known.get(key)
    if (!hours) {
      const inside = pieces.flatMap((piece, i) => (piece.from >= from && piece.to <= to ? [i] : []))
      hours = new Map([...counted].map(([id, rows]) => [id, hoursOfAll(inside.map((i) => rows[i]!))]))
      known.set(key, hours)
    }
    return hours
  }
}

/** How each of these resources stands at this moment, in four queries whatever their number. */
export function standingNow(db: Db, resources: readonly Resource[], viewer: Person, now: number): readonly Standing[] {
  const moment = { start: now, end: now + 1 }
  const loads = loadOfMany(db, resources, moment)
  const outages = outagesAt(db, resources, now)
  const running = runningUnits(db)
  const open = new Map<number, { start: number; end: number }[]>()
  for (const [organisationId, those] of Map.groupBy(resources, (each) => each.organisationId)) {
    const ids = those.map(({ id }) => id)
    const times = openTimeOfMany(db, ids, moment, audiencesFor(viewer, { organisationId }))
    for (const [id, spans] of times) open.set(id, spans)
  }
  return resources.map((resource) => {
    const { id, above, inside, capacity } = resource
    const kin = [...above, ...inside].some((each) => running.has(each))
    const here = [id, ...above].flatMap((each) => outages.get(each) ?? [])
    const { kind, isInUse, outage } = rightNow({
      ...{ now, horizon: moment.end, capacity, isActive: resource.status === 'active', outages: here },
      open: open.get(id) ?? [],
      taken: loads.get(id)!.map((load) => ({ ...load, setupMinutes: 0, cleanupMinutes: 0, seen: null })),
      runningUnits: kin ? capacity : (running.get(id) ?? 0),
    })
    return { resource, kind, isInUse, outage }
  })
}

function outagesAt(db: Db, resources: readonly Resource[], now: number): ReadonlyMap<number, Outage[]> {
  const ids = new Set(resources.flatMap(({ id, above }) => [id, ...above]))
  const rows = prepared(
    db,
    `SELECT o.id, o.resource_id AS resourceId, o.start_at AS start, o.end_at AS "end", o.kind, o.is_planned AS planned
     FROM json_each(:ids) j CROSS JOIN outages o ON o.resource_id = j.value AND o.start_at <= :now AND o.end_at > :now
     ORDER BY o.start_at, o.id`,
  ).all({ ids: JSON.stringify([...ids]), now }) as (Omit<Outage, 'planned' | 'reason'> & { planned: number })[]
  return Map.groupBy(
    rows.map((row) => ({ ...row, planned: Boolean(row.planned), reason: '' })),
    ({ resourceId }) => resourceId,
  )
}

/** Units of the use that runs, by resource. */
function runningUnits(db: Db): ReadonlyMap<number, number> {
  const rows = prepared(
    db,
    `SELECT u.resource_id, sum(u.units) FROM usages u INDEXED BY usages_long WHERE u.end_at IS NULL GROUP BY u.resource_id`,
  )
    .raw()
    .all() as [number, number][]
  return new Map(rows)
}

const OPEN_REQUESTS = `
  SELECT v.resource_id AS resourceId, coalesce(-v.series_id, v.id) AS decision, v.decide_by AS decideBy,
    v.end_at - v.start_at AS length, max(v.created_at, coalesce((SELECT max(e.at) FROM reservation_events e
      WHERE e.reservation_id = v.id AND e.kind = 'changed'), 0)) AS since
  FROM reservations v INDEXED BY reservations_undecided WHERE v.state = 'requested' AND v.decide_by > 0`

/** A request begins after its deadline or at it, so that nothing older than the days looked at has lapsed in them. */
const LAPSED = `
  SELECT v.resource_id AS resourceId, count(DISTINCT coalesce(-v.series_id, v.id)) AS count FROM json_each(:ids) j
  CROSS JOIN reservations v INDEXED BY reservations_let_go ON v.resource_id = j.value AND v.start_at > :since
  WHERE v.state IN ('declined', 'expired', 'no_show', 'cancelled') AND v.state = 'expired' AND v.decide_by > :since
  GROUP BY v.resource_id`

interface OpenRequest {
  readonly resourceId: number
  readonly decision: number
  readonly decideBy: number
  readonly length: number
  readonly since: number
}

/** What waits for decisions about these resources, lab by lab: the nearest deadline first, then where something has lapsed. */
export function requestsByLab(db: Db, resources: readonly Resource[], now: number): readonly LabRequests[] {
  const byId = new Map(resources.map((each) => [each.id, each]))
  const labOf = ({ resourceId }: { resourceId: number }) => byId.get(resourceId)!.labId
  const rows = (prepared(db, OPEN_REQUESTS).all() as OpenRequest[]).filter(({ resourceId }) => byId.has(resourceId))
  const since = now - LAPSED_DAYS * DAY_MS
  const lapsed = prepared(db, LAPSED).all({ ids: JSON.stringify([...byId.keys()]), since }) as {
    resourceId: number
    count: number
  }[]
  const open = Map.groupBy(rows, labOf)
  const gone = Map.groupBy(lapsed, labOf)
  const { labById } = catalogueOf(db)
  return [...new Set([...open.keys(), ...gone.keys()])]
    .map((labId): LabRequests => {
      const those = open.get(labId) ?? []
      const near = those.filter(({ decideBy }) => decideBy <= now + NEAR_HOURS * HOUR)
      return {
        lab: labById.get(labId)!,
        open: new Set(those.map(({ decision }) => decision)).size,
        hours: those.reduce((sum, { length }) => sum + length, 0) / HOUR,
        oldestSince: least(those.map((each) => each.since)),
        nextDeadline: least(those.map(({ decideBy }) => decideBy)),
        near: new Set(near.map(({ decision }) => decision)).size,
        lapsed: (gone.get(labId) ?? []).reduce((sum, { count }) => sum + count, 0),
      }
    })
    .sort((a, b) => (a.nextDeadline ?? Infinity) - (b.nextDeadline ?? Infinity) || b.lapsed - a.lapsed)
}

const least = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((least, each) => Math.min(least, each))

/** Who waits for a time on these resources: the most first. */
export function waitingByResource(db: Db, resources: readonly Resource[]): readonly ResourceWait[] {
  const rows = prepared(
    db,
    `SELECT e.resource_id AS id, count(DISTINCT e.person_id) AS people, min(e.created_at) AS since
     FROM waiting_entries e INDEXED BY waiting_entries_standing WHERE e.state IN ('waiting', 'offered')
     GROUP BY e.resource_id ORDER BY people DESC, since`,
  ).all() as { id: number; people: number; since: number }[]
  const byId = new Map(resources.map((each) => [each.id, each]))
  return rows.flatMap(({ id, people, since }) => {
    const resource = byId.get(id)
    return resource ? [{ resource, people, since }] : []
  })
}

/** Faults that nobody but who told them has said a word to: the worst first, then the eldest. */
export function unansweredFaults(db: Db, resources: readonly Resource[]): readonly UnansweredFaults[] {
  const rows = prepared(
    db,
    `SELECT f.resource_id AS id, f.severity, f.created_at AS since FROM json_each(?) j
     CROSS JOIN faults f ON f.resource_id = j.value AND f.state = 'open'
     WHERE NOT EXISTS (SELECT 1 FROM fault_notes n WHERE n.fault_id = f.id AND n.person_id <> f.reporter_id)`,
  ).all(JSON.stringify(resources.map(({ id }) => id))) as { id: number; severity: FaultSeverity; since: number }[]
  const byId = new Map(resources.map((each) => [each.id, each]))
  return [...Map.groupBy(rows, ({ id }) => id)]
    .map(([id, those]) => ({
      resource: byId.get(id)!,
      count: those.length,
      severity: those.map(({ severity }) => severity).toSorted((a, b) => rank(b) - rank(a))[0]!,
      since: least(those.map(({ since }) => since))!,
    }))
    .sort((a, b) => rank(b.severity) - rank(a.severity) || a.since - b.since)
}

const rank = (severity: FaultSeverity) => FAULT_SEVERITIES.indexOf(severity)
