import type { Interval } from '../../server/domain/interval.ts'
import type { Purpose } from '../../server/domain/purpose.ts'
import type { PolicyPlace, Quota, QuotaHolder } from '../../server/domain/quota.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** Every quota, in the order they were set. */
export function allQuotas(db: Db): readonly Quota[] {
  return (prepared(db, `${SELECT} ORDER BY id`).all() as QuotaRow[]).map(quotaOf)
}

export function quotaById(db: Db, id: number): Quota | null {
  const row = prepared(db, `${SELECT} WHERE id = ?`).get(id) as QuotaRow | undefined
  return row ? quotaOf(row) : null
}

/** Those made for the place itself. */
export function quotasOfPlace(db: Db, { kind, id }: PolicyPlace): readonly Quota[] {
  return (prepared(db, `${SELECT} WHERE ${kind}_id = ? ORDER BY id`).all(id) as QuotaRow[]).map(quotaOf)
}

export type NewQuota = Omit<Quota, 'id'>

export function insertQuota(db: Db, quota: NewQuota, createdById: number, at: number): Quota {
  const id = prepared(
    db,
    `INSERT INTO quotas (${quota.place.kind}_id, per, measure, most, period, from_minute, to_minute, exempt_purposes, label,
       created_by_id, created_at)
     VALUES (:placeId, :per, :measure, :most, :period, :fromMinute, :toMinute, :exempt, :label, :createdById, :at)
     RETURNING id`,
  )
    .pluck()
    .get({
      placeId: quota.place.id,
      per: quota.per,
      measure: quota.measure,
      most: quota.most,
      period: quota.period,
      fromMinute: quota.hours?.fromMinute ?? null,
      toMinute: quota.hours?.toMinute ?? null,
      exempt: JSON.stringify(quota.exemptPurposes),
      label: quota.label,
      createdById,
      at,
    }) as number
  return { id, ...quota }
}

export function deleteQuota(db: Db, id: number): void {
  prepared(db, 'DELETE FROM quotas WHERE id = ?').run(id)
}

/** A reservation as a quota sees it. */
export interface CountedTime extends Interval {
  readonly purpose: Purpose
}

export interface Counting {
  /** Reservations that share time with it. */
  readonly span: Interval
  /** Only what is still to come: not what has ended early or was missed. */
  readonly isRunning: boolean
  readonly except: number | null
  readonly now: number
}

/** A reservation of a person, and all the resources it takes. */
export interface PersonalTime extends CountedTime {
  readonly resourceIds: readonly number[]
}

/**
 * What a person has in the span: everything asked for, confirmed, used or missed. A request past its deadline has let
 * go.
 */
export function timesOfPerson(db: Db, personId: number, counting: Counting): readonly PersonalTime[] {
  const rows = prepared(db, OF_PERSON).all({ holder: personId, ...parametersOf(counting) }) as PersonalRow[]
  return rows.map(({ resourceId, parts, ...time }) => ({
    ...time,
    resourceIds: parts === null ? [resourceId] : [resourceId, ...parts.split(',').map(Number)],
  }))
}

/** The same of a project or an organisation, on these resources. */
export function timesOfGroup(
  db: Db,
  { kind, id }: { readonly kind: Exclude<QuotaHolder, 'person'>; readonly id: number },
  resourceIds: readonly number[],
  counting: Counting,
): readonly CountedTime[] {
  const parameters = { holder: id, ids: JSON.stringify(resourceIds), ...parametersOf(counting) }
  return prepared(db, OF_GROUP[kind]).all(parameters) as CountedTime[]
}

interface PersonalRow extends CountedTime {
  readonly resourceId: number
  readonly parts: string | null
}

/** No reservation is longer: it bounds the search on the left. */
const LONGEST_MS = 92 * 86_400_000

const parametersOf = ({ span, isRunning, except, now }: Counting) => ({
  ...{ start: span.start, end: span.end, longest: LONGEST_MS, except: except ?? -1, now },
  missed: isRunning ? null : 'no_show',
  over: isRunning ? null : 'completed',
})

const COUNTS = `v.start_at < :end AND v.end_at > :start AND v.id <> :except
  AND v.state IN ('requested', 'confirmed', 'in_use', :over, :missed) AND NOT (v.state = 'requested' AND v.decide_by <= :now)`

const OF_PERSON = `SELECT v.start_at AS start, v.end_at AS "end", v.purpose, v.resource_id AS resourceId,
    (SELECT group_concat(p.resource_id) FROM reservation_parts p WHERE p.reservation_id = v.id) AS parts
  FROM reservations v WHERE v.requester_id = :holder AND v.start_at > :start - :longest AND ${COUNTS}`

/** Found through what is taken of the resources; what was missed takes nothing and is listed by itself. */
const ofGroup = (
  column: string,
) => `SELECT v.start_at AS start, v.end_at AS "end", v.purpose FROM reservations v WHERE v.id IN (
    SELECT c.reservation_id FROM json_each(:ids) j CROSS JOIN resources r ON r.id = j.value
      CROSS JOIN claims c ON c.resource_id = r.id AND c.start_at < :end AND c.start_at > :start - r.longest_claim_ms
        AND c.end_at > :start
    UNION SELECT n.id FROM json_each(:ids) j CROSS JOIN reservations n ON n.resource_id = j.value
      AND n.state IN ('declined', 'expired', 'no_show', 'cancelled') AND n.state = :missed
      AND n.start_at < :end AND n.start_at > :start - :longest)
  AND v.${column} = :holder AND ${COUNTS}`

const OF_GROUP = { project: ofGroup('project_id'), organisation: ofGroup('organisation_id') }

interface QuotaRow {
  readonly id: number
  readonly organisation_id: number | null
  readonly lab_id: number | null
  readonly resource_id: number | null
  readonly per: Quota['per']
  readonly measure: Quota['measure']
  readonly most: number
  readonly period: Quota['period']
  readonly from_minute: number | null
  readonly to_minute: number | null
  readonly exempt_purposes: string
  readonly label: string
}

const SELECT = `SELECT id, organisation_id, lab_id, resource_id, per, measure, most, period, from_minute, to_minute,
  exempt_purposes, label FROM quotas`

function quotaOf(row: QuotaRow): Quota {
  const { id, per, measure, most, period, label, from_minute: fromMinute, to_minute: toMinute } = row
  const hours = fromMinute === null || toMinute === null ? null : { fromMinute, toMinute }
  return {
    id,
    place: placeOf(row),
    per,
    measure,
    most,
    period,
    hours,
    exemptPurposes: JSON.parse(row.exempt_purposes),
    label,
  }
}

function placeOf(row: QuotaRow): PolicyPlace {
  if (row.resource_id !== null) return { kind: 'resource', id: row.resource_id }
  return row.lab_id === null ? { kind: 'organisation', id: row.organisation_id! } : { kind: 'lab', id: row.lab_id }
}
