import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { hoursOf } from '../../db/queries/opening-hours.ts'
import { insertOutageRule } from '../../db/queries/outage-rules.ts'
import { insertOutage, linkFault, outageById, restoreLinks, updateOutage } from '../../db/queries/outages.ts'
import { recordSettingEvent } from '../../db/queries/setting-events.ts'
import type { OutageDraft, OutageRecord } from '../domain/outage.ts'
import type { OutageChange } from '../domain/outage-change.ts'
import type { OutageChoice, OutagesChanged } from '../domain/outage-impact.ts'
import type { Person } from '../domain/person.ts'
import { isRefusedClaim } from './against-clashes.ts'
import { allOrNothing } from './all-or-nothing.ts'
import { expireOverdue } from './expire-requests.ts'
import { type OutagePlan, planOutage } from './plan-outage.ts'
import { affectedByPlan } from './preview-outage.ts'
import { removedOutage } from './removed-outages.ts'
import { done, type Result, refused } from './result.ts'
import { settleOutage } from './settle-outage.ts'
import { reasonOf } from './weigh.ts'

export interface OutageDecisions {
  /** What to do about affected reservations, by id. */
  readonly choices: ReadonlyMap<number, OutageChoice>
  /** What becomes of those that are not named; null refuses to leave anybody undecided. */
  readonly otherwise: 'keep' | 'cancel' | null
  /** What the people are told besides. */
  readonly words: string | null
  /** The report of a fault that the outage answers. */
  readonly faultId?: number | null
  /** The event of an outage's removal that opening this one takes back. */
  readonly restores?: number | null
}

/**
 * Opens or changes outages, by a steward of the resource, and does what they chose about the reservations whose time this
 * takes, all or nothing. Everybody concerned gets one mail. Refusals: `not-found`, `forbidden`, `invalid` (also
 * `choices` with `undecided`), `rules` where a reservation cannot be moved to where it was to go.
 */
export function changeOutages(
  db: Db,
  person: Person,
  resourceId: number,
  change: OutageChange,
  { choices, otherwise, words, faultId, restores }: OutageDecisions,
  now: number,
): Result<OutagesChanged> {
  // Read before the transaction, which remembers nothing it may have to roll back.
  const { resourceById } = catalogueOf(db)
  if (resourceById.has(resourceId)) hoursOf(db, resourceId)
  try {
    return allOrNothing(db, (tx) => {
      expireOverdue(tx, now)
      const plan = planOutage(tx, person, resourceId, change, now)
      if (!plan.ok) return plan
      const affected = affectedByPlan(tx, plan.value, person, now)
      const isOpen = ({ reservation }: (typeof affected)[number]) => !choices.has(reservation.id)
      if (otherwise === null && affected.some(isOpen))
        return refused({ kind: 'invalid', field: 'choices', reason: 'undecided' })
      const removed = restores ? removedOutage(tx, resourceId, restores) : null
      const author = { personId: person.id, at: now, restores: removed && restores }
      const outages = writeOutages(tx, plan.value, author)
      if (removed) restoreLinks(tx, outages[0]!, removed)
      if (faultId) linkFault(tx, faultId, outages[0]!)
      const act = { choices, otherwise: otherwise ?? 'keep', person, words: reasonOf(words), now }
      const settled = settleOutage(tx, { ...plan.value, outage: outages[0]! }, affected, act)
      return settled.ok ? done({ outages, affected: settled.value }) : settled
    })
  } catch (fault) {
    // The guards saw a clash that the check did not: nothing was written.
    if (!isRefusedClaim(fault)) throw fault
    return refused({ kind: 'invalid', field: 'choices', reason: 'undecided' })
  }
}

interface Author {
  readonly personId: number
  readonly at: number
  readonly restores: number | null | undefined
}

function writeOutages(tx: Db, plan: OutagePlan, { restores, ...author }: Author): readonly OutageRecord[] {
  const { resource, change, target, spans, matter } = plan
  const record = (kind: string, before: object | null, after: object | null) =>
    recordSettingEvent(tx, { place: { kind: 'resource', id: resource.id }, kind, before, after, ...author })
  if (change.kind === 'change') {
    const after = { ...matter, ...spans[0]! }
    record('outage-changed', draftOf(target!), after)
    updateOutage(tx, target!.id, { ...after, workLog: target!.workLog, doneById: target!.doneBy?.id ?? null })
    return [outageById(tx, target!.id)!]
  }
  const insert = (ruleId: number | null) =>
    spans.map((span) =>
      insertOutage(tx, {
        ...{ ...matter, ...span, resourceId: resource.id, ruleId },
        ...{ createdById: author.personId, createdAt: author.at },
      }),
    )
  if (change.kind === 'open') {
    record('outage-opened', null, { ...matter, ...spans[0]!, ...(restores && { restores }) })
    return insert(null)
  }
  record('outage-rule-added', null, { ...matter, ...change.rule })
  const rule = { ...change.rule, resourceId: resource.id, writtenUntil: plan.writtenUntil }
  return insert(insertOutageRule(tx, { ...rule, createdById: author.personId, createdAt: author.at }))
}

export const draftOf = ({ start, end, kind, planned, reason }: OutageDraft): OutageDraft => ({
  start,
  end,
  kind,
  planned,
  reason,
})
