import { type Hours, openSpans } from '../../server/domain/availability.ts'
import type { Audience, AvailabilityRule } from '../../server/domain/availability-rule.ts'
import { clip, type Interval, merge } from '../../server/domain/interval.ts'
import { DAY_MS, floatingAt, mondayOf, startOfDayNumber } from '../../server/domain/zone.ts'
import type { Db } from '../connect.ts'

/** The rules of a resource and its lab, with the zone and the holiday setting that hold for it. */
export function hoursOf(db: Db, resourceId: number): Hours {
  return hoursIn(memoryOf(db), resourceId)
}

/** The open time of a resource inside `span` for these audiences, outages not yet taken out. */
export function openTimeOf(db: Db, resourceId: number, span: Interval, audiences: ReadonlySet<Audience>): Interval[] {
  return openTimeIn(memoryOf(db), resourceId, span, audiences)
}

/** When a lab is open for everyone by its own rules, whatever those of its resources say. */
export function openTimeOfLab(db: Db, lab: LabHours, span: Interval): Interval[] {
  const memory = memoryOf(db)
  return openTimeWithin(memory, hoursOfLab(memory, lab), span, EVERYONE)
}

export interface LabHours {
  readonly id: number
  readonly timeZone: string
  readonly observesHolidays: boolean
}

const EVERYONE: ReadonlySet<Audience> = new Set(['everyone'] as const)

/** `openTimeOf` for many resources at once. */
export function openTimeOfMany(
  db: Db,
  resourceIds: readonly number[],
  span: Interval,
  audiences: ReadonlySet<Audience>,
): Map<number, Interval[]> {
  const memory = memoryOf(db)
  return new Map(resourceIds.map((id) => [id, openTimeIn(memory, id, span, audiences)]))
}

/** The same hours, whoever's they are: resources without rules of their own share those of their lab. */
interface SharedHours extends Hours {
  /** Open time of a whole local week, by audiences and the day number of its Monday. */
  readonly weeks: Map<string, readonly Interval[]>
}

/** What is remembered while `revisions.catalogue` stands. */
interface Memory {
  readonly revision: number
  readonly statements: Statements
  readonly byResource: Map<number, SharedHours>
  readonly byRules: Map<string, SharedHours>
  readonly rulesOfLab: Map<number, readonly AvailabilityRule[]>
  weekCount: number
}

const memories = new WeakMap<object, Memory>()
const MAX_WEEKS = 50_000

function memoryOf(db: Db): Memory {
  const { $client: client } = db
  const known = memories.get(client)
  const statements = known?.statements ?? prepare(db)
  const revision = statements.revision.get() as number
  if (known?.revision === revision) return known
  const memory: Memory = {
    revision,
    statements,
    byResource: new Map(),
    byRules: new Map(),
    rulesOfLab: new Map(),
    weekCount: 0,
  }
  // A revision seen inside a transaction may be rolled back and given again to something else.
  if (!client.inTransaction) memories.set(client, memory)
  return memory
}

type Statements = ReturnType<typeof prepare>

/** Columns of `availability_rules`, in the domain's names; lists are JSON text. */
export const RULE_COLUMNS = `id, lab_id AS labId, resource_id AS resourceId, effect, audience, start_local AS startLocal,
  duration_minutes AS durationMinutes, rrule, exdates, rdates, valid_until AS validUntil, label`

function prepare({ $client: client }: Db) {
  return {
    revision: client.prepare(`SELECT value FROM revisions WHERE name = 'catalogue'`).pluck(),
    setting: client.prepare(`
      SELECT r.lab_id AS labId, r.time_zone AS timeZone, coalesce(r.observes_holidays, l.observes_holidays) AS observes
      FROM resources r JOIN labs l ON l.id = r.lab_id WHERE r.id = ?`),
    ofLab: client.prepare(`SELECT ${RULE_COLUMNS} FROM availability_rules WHERE lab_id = ? ORDER BY id`),
    ofResource: client.prepare(`SELECT ${RULE_COLUMNS} FROM availability_rules WHERE resource_id = ? ORDER BY id`),
  }
}

function hoursIn(memory: Memory, resourceId: number): SharedHours {
  let hours = memory.byResource.get(resourceId)
  if (!hours) memory.byResource.set(resourceId, (hours = loadHours(memory, resourceId)))
  return hours
}

function loadHours(memory: Memory, resourceId: number): SharedHours {
  const { setting, ofResource } = memory.statements
  const row = setting.get(resourceId) as { labId: number; timeZone: string; observes: number } | undefined
  if (!row) throw new RangeError(`No resource ${resourceId}`)
  const own = (ofResource.all(resourceId) as RuleRow[]).map(ruleOf)
  const lab = { id: row.labId, timeZone: row.timeZone, observesHolidays: row.observes === 1 }
  return own.length > 0 ? sharedHours(memory, lab, own, resourceId) : hoursOfLab(memory, lab)
}

const hoursOfLab = (memory: Memory, lab: LabHours) => sharedHours(memory, lab, [], null)

function sharedHours(memory: Memory, lab: LabHours, own: readonly AvailabilityRule[], ownId: number | null) {
  const { timeZone, observesHolidays } = lab
  const key = `${timeZone} ${Number(observesHolidays)} ${lab.id} ${ownId ?? ''}`
  const shared = memory.byRules.get(key)
  if (shared) return shared
  const rules = [...own, ...labRules(memory, lab.id)]
  const hours: SharedHours = { timeZone, observesHolidays, rules, weeks: new Map() }
  memory.byRules.set(key, hours)
  return hours
}

function labRules(memory: Memory, labId: number): readonly AvailabilityRule[] {
  let rules = memory.rulesOfLab.get(labId)
  if (!rules) memory.rulesOfLab.set(labId, (rules = (memory.statements.ofLab.all(labId) as RuleRow[]).map(ruleOf)))
  return rules
}

export type RuleRow = Omit<AvailabilityRule, 'exdates' | 'rdates'> & {
  readonly exdates: string
  readonly rdates: string
}

export const ruleOf = (row: RuleRow): AvailabilityRule => ({
  ...row,
  exdates: JSON.parse(row.exdates) as string[],
  rdates: JSON.parse(row.rdates) as string[],
})

/** Whole local weeks, put together and clipped: a week is worked out once for everybody who asks. */
function openTimeIn(memory: Memory, resourceId: number, span: Interval, audiences: ReadonlySet<Audience>): Interval[] {
  return openTimeWithin(memory, hoursIn(memory, resourceId), span, audiences)
}

function openTimeWithin(
  memory: Memory,
  hours: SharedHours,
  span: Interval,
  audiences: ReadonlySet<Audience>,
): Interval[] {
  if (span.start >= span.end) return []
  const audience = keyOf(audiences)
  const open: Interval[] = []
  const lastDay = Math.floor(floatingAt(span.end - 1, hours.timeZone) / DAY_MS)
  let monday = mondayOf(Math.floor(floatingAt(span.start, hours.timeZone) / DAY_MS))
  for (; monday <= lastDay; monday += 7) open.push(...weekOf(memory, hours, monday, audience, audiences))
  return merge(clip(open, span))
}

function weekOf(
  memory: Memory,
  hours: SharedHours,
  monday: number,
  audience: string,
  audiences: ReadonlySet<Audience>,
): readonly Interval[] {
  const key = audience + monday
  let week = hours.weeks.get(key)
  if (week) return week
  const start = startOfDayNumber(monday, hours.timeZone)
  week = openSpans(hours, { start, end: startOfDayNumber(monday + 7, hours.timeZone) }, audiences)
  if (++memory.weekCount > MAX_WEEKS) forgetWeeks(memory)
  hours.weeks.set(key, week)
  return week
}

function forgetWeeks(memory: Memory): void {
  for (const { weeks } of memory.byRules.values()) weeks.clear()
  memory.weekCount = 1
}

/** Short and the same in whatever order the set was filled. */
const keyOf = (audiences: ReadonlySet<Audience>): string =>
  (audiences.has('everyone') ? 'e' : '') +
  (audiences.has('members') ? 'm' : '') +
  (audiences.has('organisation') ? 'o' : '')
