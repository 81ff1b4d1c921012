import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { idsOfRuleFrom, outageRuleById, updateOutageRule } from '../../db/queries/outage-rules.ts'
import { deleteOutage } from '../../db/queries/outages.ts'
import { recordSettingEvent } from '../../db/queries/setting-events.ts'
import { type OutageRule, rruleUntil } from '../domain/outage-rule.ts'
import type { Person } from '../domain/person.ts'
import { caredFor } from './cared-for.ts'
import { done, type Result, refused } from './result.ts'

/** Ends outages that come again: those to come go away, past and running ones stay. Refusals: `not-found`, `forbidden`. */
export function endOutageRule(db: Db, person: Person, id: number, now: number): Result<OutageRule> {
  return inWriteTransaction(db, (tx) => {
    const rule = outageRuleById(tx, id)
    if (!rule) return refused({ kind: 'not-found' })
    const cared = caredFor(tx, person, rule.resourceId)
    if (!cared.ok) return cared
    for (const outageId of idsOfRuleFrom(tx, id, now)) deleteOutage(tx, outageId)
    const ended = { ...rule, rrule: rruleUntil(rule.rrule, now, cared.value.timeZone) }
    updateOutageRule(tx, ended)
    recordSettingEvent(tx, {
      ...{ place: { kind: 'resource', id: rule.resourceId }, personId: person.id, kind: 'outage-rule-ended', at: now },
      ...{ before: { rule: id, rrule: rule.rrule }, after: { rule: id, rrule: ended.rrule } },
    })
    return done(ended)
  })
}
