import type { Db } from '../../db/connect.ts'
import * as schema from '../../db/schema/index.ts'

/** Monday 23 November 2026, 08:00 in Warsaw. */
export const RACE_BEGINS = Date.UTC(2026, 10, 23, 7)

/** Twenty resources: single ones and ones for several, with buffers and without, and a hall with rooms and benches. */
const RESOURCES = [
  ...Array.from({ length: 5 }, (_, i) => ({ slug: `single-${i}`, capacity: 1, setupMinutes: i * 15 })),
  ...Array.from({ length: 5 }, (_, i) => ({ slug: `shared-${i}`, capacity: 2 + (i % 2), cleanupMinutes: i * 15 })),
  ...['decided-0', 'decided-1'].map((slug) => ({ slug, approval: 'owner' as const, setupMinutes: 30 })),
  { slug: 'hall', capacity: 3 },
  { slug: 'room-a', within: 'hall', capacity: 2, cleanupMinutes: 30 },
  { slug: 'room-b', within: 'hall' },
  { slug: 'bench-a1', within: 'room-a', setupMinutes: 30 },
  { slug: 'bench-a2', within: 'room-a', capacity: 3 },
  { slug: 'bench-b1', within: 'room-b', approval: 'owner' as const },
  { slug: 'bench-b2', within: 'room-b', setupMinutes: 15, cleanupMinutes: 15 },
  { slug: 'probe', within: 'bench-b2' },
]

export interface World {
  readonly resourceIds: readonly number[]
  readonly researcherIds: readonly number[]
  readonly ownerId: number
}

/** Fills an empty database with what the race is about: open day and night, a few people of two universities. */
export function makeWorld(db: Db): World {
  const insert = <T>(table: T, values: object) =>
    (
      db
        .insert(table as typeof schema.people)
        .values(values as never)
        .returning()
        .get() as { id: number }
    ).id
  const organisation = (slug: string) =>
    insert(schema.organisations, { slug, namePl: slug, nameEn: slug, kind: 'university' })
  const home = organisation('home')
  const away = organisation('away')
  const person = (name: string, organisationId: number) => {
    const values = { name, email: `${name}@race.test`, organisationId, createdAt: RACE_BEGINS }
    const personId = insert(schema.people, values)
    insert(schema.memberships, { personId, organisationId, since: RACE_BEGINS })
    return personId
  }
  const lab = {
    organisationId: home,
    slug: 'lab',
    namePl: 'Lab',
    nameEn: 'Lab',
    observesHolidays: false,
    decisionDays: 1,
  }
  const labId = insert(schema.labs, lab)
  const ownerId = person('owner', home)
  insert(schema.stewardships, { labId, personId: ownerId, role: 'owner' })
  const rule = { labId, effect: 'open', startLocal: '2020-01-01T00:00:00', durationMinutes: 1440, rrule: 'FREQ=DAILY' }
  insert(schema.availabilityRules, { ...rule, createdAt: RACE_BEGINS })
  const ids = new Map<string, number>()
  for (const { slug, ...each } of RESOURCES) {
    const { within, ...columns } = { within: '', ...each }
    const named = {
      labId,
      slug,
      namePl: slug,
      nameEn: slug,
      kind: 'instrument',
      horizonDays: 90,
      cancelNoticeMinutes: 60,
    }
    ids.set(slug, insert(schema.resources, { ...named, ...columns, parentId: ids.get(within) ?? null }))
  }
  return {
    resourceIds: [...ids.values()],
    researcherIds: Array.from({ length: 6 }, (_, i) => person(`researcher-${i}`, i % 2 ? home : away)),
    ownerId,
  }
}
