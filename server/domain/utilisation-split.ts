import type { Interval } from './interval.ts'
import { type ReservationFact, sumOfUse, type Use, type UseFact, type UtilisationFacts, useOf } from './utilisation.ts'
import type { UseGrouping } from './utilisation-grouping.ts'

/** An organisation or a project by id, a purpose by name; null for none. */
export type GroupId = number | string | null

/** The use of a resource by whose it was, or what for. */
export interface SplitUse {
  readonly parts: ReadonlyMap<GroupId, Use>
  /** Two parts share time, so that their times together are less, or more, than their sum. */
  readonly overlaps: boolean
}

/** What several of one part do at a time is one time, as in the whole. */
export function splitUse(facts: UtilisationFacts, grouping: UseGrouping, period: Interval, now: number): SplitUse {
  const parts = new Map([...factsByGroup(facts, grouping)].map(([group, own]) => [group, useOf(own, period, now)]))
  if (parts.size < 2) return { parts, overlaps: false }
  const whole = useOf(facts, period, now)
  const sum = sumOfUse([...parts.values()])
  return { parts, overlaps: TIMES.some((time) => sum[time] !== whole[time]) }
}

/** The same parts on other days. */
export function sumOfSplits(splits: readonly SplitUse[]): SplitUse {
  const rows = Map.groupBy(
    splits.flatMap(({ parts }) => [...parts]),
    ([group]) => group,
  )
  const parts = [...rows].map(([group, list]) => [group, sumOfUse(list.map(([, use]) => use))] as const)
  return { parts: new Map(parts), overlaps: splits.some(({ overlaps }) => overlaps) }
}

/** What some parts used together, where they share time. */
export function useTogether(
  facts: UtilisationFacts,
  { grouping, groups }: { readonly grouping: UseGrouping; readonly groups: ReadonlySet<GroupId> },
  period: Interval,
  now: number,
): Use {
  const isOne = (fact: ReservationFact | UseFact) => groups.has(GROUP_OF[grouping](fact))
  return useOf(
    { ...facts, reservations: facts.reservations.filter(isOne), uses: facts.uses.filter(isOne) },
    period,
    now,
  )
}

const TIMES = ['booked', 'used', 'bookedAndUsed', 'usedOutside'] as const

const GROUP_OF: Readonly<Record<UseGrouping, (fact: ReservationFact | UseFact) => GroupId>> = {
  user_organisation: ({ organisationId }) => organisationId,
  project: ({ projectId = null }) => projectId,
  purpose: ({ purpose = null }) => purpose,
}

function factsByGroup(facts: UtilisationFacts, grouping: UseGrouping): Map<GroupId, UtilisationFacts> {
  const reservations = Map.groupBy(facts.reservations, GROUP_OF[grouping])
  const uses = Map.groupBy(facts.uses, GROUP_OF[grouping])
  const groups = new Set([...reservations.keys(), ...uses.keys()])
  return new Map(
    [...groups].map((group) => [
      group,
      { ...facts, reservations: reservations.get(group) ?? [], uses: uses.get(group) ?? [] },
    ]),
  )
}
