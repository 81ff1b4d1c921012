import { type Around, nearestFree } from '../domain/alternatives.ts'
import type { Interval } from '../domain/interval.ts'
import { slotVerdict } from '../domain/slot-verdict.ts'
import type { Assessment } from './assess.ts'

type Wanted = Interval & { readonly units: number }

const TIMES = 4
const TIMES_TRIED = 24

/**
 * The nearest free times that the rules let the person take, in order of time. From one that a quota, say, refuses the
 * search goes on where the reason may end, and before the period the quota is of.
 */
export function nearestAllowed(wanted: Wanted, around: Around, assessAt: (time: Interval) => Assessment): Interval[] {
  const found: Interval[] = []
  const tried = new Set<number>()
  let queue = nearestFree(wanted, around, TIMES_TRIED)
  while (queue.length > 0 && found.length < TIMES && tried.size < TIMES_TRIED) {
    const [time, ...rest] = queue.sort(byDistance(wanted.start)) as [Interval, ...Interval[]]
    tried.add(time.start)
    const assessment = assessAt(time)
    const verdict = slotVerdict(time, assessment, around.resource)
    if (verdict.kind === 'fits') {
      // Then it is not the time that was refused.
      if (time.start !== wanted.start) found.push(time)
      queue = rest
      continue
    }
    const { notBefore } = verdict
    if (notBefore === null) break
    const others = rest.filter(({ start }) => start < time.start || start >= notBefore)
    const more = [...afterReason(notBefore, wanted, around), ...beforePeriods(assessment, wanted, around)]
    const known = new Set([...tried, ...others.map(({ start }) => start)])
    queue = [...others, ...more.filter(({ start }) => !known.has(start))]
  }
  return found.sort((a, b) => a.start - b.start)
}

const byDistance = (from: number) => (a: Interval, b: Interval) => Math.abs(a.start - from) - Math.abs(b.start - from)

/** What is tried before the wish is tried anyway. */
const afterReason = (notBefore: number, wanted: Wanted, around: Around): Interval[] =>
  notBefore <= wanted.start ? [] : nearestFree(wanted, { ...around, earliest: Math.max(notBefore, around.earliest) }, 1)

/** The last times that lie wholly before a period whose quota is used up. */
function beforePeriods({ violations }: Assessment, { start, end, units }: Wanted, around: Around): Interval[] {
  return violations.flatMap((each) => {
    if (each.code !== 'quota' || each.within === null) return []
    const latest = each.within.start - (end - start)
    return nearestFree({ start: latest, end: each.within.start, units }, { ...around, latest }, 1)
  })
}
