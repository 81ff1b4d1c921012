/** What splits the equipment: every figure of domain words holds for each row. */
export const RESOURCE_GROUPINGS = ['resource', 'lab', 'organisation', 'technique', 'cluster'] as const
/**
 * What splits the use of it: whose, for which project, what for. Open hours belong to no user, so a row has no open, available
 * or idle hours of its own; its ratios are shares of what was available altogether.
 */
export const USE_GROUPINGS = ['user_organisation', 'project', 'purpose'] as const
export const GROUPINGS = [...RESOURCE_GROUPINGS, ...USE_GROUPINGS] as const

export type UseGrouping = (typeof USE_GROUPINGS)[number]
export type ResourceGrouping = (typeof RESOURCE_GROUPINGS)[number]
export type Grouping = (typeof GROUPINGS)[number]

export const isUseGrouping = (grouping: Grouping): grouping is UseGrouping =>
  (USE_GROUPINGS as readonly Grouping[]).includes(grouping)

/** Of what has no such thing: no technique, no project, nobody's organisation, no reservation that says what for. */
export const NO_GROUP = 'none'
/** Groups of too few people, together. */
export const OTHER_GROUPS = 'others'

/** Below this many people a group is not broken down, so that no single person can be read off. */
export const SMALLEST_GROUP = 3

/**
 * The groups that are told only together. One alone would be the total less all others, so the next smallest goes with it,
 * until they are two and their people three.
 */
export function foldedGroups<Key>(people: ReadonlyMap<Key, ReadonlySet<number>>): ReadonlySet<Key> {
  const folded = new Set<Key>()
  const together = new Set<number>()
  for (const [key, who] of [...people].sort(([, a], [, b]) => a.size - b.size)) {
    const isHidden = folded.size >= 2 && together.size >= SMALLEST_GROUP
    if (who.size >= SMALLEST_GROUP && (folded.size === 0 || isHidden)) break
    folded.add(key)
    for (const person of who) together.add(person)
  }
  return folded
}
