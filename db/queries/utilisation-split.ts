import type { Catalogue } from '../../server/domain/catalogue.ts'
import { offsetsDuring } from '../../server/domain/hour-of-week.ts'
import { type DaySpan, spanOfDays } from '../../server/domain/local-months.ts'
import type { Resource } from '../../server/domain/resource.ts'
import {
  factsByGroup,
  type GroupId,
  peopleOf,
  type Utilisation,
  utilisationOf,
} from '../../server/domain/utilisation.ts'
import { foldedGroups, NO_GROUP, OTHER_GROUPS, type UseGrouping } from '../../server/domain/utilisation-grouping.ts'
import type { UsePart } from '../../server/domain/utilisation-report.ts'
import type { Db } from '../connect.ts'
import { catalogueOf } from './catalogue.ts'
import { hoursOf } from './opening-hours.ts'
import { prepared } from './prepared.ts'
import { utilisationFactsOf } from './utilisation-facts.ts'

interface Question {
  readonly resources: readonly Resource[]
  readonly days: DaySpan
  readonly grouping: UseGrouping
}

/**
 * Whose the use was, or what for. Who is too few is counted together from the start: what overlaps is one time there, too.
 * Everything is read twice, first for the people, so that long periods need no more memory than short ones.
 */
export function usePartsOf(db: Db, question: Question, now: number): readonly UsePart[] {
  catalogueOf(db)
  if (question.resources.length > 0) hoursOf(db, question.resources[0]!.id)
  return db.$client.transaction(() => {
    const folded = foldedGroups(peopleByGroup(db, question))
    const parts = new Map<GroupId, Map<number, Utilisation>>()
    for (const resource of question.resources)
      for (const [group, sum] of countByGroup(db, question, resource, folded, now)) {
        const sums = parts.get(group)
        if (sums) sums.set(resource.id, sum)
        else parts.set(group, new Map([[resource.id, sum]]))
      }
    const nameOf = namesFor(db, question.grouping)
    return [...parts].map(([group, sums]) => ({ ...nameOf(group), sums }))
  })()
}

function peopleByGroup(db: Db, { resources, days, grouping }: Question): Map<GroupId, Set<number>> {
  const people = new Map<GroupId, Set<number>>()
  for (const resource of resources) {
    const span = spanOfDays(days, resource.timeZone)
    for (const [group, facts] of factsByGroup(utilisationFactsOf(db, resource, span, grouping))) {
      const who = people.get(group) ?? new Set()
      people.set(group, who)
      for (const person of peopleOf(facts, span)) who.add(person)
    }
  }
  return people
}

function countByGroup(
  db: Db,
  { days, grouping }: Question,
  resource: Resource,
  folded: ReadonlySet<GroupId>,
  now: number,
): Map<GroupId, Utilisation> {
  const span = spanOfDays(days, resource.timeZone)
  const zone = offsetsDuring(resource.timeZone, span)
  const facts = utilisationFactsOf(db, resource, span, grouping)
  const into = <Fact extends { readonly group?: GroupId }>(fact: Fact): Fact =>
    folded.has(fact.group ?? null) ? { ...fact, group: OTHER_GROUPS } : fact
  const groups = factsByGroup({ ...facts, reservations: facts.reservations.map(into), uses: facts.uses.map(into) })
  return new Map([...groups].map(([group, those]) => [group, utilisationOf(those, span, now, zone)]))
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
