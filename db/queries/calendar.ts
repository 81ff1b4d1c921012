import type { Interval, Load } from '../../server/domain/interval.ts'
import type { State } from '../../server/domain/lifecycle.ts'
import type { Person } from '../../server/domain/person.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { sharesDetails } from '../../server/domain/visibility.ts'
import type { Seen, Taken } from '../../server/domain/week-calendar.ts'
import type { Db } from '../connect.ts'
import { catalogueOf } from './catalogue.ts'
import { prepared } from './prepared.ts'
import { alsoOf, partsOf } from './reservation-rows.ts'

/**
 * Everything that takes the resource during the span, as the viewer may see it: titles and people only of
 * reservations that visibility.ts opens to them. Claims of kin take every unit.
 */
export function takenDuring(db: Db, resource: Resource, span: Interval, viewer: Person | null): Taken[] {
  const isSteward = viewer?.stewardOf.has(resource.labId)
  const rows = prepared(db, TAKEN)
    .raw()
    .all({
      ids: idsOf(resource),
      start: span.start,
      end: span.end,
      person: viewer?.id ?? 0,
      organisation: viewer?.organisationId ?? 0,
      steward: isSteward ? 1 : 0,
      labs: JSON.stringify([...(viewer?.stewardOf.keys() ?? [])]),
    }) as TakenRow[]
  const { resourceById } = catalogueOf(db)
  return rows.map((row) => takenOf(row, resource, viewer, resourceById))
}

/** Only when and how much, for hours counted over weeks. */
export function loadDuring(db: Db, resource: Resource, span: Interval): Load[] {
  const rows = prepared(db, LOAD)
    .raw()
    .all({ ids: idsOf(resource), start: span.start, end: span.end }) as LoadRow[]
  return rows.map(([id, start, end, units]) => ({ start, end, units: id === resource.id ? units : resource.capacity }))
}

/** A load and the reservation it belongs to; `own` is for the caller to fill. */
export interface KnownLoad extends Load {
  readonly reservationId: number
  readonly own: null
}

/** The load of many resources, kin included, in one query. */
export function loadOfMany(db: Db, resources: readonly Resource[], span: Interval): Map<number, KnownLoad[]> {
  const holders = new Map<number, Resource[]>()
  const loads = new Map<number, KnownLoad[]>()
  for (const resource of resources) {
    loads.set(resource.id, [])
    for (const id of [resource.id, ...resource.above, ...resource.inside]) {
      const list = holders.get(id)
      if (list) list.push(resource)
      else holders.set(id, [resource])
    }
  }
  const rows = prepared(db, LOAD)
    .raw()
    .all({ ids: JSON.stringify([...holders.keys()]), start: span.start, end: span.end }) as LoadRow[]
  for (const [id, start, end, units, reservationId] of rows)
    for (const resource of holders.get(id)!)
      loads
        .get(resource.id)!
        .push({ start, end, units: id === resource.id ? units : resource.capacity, reservationId, own: null })
  return loads
}

/** Outages of many resources in one query, those of what they are inside of included. */
export function outagesOfMany(db: Db, resources: readonly Resource[], span: Interval): Map<number, Interval[]> {
  const rows = prepared(
    db,
    `SELECT resource_id, start_at, end_at FROM outages
     WHERE resource_id IN (SELECT value FROM json_each(?)) AND start_at < ? AND end_at > ? ORDER BY start_at`,
  )
    .raw()
    .all(JSON.stringify(resources.flatMap((each) => [each.id, ...each.above])), span.end, span.start) as [
    number,
    number,
    number,
  ][]
  const outages = new Map<number, Interval[]>()
  if (rows.length === 0) return outages
  for (const { id, above } of resources) {
    const here = rows.filter(([of]) => of === id || above.includes(of))
    if (here.length > 0)
      outages.set(
        id,
        here.map(([, start, end]) => ({ start, end })),
      )
  }
  return outages
}

/** The person's own reservations that hold time during the span: id → still waiting for a decision. */
export function ownDuring(db: Db, personId: number, span: Interval): ReadonlyMap<number, boolean> {
  const rows = prepared(
    db,
    `SELECT id, state = 'requested' FROM reservations WHERE requester_id = ? AND start_at < ? AND start_at > ? AND end_at > ?
     AND state IN ('requested', 'confirmed', 'in_use', 'completed')`,
  )
    .raw()
    .all(personId, span.end, span.start - LONGEST_MS, span.start) as [number, number][]
  return new Map(rows.map(([id, waits]) => [id, waits === 1]))
}

/** Longer reservations than a quarter are not looked for when only colours are at stake. */
const LONGEST_MS = 92 * 86_400_000

/** The longest claim ever made on a resource bounds the search on the left. */
const SHARES_TIME = `c.start_at < :end AND c.start_at > :start - r.longest_claim_ms AND c.end_at > :start`

const LOAD = `SELECT c.resource_id, c.start_at, c.end_at, c.units, c.reservation_id FROM json_each(:ids) j
  CROSS JOIN resources r ON r.id = j.value CROSS JOIN claims c ON c.resource_id = r.id AND ${SHARES_TIME}`

const IS_INVITED = `EXISTS (SELECT 1 FROM reservation_participants i WHERE i.reservation_id = c.reservation_id AND i.person_id = :person)`

const TAKEN = `SELECT c.resource_id, c.start_at, c.end_at, c.units, c.setup_minutes, c.cleanup_minutes,
    v.id, v.title, v.state, v.requester_id, v.organisation_id, p.name, v.resource_id,
    CASE WHEN v.id IS NOT NULL THEN ${alsoOf('v.id')} END, CASE WHEN v.id IS NOT NULL THEN ${IS_INVITED} END
  FROM json_each(:ids) j CROSS JOIN resources r ON r.id = j.value
  CROSS JOIN claims c ON c.resource_id = r.id AND ${SHARES_TIME}
  LEFT JOIN reservations v ON v.id = c.reservation_id
    AND (:steward OR v.requester_id = :person OR v.organisation_id = :organisation OR (:person <> 0 AND ${IS_INVITED}) OR (:labs <> '[]' AND EXISTS
      (SELECT 1 FROM resources x JOIN json_each(:labs) l ON l.value = x.lab_id WHERE x.id = v.resource_id OR x.id IN
        (SELECT w.resource_id FROM reservation_parts w WHERE w.reservation_id = v.id))))
  LEFT JOIN people p ON p.id = v.requester_id
  ORDER BY c.start_at`

type LoadRow = [resource: number, start: number, end: number, units: number, reservation: number]
type TakenRow = [
  resource: number,
  start: number,
  end: number,
  units: number,
  setup: number,
  cleanup: number,
  id: number | null,
  title: string,
  state: State,
  requester: number,
  organisation: number,
  name: string,
  leading: number,
  also: string,
  isInvited: number,
]

const idsOf = ({ id, above, inside }: Resource) =>
  above.length + inside.length === 0 ? `[${id}]` : JSON.stringify([id, ...above, ...inside])

type ById = ReadonlyMap<number, Resource>

function takenOf(row: TakenRow, resource: Resource, viewer: Person | null, resourceById: ById): Taken {
  const [id, start, end, units, setupMinutes, cleanupMinutes] = row
  return {
    start,
    end,
    units: id === resource.id ? units : resource.capacity,
    setupMinutes,
    cleanupMinutes,
    seen: seenOf(row, viewer, resourceById),
  }
}

function seenOf(row: TakenRow, viewer: Person | null, resourceById: ById): Seen | null {
  const [, , , , , , id, title, state, requesterId, organisationId, name, leading, parts, isInvited] = row
  if (id === null || viewer === null) return null
  const reservation = {
    requesterId,
    organisationId,
    also: partsOf(parts),
    participantIds: isInvited ? [viewer.id] : [],
  }
  if (!sharesDetails(viewer, { reservation, resource: resourceById.get(leading)! })) return null
  const isMine = requesterId === viewer.id
  return { id, title, state, isMine, requester: isMine ? null : name }
}
