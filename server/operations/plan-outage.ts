import type { Db } from '../../db/connect.ts'
import { outageById } from '../../db/queries/outages.ts'
import type { FieldFault } from '../domain/hours-change.ts'
import type { Interval } from '../domain/interval.ts'
import { matterFault, type OutageDraft, type OutageRecord, outageFault } from '../domain/outage.ts'
import type { OutageChange } from '../domain/outage-change.ts'
import { occurrencesOf, outageRuleFault, WRITTEN_DAYS } from '../domain/outage-rule.ts'
import type { Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { DAY_MS, instantOf } from '../domain/zone.ts'
import { caredFor } from './cared-for.ts'
import { done, type Result, refused } from './result.ts'

/** A change of outages that may be made, and what it closes. */
export interface OutagePlan {
  readonly resource: Resource
  readonly change: OutageChange
  /** The outage to change. */
  readonly target: OutageRecord | null
  /** The time of each outage there will be, by start. */
  readonly spans: readonly Interval[]
  readonly matter: Omit<OutageDraft, 'start' | 'end'>
  /** Until when the occurrences of a rule are written. */
  readonly writtenUntil: number
}

/** Refusals: `not-found` for the resource or the outage, `forbidden` for whoever is no steward there, `invalid`. */
export function planOutage(
  db: Db,
  person: Person,
  resourceId: number,
  change: OutageChange,
  now: number,
): Result<OutagePlan> {
  const cared = caredFor(db, person, resourceId)
  if (!cared.ok) return cared
  const resource = cared.value
  const target = change.kind === 'change' ? outageById(db, change.id) : null
  if (change.kind === 'change' && target?.resourceId !== resourceId) return refused({ kind: 'not-found' })
  const fault = faultOf(change, resource, now)
  if (fault) return refused({ kind: 'invalid', ...fault })
  const { kind, planned, reason } = change.outage
  const plan = { resource, change, target, matter: { kind, planned, reason: reason.trim() } }
  if (change.kind !== 'open-by-rule') return done({ ...plan, spans: [spanOf(change.outage)], writtenUntil: 0 })
  const { timeZone: zone } = resource
  // A rule may begin long ago, as an outage may: from its first day on, and two years ahead.
  const start = instantOf(change.rule.startLocal, zone)
  const writtenUntil = Math.max(now, start) + WRITTEN_DAYS * DAY_MS
  const spans = occurrencesOf(
    change.rule,
    { start: Math.max(start, now - WRITTEN_DAYS * DAY_MS), end: writtenUntil },
    zone,
  )
  if (spans.length === 0) return refused({ kind: 'invalid', field: 'rrule', reason: 'outage-never' })
  return done({ ...plan, spans, writtenUntil })
}

function faultOf(change: OutageChange, { timeZone }: Resource, now: number): FieldFault | null {
  if (change.kind !== 'open-by-rule') return outageFault(change.outage, now)
  const fault = matterFault(change.outage) ?? outageRuleFault(change.rule, timeZone)
  if (fault) return fault
  const { startLocal } = change.rule
  const start = instantOf(startLocal, timeZone)
  return (
    outageFault({ ...change.outage, start, end: start + 1 }, now) && {
      field: 'dtstart',
      reason: 'outage-start',
      values: { years: 5 },
    }
  )
}

const spanOf = ({ start, end }: Interval): Interval => ({ start, end })
