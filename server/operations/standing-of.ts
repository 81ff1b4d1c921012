import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import type { OwnProject } from '../../db/queries/projects.ts'
import { lastUseOf } from '../../db/queries/qualification-use.ts'
import { qualificationOf } from '../../db/queries/qualifications.ts'
import { type CountedTime, type PersonalTime, timesOfGroup, timesOfPerson } from '../../db/queries/quotas.ts'
import type { Situation, Wanted } from '../domain/booking-rules.ts'
import type { Interval } from '../domain/interval.ts'
import { lapsesAt } from '../domain/lapse.ts'
import type { Person } from '../domain/person.ts'
import { type PolicyPlace, type Quota, type QuotaUse, timeCounted } from '../domain/quota.ts'
import type { Resource } from '../domain/resource.ts'

interface Asked {
  readonly person: Person
  readonly resource: Resource
  readonly wanted: Wanted
  readonly except: number | undefined
  readonly memory: Memory | undefined
}

/** The right a person has on a resource, and whether it has lapsed unused. */
export function qualificationHeld(
  db: Db,
  person: Pick<Person, 'id'>,
  { id, policy, timeZone }: Resource,
  now: number,
): Situation['qualification'] {
  if (policy.qualificationRequired === null && Object.keys(policy.levelHours).length === 0) return null
  const held = qualificationOf(db, person.id, id)
  if (held === null || policy.qualificationLapseMonths === null) return held
  const lapse = lapsesAt(lastUseOf(db, person.id, id, now) ?? now, policy.qualificationLapseMonths, timeZone)
  return lapse <= now ? { ...held, lapsedAt: lapse } : held
}

/**
 * What was read for one wish and serves others of the same person at the same moment: a search that looks at many
 * resources reads it once. Good only while nothing is written.
 */
export type Memory = Map<string, readonly (CountedTime | PersonalTime)[]>

/** The quotas of the resource that concern the wish, with what their holders have besides. */
export function quotaUses(db: Db, wish: Asked, projects: readonly OwnProject[], now: number): QuotaUse[] {
  return wish.resource.quotas.flatMap((quota) => {
    const holder = holderOf(quota, wish, projects)
    if (holder === null) return []
    const others = timesCounted(db, quota, holder, wish, now)
    return { quota, others: others.filter(({ purpose }) => !quota.exemptPurposes.includes(purpose)) }
  })
}

/** Whom the wish is counted for; null where a quota of projects meets a wish without one. */
function holderOf({ per }: Quota, { person, wanted }: Asked, projects: readonly OwnProject[]): number | null {
  if (per === 'person') return person.id
  if (per === 'organisation') return person.organisationId
  return projects.find((project) => project.code === wanted.projectCode)?.id ?? null
}

function timesCounted(db: Db, quota: Quota, holder: number, wish: Asked, now: number): readonly CountedTime[] {
  const { per, place } = quota
  const span = timeCounted(quota, wish.wanted, wish.resource.timeZone, now)
  const isRunning = quota.period === 'running'
  const counting = { span, isRunning, except: wish.except ?? null, now }
  const key = `${per} ${holder} ${span.start} ${span.end} ${isRunning}`
  if (per !== 'person') {
    const ids = resourcesOf(db, place)
    return remembered(wish, `${key} ${place.kind} ${place.id}`, () =>
      timesOfGroup(db, { kind: per, id: holder }, ids, counting),
    )
  }
  const times = remembered(wish, key, () => timesOfPerson(db, holder, counting))
  const { resourceById } = catalogueOf(db)
  return times.filter((time) => time.resourceIds.some((id) => isAt(place, resourceById.get(id))))
}

function remembered<T extends CountedTime>({ memory }: Asked, key: string, read: () => readonly T[]): readonly T[] {
  const known = memory?.get(key) as readonly T[] | undefined
  if (known) return known
  const times = read()
  memory?.set(key, times)
  return times
}

function resourcesOf(db: Db, { kind, id }: PolicyPlace): readonly number[] {
  if (kind === 'resource') return [id]
  const { resourcesOfLab, resourcesOfOrganisation } = catalogueOf(db)
  return ((kind === 'lab' ? resourcesOfLab : resourcesOfOrganisation).get(id) ?? []).map((each) => each.id)
}

function isAt({ kind, id }: PolicyPlace, resource: Resource | undefined): boolean {
  if (kind === 'resource') return resource?.id === id
  return (kind === 'lab' ? resource?.labId : resource?.organisationId) === id
}

/** What the person holds meanwhile in other places where the same rule stands. */
export function elsewhereOf(db: Db, wish: Asked, now: number): Interval[] {
  const { person, resource, wanted, except } = wish
  if (!resource.policy.onePlace || wanted.end <= wanted.start) return []
  const { resourceById } = catalogueOf(db)
  const span = { start: wanted.start, end: wanted.end }
  const held = remembered(wish, `held ${person.id} ${span.start} ${span.end}`, () =>
    timesOfPerson(db, person.id, { span, isRunning: true, except: except ?? null, now }),
  )
  const isPlace = (id: number) => resourceById.get(id)?.policy.onePlace && !resourceById.get(id)?.isAccessory
  // Whoever has this resource in the same reservation as another is in both places on purpose.
  return held.filter(({ resourceIds }) => !resourceIds.includes(resource.id) && resourceIds.some(isPlace))
}
