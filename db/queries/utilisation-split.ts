import type { Catalogue } from '../../server/domain/catalogue.ts'
import { type DaySpan, spanOfDays } from '../../server/domain/local-months.ts'
import { type ReportPiece, yearsAndMonthsOf } from '../../server/domain/report-pieces.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { sumOfUse, type Use } from '../../server/domain/utilisation.ts'
import { foldedGroups, NO_GROUP, OTHER_GROUPS, type UseGrouping } from '../../server/domain/utilisation-grouping.ts'
import { packSplit, unpackSplit } from '../../server/domain/utilisation-pack.ts'
import type { UsePart } from '../../server/domain/utilisation-report.ts'
import {
  type GroupId,
  type SplitUse,
  splitUse,
  sumOfSplits,
  useTogether,
} from '../../server/domain/utilisation-split.ts'
import type { Db } from '../connect.ts'
import { catalogueOf } from './catalogue.ts'
import { countPieces, type Measure } from './counting.ts'
import { prepared } from './prepared.ts'
import { utilisationFactsOf } from './utilisation-facts.ts'

const splitBy = (grouping: UseGrouping, series: number): Measure<SplitUse> => ({
  series,
  // A year of 500 resources by the month and as a whole.
  mostRemembered: 6500,
  count: (facts, span, { now }) => splitUse(facts, grouping, span, now),
  sum: sumOfSplits,
  pack: packSplit,
  unpack: unpackSplit,
})

export const SPLITS: Readonly<Record<UseGrouping, Measure<SplitUse>>> = {
  user_organisation: splitBy('user_organisation', 1),
  project: splitBy('project', 2),
  purpose: splitBy('purpose', 3),
}

interface Question {
  readonly resources: readonly Resource[]
  readonly days: DaySpan
  readonly grouping: UseGrouping
}

/** Whose the use was, or what for. Who is too few is counted together: what overlaps is one time there, too. */
export function usePartsOf(db: Db, { resources, days, grouping }: Question, now: number): readonly UsePart[] {
  const pieces = yearsAndMonthsOf(days)
  const splits = countPieces(db, SPLITS[grouping], { resources, pieces }, now)
  const folded = foldedGroups(peopleByGroup(splits))
  const parts = new Map<GroupId, Map<number, Use>>()
  for (const resource of resources) {
    const rows = splits.get(resource.id)!.map((split, i) => {
      return folding(db, { split, folded, grouping, resource, piece: pieces[i]! }, now)
    })
    for (const [group, uses] of Map.groupBy(rows.flat(), ([id]) => id)) {
      const sum = uses.length === 1 ? uses[0]![1] : sumOfUse(uses.map(([, use]) => use))
      const sums = parts.get(group)
      if (sums) sums.set(resource.id, sum)
      else parts.set(group, new Map([[resource.id, sum]]))
    }
  }
  const nameOf = namesFor(db, grouping)
  return [...parts].map(([group, sums]) => ({ ...nameOf(group), sums }))
}

function peopleByGroup(splits: ReadonlyMap<number, readonly SplitUse[]>): Map<GroupId, Set<number>> {
  const people = new Map<GroupId, Set<number>>()
  for (const split of splits.values())
    for (const { parts } of split)
      for (const [group, use] of parts) {
        const who = people.get(group) ?? new Set()
        people.set(group, who)
        for (const person of use.people) who.add(person)
      }
  return people
}

interface Folding {
  readonly split: SplitUse
  readonly folded: ReadonlySet<GroupId>
  readonly grouping: UseGrouping
  readonly resource: Resource
  readonly piece: ReportPiece
}

/** The parts with the folded ones as one: their sum, unless they may share time. */
function folding(db: Db, { split, folded, grouping, resource, piece }: Folding, now: number): [GroupId, Use][] {
  const shown = [...split.parts].filter(([group]) => !folded.has(group))
  const few = [...split.parts].filter(([group]) => folded.has(group))
  if (few.length === 0) return shown
  if (few.length === 1 || !split.overlaps) return [...shown, [OTHER_GROUPS, sumOfUse(few.map(([, use]) => use))]]
  const span = spanOfDays(piece, resource.timeZone)
  const facts = utilisationFactsOf(db, resource, span)
  return [...shown, [OTHER_GROUPS, useTogether(facts, { grouping, groups: folded }, span, now)]]
}

type Named = Pick<UsePart, 'key' | 'name'>

function namesFor(db: Db, grouping: UseGrouping): (group: GroupId) => Named {
  const same = (key: string): Named => ({ key, name: { pl: key, en: key } })
  const named = grouping === 'user_organisation' ? organisationNamed(catalogueOf(db)) : projectNamed(db)
  return (group) => {
    if (group === null) return same(NO_GROUP)
    return typeof group === 'string' ? same(group) : named(group)
  }
}

const organisationNamed =
  ({ organisationById }: Catalogue) =>
  (id: number): Named => {
    const { slug, name } = organisationById.get(id)!
    return { key: slug, name }
  }

/** By its code: a title may say more than a report should. */
const projectNamed =
  (db: Db) =>
  (id: number): Named => {
    const code = prepared(db, 'SELECT code FROM projects WHERE id = ?').pluck().get(id) as string
    return { key: code, name: { pl: code, en: code } }
  }
