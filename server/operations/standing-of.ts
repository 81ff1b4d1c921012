import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import type { Project } from '../../db/queries/projects.ts'
import { lastUseOf } from '../../db/queries/qualification-use.ts'
import { qualificationOf } from '../../db/queries/qualifications.ts'
import { heldElsewhere, timesCounted } from '../../db/queries/quotas.ts'
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

/** The quotas of the resource that concern the wish, with what their holders have besides. */
export function quotaUses(db: Db, wish: Asked, projects: readonly Project[], now: number): QuotaUse[] {
  const { resource, wanted, except } = wish
  return resource.quotas.flatMap((quota) => {
    const holder = holderOf(quota, wish, projects)
    if (holder === null) return []
    const counted = timesCounted(db, {
      holder: { kind: quota.per, id: holder },
      resourceIds: resourcesOf(db, quota.place),
      span: timeCounted(quota, wanted, resource.timeZone, now),
      isRunning: quota.period === 'running',
      except: except ?? null,
      now,
    })
    return { quota, others: counted.filter(({ purpose }) => !quota.exemptPurposes.includes(purpose)) }
  })
}

/** Whom the wish is counted for; null where a quota of projects meets a wish without one. */
function holderOf({ per }: Quota, { person, wanted }: Asked, projects: readonly Project[]): number | null {
  if (per === 'person') return person.id
  if (per === 'organisation') return person.organisationId
  return projects.find((project) => project.code === wanted.projectCode)?.id ?? null
}

function resourcesOf(db: Db, { kind, id }: PolicyPlace): readonly number[] {
  if (kind === 'resource') return [id]
  const { resourcesOfLab, resourcesOfOrganisation } = catalogueOf(db)
  return ((kind === 'lab' ? resourcesOfLab : resourcesOfOrganisation).get(id) ?? []).map((each) => each.id)
}

/** What the person holds meanwhile in other places where the same rule stands. */
export function elsewhereOf(db: Db, { person, resource, wanted, except }: Asked, now: number): Interval[] {
  if (!resource.policy.onePlace || wanted.end <= wanted.start) return []
  const { resourceById } = catalogueOf(db)
  const span = { start: wanted.start, end: wanted.end }
  const held = heldElsewhere(db, { personId: person.id, resourceId: resource.id, span, except: except ?? null, now })
  return held.filter((each) => resourceById.get(each.resourceId)?.policy.onePlace)
}
