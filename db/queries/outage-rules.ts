import type { OutageRecord } from '../../server/domain/outage.ts'
import type { OutageRule } from '../../server/domain/outage-rule.ts'
import type { Db } from '../connect.ts'
import { outageById } from './outages.ts'
import { prepared } from './prepared.ts'

export interface NewOutageRule extends Omit<OutageRule, 'id'> {
  readonly createdById: number
  readonly createdAt: number
}

export function insertOutageRule(db: Db, rule: NewOutageRule): number {
  return prepared(
    db,
    `INSERT INTO outage_rules (resource_id, start_local, duration_minutes, rrule, created_by_id, created_at, written_until)
     VALUES (:resourceId, :startLocal, :durationMinutes, :rrule, :createdById, :createdAt, :writtenUntil) RETURNING id`,
  )
    .pluck()
    .get(rule) as number
}

export function outageRuleById(db: Db, id: number): OutageRule | null {
  return (prepared(db, `${SELECT} WHERE id = ?`).get(id) as OutageRule | undefined) ?? null
}

export function outageRulesOf(db: Db, resourceId: number): readonly OutageRule[] {
  return prepared(db, `${SELECT} WHERE resource_id = ? ORDER BY id`).all(resourceId) as OutageRule[]
}

/** Those whose occurrences are written less far than the instant. */
export function outageRulesWrittenBefore(db: Db, at: number): readonly OutageRule[] {
  return prepared(db, `${SELECT} WHERE written_until < ? ORDER BY id`).all(at) as OutageRule[]
}

export function updateOutageRule(db: Db, { id, rrule, writtenUntil }: OutageRule): void {
  prepared(db, 'UPDATE outage_rules SET rrule = ?, written_until = ? WHERE id = ?').run(rrule, writtenUntil, id)
}

/** The rule's occurrences that start at `from` or later, by start. */
export function idsOfRuleFrom(db: Db, ruleId: number, from: number): readonly number[] {
  return prepared(db, 'SELECT id FROM outages WHERE rule_id = ? AND start_at >= ? ORDER BY start_at')
    .pluck()
    .all(ruleId, from) as number[]
}

/** What the later ones are like; null once none is left. */
export function lastOfRule(db: Db, ruleId: number): OutageRecord | null {
  const id = prepared(db, 'SELECT id FROM outages WHERE rule_id = ? ORDER BY start_at DESC, id DESC LIMIT 1')
    .pluck()
    .get(ruleId) as number | undefined
  return id === undefined ? null : outageById(db, id)
}

const SELECT = `SELECT id, resource_id AS resourceId, start_local AS startLocal, duration_minutes AS durationMinutes,
  rrule, written_until AS writtenUntil FROM outage_rules`
