import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import {
  lastOfRule,
  outageRuleById,
  outageRulesWrittenBefore,
  updateOutageRule,
} from '../../db/queries/outage-rules.ts'
import { insertOutage } from '../../db/queries/outages.ts'
import { occurrencesOf, WRITTEN_DAYS } from '../domain/outage-rule.ts'
import { DAY_MS } from '../domain/zone.ts'

/** Rules are written on once they lag this far behind. */
const LAG = 30 * DAY_MS

/**
 * Writes on the outages that come again by a rule, two years ahead; what is booked there already stays. Safe to run as
 * often and in as many processes as one likes. Returns how many outages were written.
 */
export function writeOutageRules(db: Db, now: number): number {
  const until = now + WRITTEN_DAYS * DAY_MS
  let count = 0
  for (const { id } of outageRulesWrittenBefore(db, until - LAG))
    count += inWriteTransaction(db, (tx) => writeOn(tx, id, until, now))
  return count
}

function writeOn(tx: Db, id: number, until: number, now: number): number {
  const rule = outageRuleById(tx, id)
  const resource = rule && catalogueOf(tx).resourceById.get(rule.resourceId)
  if (!rule || !resource || rule.writtenUntil >= until) return 0
  const last = lastOfRule(tx, id)
  updateOutageRule(tx, { ...rule, writtenUntil: until })
  // Nobody is left to say what kind they are: every one of them was removed.
  if (!last) return 0
  const { kind, planned, reason } = last
  const spans = occurrencesOf(rule, { start: rule.writtenUntil, end: until }, resource.timeZone)
  for (const span of spans)
    insertOutage(tx, {
      ...{ ...span, kind, planned, reason, resourceId: resource.id, ruleId: id },
      ...{ createdById: null, createdAt: now },
    })
  return spans.length
}
