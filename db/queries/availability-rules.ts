import type { Hours } from '../../server/domain/availability.ts'
import type { AvailabilityRule } from '../../server/domain/availability-rule.ts'
import type { HoursPlace, RuleDraft } from '../../server/domain/hours-change.ts'
import type { Db } from '../connect.ts'
import { catalogueOf } from './catalogue.ts'
import { RULE_COLUMNS, type RuleRow, ruleOf } from './opening-hours.ts'
import { prepared } from './prepared.ts'
import { type SettingEvent, settingEventsOf } from './setting-events.ts'

/** The rules of a lab or of a resource itself, without what it takes over from its lab; the oldest first. */
export function rulesOfPlace(db: Db, place: HoursPlace): readonly AvailabilityRule[] {
  const sql = `SELECT ${RULE_COLUMNS} FROM availability_rules WHERE ${COLUMN[place.kind]} = ? ORDER BY id`
  return (prepared(db, sql).all(place.id) as RuleRow[]).map(ruleOf)
}

export function ruleById(db: Db, id: number): AvailabilityRule | null {
  const row = prepared(db, `SELECT ${RULE_COLUMNS} FROM availability_rules WHERE id = ?`).get(id)
  return row ? ruleOf(row as RuleRow) : null
}

/** The lab's own hours, which hold for its resources without open rules of their own. */
export function hoursOfLab(db: Db, labId: number): Hours {
  const lab = catalogueOf(db).labById.get(labId)
  if (!lab) throw new RangeError(`No lab ${labId}`)
  return {
    timeZone: lab.timeZone,
    observesHolidays: lab.observesHolidays,
    rules: rulesOfPlace(db, { kind: 'lab', id: labId }),
  }
}

export const HOURS_EVENTS = ['rule-added', 'rule-changed', 'rule-removed', 'hours-copied', 'holidays-set'] as const
export type HoursEventKind = (typeof HOURS_EVENTS)[number]

/** Who changed what of a place's hours, the newest first. Rules stand in `before` and `after` as drafts. */
export const hoursHistory = (db: Db, place: HoursPlace): readonly SettingEvent[] =>
  settingEventsOf(db, place, HOURS_EVENTS)

export function insertRule(
  db: Db,
  place: HoursPlace,
  rule: RuleDraft,
  { personId, at }: { personId: number; at: number },
): AvailabilityRule {
  const row = prepared(
    db,
    `INSERT INTO availability_rules (${COLUMN[place.kind]}, effect, audience, start_local, duration_minutes, rrule,
       exdates, rdates, valid_until, label, created_by_id, created_at)
     VALUES (:placeId, :effect, :audience, :startLocal, :durationMinutes, :rrule,
       :exdates, :rdates, :validUntil, :label, :personId, :at) RETURNING ${RULE_COLUMNS}`,
  ).get({ ...columnsOf(rule), placeId: place.id, personId, at })
  return ruleOf(row as RuleRow)
}

export function updateRule(db: Db, id: number, rule: RuleDraft): AvailabilityRule {
  const row = prepared(
    db,
    `UPDATE availability_rules SET effect = :effect, audience = :audience, start_local = :startLocal,
       duration_minutes = :durationMinutes, rrule = :rrule, exdates = :exdates, rdates = :rdates,
       valid_until = :validUntil, label = :label WHERE id = :id RETURNING ${RULE_COLUMNS}`,
  ).get({ ...columnsOf(rule), id })
  return ruleOf(row as RuleRow)
}

export function deleteRule(db: Db, id: number): void {
  prepared(db, 'DELETE FROM availability_rules WHERE id = ?').run(id)
}

/** What each resource of a lab, or one resource, says of holidays itself; null is as its lab has it. */
export function ownHolidays(db: Db, place: HoursPlace): ReadonlyMap<number, boolean | null> {
  const rows = prepared(
    db,
    `SELECT id, observes_holidays AS observes FROM resources WHERE ${place.kind === 'lab' ? 'lab_id' : 'id'} = ?`,
  ).all(place.id) as { id: number; observes: number | null }[]
  return new Map(rows.map(({ id, observes }) => [id, observes === null ? null : observes === 1]))
}

export function setHolidays(db: Db, place: HoursPlace, observes: boolean | null): void {
  const table = place.kind === 'lab' ? 'labs' : 'resources'
  prepared(db, `UPDATE ${table} SET observes_holidays = ? WHERE id = ?`).run(
    observes === null ? null : Number(observes),
    place.id,
  )
}

const COLUMN = { lab: 'lab_id', resource: 'resource_id' } as const

/** What the statements above name, and no more: better-sqlite3 takes no unknown column, and no list. */
const columnsOf = (rule: RuleDraft) => ({
  effect: rule.effect,
  audience: rule.audience,
  startLocal: rule.startLocal,
  durationMinutes: rule.durationMinutes,
  rrule: rule.rrule,
  exdates: JSON.stringify(rule.exdates),
  rdates: JSON.stringify(rule.rdates),
  validUntil: rule.validUntil,
  label: rule.label,
})
