import { type Answer, dateutilAnswers, ourAnswer, temporalAnswer } from './engines.ts'
import { type Engine, faultsOf } from './known-faults.ts'
import { plainAnswer } from './plain-reading.ts'
import type { Case } from './random-cases.ts'

export interface Comparison {
  readonly cases: number
  readonly starts: number
  /** Cases on which both engines and the project say the same. */
  readonly unanimous: number
  /** How often a known fault showed, by its name. */
  readonly faults: ReadonlyMap<string, number>
  /** Cases on which both engines have a known fault: the plain reading of the RFC alone agrees. */
  readonly plainAlone: number
  /** What nothing excuses. */
  readonly disagreements: readonly string[]
}

/**
 * Holds the project's answers against both engines, every start by its local time and its instant. An engine may
 * differ where a known fault covers the rule; the plain reading of the RFC's table must then agree with the project.
 */
export function compareAnswers(cases: readonly Case[], ours: readonly Answer[] = cases.map(ourAnswer)): Comparison {
  const dateutil = dateutilAnswers(cases)
  const faults = new Map<string, number>()
  const disagreements: string[] = []
  let [starts, unanimous, plainAlone] = [0, 0, 0]
  for (const [i, each] of cases.entries()) {
    const own = ours[i]!
    starts += own.flat().length
    const theirs: readonly (readonly [Engine, Answer])[] = [
      ['dateutil', dateutil[i]!],
      ['rrule-temporal', temporalAnswer(each)],
    ]
    const differing = theirs.filter(([, answer]) => !isSame(answer, own))
    if (differing.length === 0) {
      unanimous++
      continue
    }
    for (const [engine, answer] of differing) {
      const known = faultsOf(engine, each)
      for (const { name } of known) faults.set(name, (faults.get(name) ?? 0) + 1)
      if (known.length === 0) disagreements.push(shown(engine, each, own, answer))
    }
    const plain = plainAnswer(each)
    if (!isSame(plain, own)) disagreements.push(shown('the plain reading', each, own, plain))
    else if (differing.length === theirs.length) plainAlone++
  }
  return { cases: cases.length, starts, unanimous, faults, plainAlone, disagreements }
}

const isSame = (one: Answer, other: Answer) => JSON.stringify(one) === JSON.stringify(other)

/** The rule and the first few starts that only one side has. */
function shown(name: string, { zone, startLocal, rrule, exdates, rdates }: Case, ours: Answer, theirs: Answer): string {
  const only = (some: Answer, others: Answer) => {
    const known = new Set(others.flat().map(String))
    const list = some.flat().filter((start) => !known.has(String(start)))
    return list.length === 0
      ? 'none'
      : list
          .slice(0, 3)
          .map(([local, at]) => `${local} = ${new Date(at).toISOString()}`)
          .join(', ')
  }
  const dates = `${exdates.length > 0 ? ` EXDATE=${exdates}` : ''}${rdates.length > 0 ? ` RDATE=${rdates}` : ''}`
  return `${zone} ${startLocal} ${rrule}${dates}\n  only here: ${only(ours, theirs)}\n  only ${name}: ${only(theirs, ours)}`
}
