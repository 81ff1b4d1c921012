import { COLUMN_FIELDS, type OwnPolicy, policyFrom, resolvePolicy } from '../../server/domain/policy.ts'
import type { Quota } from '../../server/domain/quota.ts'
import type { Lab, Organisation, Resource, ResourceSource } from '../../server/domain/resource.ts'
import type { labs, organisations, resources } from '../schema/index.ts'

/** Rows as SQLite gives them: snake case, flags as 0 and 1. */
type Snake<S extends string> = S extends `${infer First}${infer Rest}`
  ? First extends Lowercase<First>
    ? `${First}${Snake<Rest>}`
    : `_${Lowercase<First>}${Snake<Rest>}`
  : S
type Row<Columns> = { [Name in keyof Columns & string as Snake<Name>]: Raw<Columns[Name]> }
type Raw<Value> = Value extends boolean ? number : Value

export type OrganisationRow = Row<typeof organisations.$inferSelect>
export type LabRow = Row<typeof labs.$inferSelect>
export type ResourceRow = Row<Omit<typeof resources.$inferSelect, 'sourceUrl2'>> & { source_url_2: string | null }

export const organisationOf = (row: OrganisationRow): Organisation => ({
  id: row.id,
  slug: row.slug,
  name: { pl: row.name_pl, en: row.name_en },
  kind: row.kind,
  city: row.city,
  ror: row.ror,
  isMember: Boolean(row.is_member),
  policy: storedPolicy(row),
})

export const labOf = (row: LabRow): Lab => ({
  id: row.id,
  slug: row.slug,
  organisationId: row.organisation_id,
  name: { pl: row.name_pl, en: row.name_en },
  unit: row.unit,
  city: row.city,
  description: row.description,
  timeZone: row.time_zone,
  observesHolidays: Boolean(row.observes_holidays),
  decisionDays: row.decision_days,
  isExample: Boolean(row.is_example),
  policy: storedPolicy(row),
})

/** What a resource has beside its row. */
interface Around {
  readonly lab: Lab
  readonly organisation: Organisation
  readonly quotas: readonly Quota[]
  readonly techniques: readonly string[]
  readonly accessories: readonly number[]
  readonly children: readonly number[]
  readonly above: readonly number[]
  readonly inside: readonly number[]
}

export function resourceOf(row: ResourceRow, { lab, organisation, ...around }: Around): Resource {
  const ownPolicy = ownPolicyOf(row)
  return {
    ...around,
    id: row.id,
    slug: row.slug,
    labId: row.lab_id,
    organisationId: lab.organisationId,
    parentId: row.parent_id,
    kind: row.kind,
    name: { pl: row.name_pl, en: row.name_en },
    manufacturer: row.manufacturer,
    model: row.model,
    description: row.description,
    status: row.status,
    capacity: row.capacity,
    timeZone: row.time_zone,
    observesHolidays: row.observes_holidays === null ? lab.observesHolidays : Boolean(row.observes_holidays),
    isExample: Boolean(row.is_example),
    isPubliclyFunded: Boolean(row.is_publicly_funded),
    isAccessory: Boolean(row.is_accessory),
    source: sourceOf(row),
    policy: resolvePolicy(ownPolicy, lab.policy, organisation.policy),
    ownPolicy,
  }
}

/** The columns, less those it inherits, and what has no column. */
function ownPolicyOf(row: ResourceRow): OwnPolicy {
  const inherited = new Set(JSON.parse(String(row.inherited)) as string[])
  const columns = columnPolicyOf(row)
  const own = COLUMN_FIELDS.filter((field) => !inherited.has(field)).map((field) => [field, columns[field]])
  const beside = Object.entries(storedPolicy(row)).filter(([field]) => !(field in columns))
  return Object.fromEntries([...own, ...beside]) as OwnPolicy
}

const columnPolicyOf = (row: ResourceRow) => ({
  stepMinutes: row.step_minutes,
  minMinutes: row.min_minutes,
  maxMinutes: row.max_minutes,
  setupMinutes: row.setup_minutes,
  cleanupMinutes: row.cleanup_minutes,
  minNoticeMinutes: row.min_notice_minutes,
  horizonDays: row.horizon_days,
  cancelNoticeMinutes: row.cancel_notice_minutes,
  approval: row.approval,
  qualificationRequired: row.qualification_required,
  noShowAfterMinutes: row.no_show_after_minutes,
})

/** JSON columns come as text past drizzle. */
function storedPolicy({ policy }: { readonly policy: unknown }): OwnPolicy {
  return policyFrom(JSON.parse(String(policy)) as Record<string, unknown>)
}

function sourceOf(row: ResourceRow): ResourceSource | null {
  if (row.source_url === null) return null
  return {
    url: row.source_url,
    url2: row.source_url_2,
    year: row.source_year,
    notes: row.source_notes,
    specs: row.specs,
    quantity: row.quantity,
    costPln: row.cost_pln,
    confirmedAt: row.confirmed_at,
  }
}
