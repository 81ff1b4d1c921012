import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** Whose setting it is. */
export interface SettingPlace {
  readonly kind: 'organisation' | 'lab' | 'resource'
  readonly id: number
}

export interface NewSettingEvent {
  readonly place: SettingPlace
  /** Null when the system did it. */
  readonly personId: number | null
  /** `rule-added`, `policy-set`, … */
  readonly kind: string
  /** Null before it was there, and after it is gone. */
  readonly before: object | null
  readonly after: object | null
  readonly at: number
}

/** Somebody changed a setting. */
export interface SettingEvent extends Omit<NewSettingEvent, 'place'> {
  readonly id: number
  readonly personName: string | null
}

const MOST_EVENTS = 200

export function recordSettingEvent(db: Db, { place, personId, kind, before, after, at }: NewSettingEvent): void {
  prepared(
    db,
    `INSERT INTO setting_events (${COLUMN[place.kind]}, person_id, kind, before, after, at) VALUES (?, ?, ?, ?, ?, ?)`,
  ).run(place.id, personId, kind, textOf(before), textOf(after), at)
}

/** The last 200 changes of these kinds at a place, the newest first. */
export function settingEventsOf(db: Db, place: SettingPlace, kinds: readonly string[]): readonly SettingEvent[] {
  const rows = prepared(
    db,
    `SELECT e.id, e.kind, e.person_id AS personId, p.name AS personName, e.before, e.after, e.at
     FROM setting_events e LEFT JOIN people p ON p.id = e.person_id
     WHERE e.${COLUMN[place.kind]} = ? AND e.kind IN (SELECT value FROM json_each(?))
     ORDER BY e.id DESC LIMIT ${MOST_EVENTS}`,
  ).all(place.id, JSON.stringify(kinds)) as EventRow[]
  return rows.map((row) => ({ ...row, before: objectOf(row.before), after: objectOf(row.after) }))
}

const COLUMN = { organisation: 'organisation_id', lab: 'lab_id', resource: 'resource_id' } as const

type EventRow = Omit<SettingEvent, 'before' | 'after'> & { before: string | null; after: string | null }

const textOf = (value: object | null) => (value === null ? null : JSON.stringify(value))
const objectOf = (text: string | null) => (text === null ? null : (JSON.parse(text) as object))
