import { type Db, inWriteTransaction } from '../../db/connect.ts'
import {
  deleteRule,
  type HoursEventKind,
  insertRule,
  setHolidays,
  updateRule,
} from '../../db/queries/availability-rules.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { recordSettingEvent } from '../../db/queries/setting-events.ts'
import type { AvailabilityRule } from '../domain/availability-rule.ts'
import type { HoursChange, HoursChoice, HoursPlace } from '../domain/hours-change.ts'
import type { Person } from '../domain/person.ts'
import { affectedBy } from './affected-by-hours.ts'
import { expireOverdue } from './expire-requests.ts'
import { draftOf, type HoursPlan, planHours } from './plan-hours.ts'
import { done, type Result } from './result.ts'
import { type SettledReservation, settleAffected } from './settle-affected.ts'
import { reasonOf } from './weigh.ts'

export interface HoursDecisions {
  /** What to do about affected reservations, by id; those that are not named are kept. */
  readonly choices: ReadonlyMap<number, HoursChoice>
  /** What the people are told who lose their time. */
  readonly reason: string | null
}

export interface HoursChanged {
  /** The rules that were written; empty after a removal. */
  readonly rules: readonly AvailabilityRule[]
  readonly affected: readonly SettledReservation[]
}

/**
 * Changes the hours of a place, by who decides there, and does what they chose about the reservations that this
 * leaves outside. Refusals: `not-found`, `forbidden`, `stale-rule`, `invalid`.
 */
export function changeHours(
  db: Db,
  person: Person,
  place: HoursPlace,
  change: HoursChange,
  { choices, reason }: HoursDecisions,
  now: number,
): Result<HoursChanged> {
  // Read before the transaction, which remembers nothing it may have to roll back.
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const plan = planHours(tx, person, place, change)
    if (!plan.ok) return plan
    expireOverdue(tx, now)
    // Before the rules are written: they make the catalogue a new one, to be read again for every mail.
    const affected = settleAffected(tx, affectedBy(tx, plan.value, now), {
      choices,
      person,
      reason: reasonOf(reason),
      now,
    })
    const rules = writeChange(tx, plan.value, { personId: person.id, at: now })
    return done({ rules, affected })
  })
}

type Author = { readonly personId: number; readonly at: number }

function writeChange(tx: Db, plan: HoursPlan, author: Author): readonly AvailabilityRule[] {
  const { place, change, added, target } = plan
  const record = (kind: HoursEventKind, before: object | null, after: object | null) =>
    recordSettingEvent(tx, { place, kind, before, after, ...author })
  switch (change.kind) {
    case 'add':
    case 'copy': {
      const rules = added.map((draft) => insertRule(tx, place, draft, author))
      if (change.kind === 'copy') record('hours-copied', null, { from: change.from, rules: added })
      else for (const draft of added) record('rule-added', null, draft)
      return rules
    }
    case 'change':
      record('rule-changed', draftOf(target!), added[0]!)
      return [updateRule(tx, change.id, added[0]!)]
    case 'remove':
      record('rule-removed', draftOf(target!), null)
      deleteRule(tx, change.id)
      return []
    case 'holidays':
      record('holidays-set', { observes: plan.before.observesHolidays }, { observes: change.observes })
      setHolidays(tx, place, change.observes)
      return []
  }
}
