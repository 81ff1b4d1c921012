import { type Interval, subtract } from './interval.ts'
import { stepsOf, sweep } from './load-steps.ts'
import { type UtilisationFacts, usedLoads } from './utilisation.ts'

/** What the people of one organisation used of a resource. */
export interface OrganisationUse {
  /** Null where nobody knows whose use it was. */
  readonly organisationId: number | null
  /** Time within available time, in ms × units. */
  readonly time: number
  /** Distinct ids. */
  readonly people: readonly number[]
}

/**
 * The used time of a resource during a period by whose people used it; together it is the used time of the utilisation
 * report. Where more is recorded at once than the capacity holds, each has its part of the capacity.
 */
export function useByOrganisation(facts: UtilisationFacts, period: Interval, now: number): OrganisationUse[] {
  const { capacity, open, planned, unplanned } = facts
  const available = subtract(subtract(open, planned), unplanned).map((span) => ({ ...span, units: 1 }))
  const parties = partiesOf(facts, now)
  const streams = [available, ...parties.map(({ loads }) => loads)].map((loads) => stepsOf(loads, period))
  const times = parties.map(() => 0)
  sweep(streams, period, (start, end, levels) => {
    if (levels[0] === 0) return
    let all = 0
    for (let i = 1; i < levels.length; i++) all += levels[i]!
    if (all === 0) return
    const part = (end - start) * Math.min(1, capacity / all)
    for (let i = 1; i < levels.length; i++) times[i - 1]! += levels[i]! * part
  })
  const uses = parties.map(({ organisationId, people }, i) => ({ organisationId, time: times[i]!, people }))
  return uses.filter(({ time }) => time > 0)
}

/** The same of other days. */
export function sumOfOrganisationUse(rows: readonly (readonly OrganisationUse[])[]): readonly OrganisationUse[] {
  return [...Map.groupBy(rows.flat(), ({ organisationId }) => organisationId)].map(([organisationId, uses]) => ({
    organisationId,
    time: uses.reduce((sum, { time }) => sum + time, 0),
    people: [...new Set(uses.flatMap(({ people }) => people))],
  }))
}

/** What counts as used is said in one place; here each organisation is asked about by itself. */
function partiesOf({ reservations, uses }: UtilisationFacts, now: number) {
  const bookedBy = Map.groupBy(reservations, ({ organisationId }): number | null => organisationId)
  const usedBy = Map.groupBy(uses, ({ organisationId }) => organisationId)
  return [...new Set([...bookedBy.keys(), ...usedBy.keys()])].map((organisationId) => {
    const own = { reservations: bookedBy.get(organisationId) ?? [], uses: usedBy.get(organisationId) ?? [] }
    const people = [...own.reservations.filter(({ state }) => state === 'completed'), ...own.uses]
    const ids = new Set(people.flatMap(({ personId }) => personId ?? []))
    return { organisationId, loads: usedLoads(own, now), people: [...ids] }
  })
}
