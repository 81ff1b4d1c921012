/** What an outage over 40 reservations of 12 people costs on data set A: shown before it is saved, and applied. */
import { type Db, migrateDb, openDb } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { prepared } from '../../db/queries/prepared.ts'
import type { OutageChange } from '../../server/domain/outage-change.ts'
import type { OutageChoice } from '../../server/domain/outage-impact.ts'
import { changeOutages } from '../../server/operations/change-outages.ts'
import { previewOutage } from '../../server/operations/preview-outage.ts'
import { DATA_SETS, seed } from './data-sets.ts'
import { stewardOf } from './stewards.ts'

const DAY = 86_400_000
const RESERVATIONS = 40
const PEOPLE = 12
const REPEATS = 25

export function benchOutages(): Readonly<Record<string, number>> {
  const set = DATA_SETS.find(({ name }) => name === 'A')!
  seed(set)
  const db = openDb(set.file)
  migrateDb(db)
  const now = Date.now()
  const resourceId = catalogueOf(db).resourceBySlug.get('scale-007')!.id
  const steward = stewardOf(db, resourceId)
  const change = outageOver(db, resourceId, now)
  const preview = () => {
    const result = previewOutage(db, steward, resourceId, change, now)
    if (!result.ok) throw new Error(result.refusal.kind)
    return result.value.affected
  }
  const first = milliseconds(preview)
  const again = Array.from({ length: REPEATS }, () => milliseconds(preview)).toSorted((a, b) => a - b)
  const affected = preview()
  const choices = new Map(
    affected.map(({ reservation: { id }, others }, i): [number, OutageChoice] => {
      const to = i % 2 === 0 ? others[0] : undefined
      return [id, to ? { resourceId: to.resource.id, start: to.start, end: to.end } : 'cancel']
    }),
  )
  const decisions = { choices, otherwise: null, words: null }
  const applied = milliseconds(() => {
    const result = changeOutages(db, steward, resourceId, change, decisions, now)
    if (!result.ok) throw new Error(result.refusal.kind)
  })
  const results = {
    'reservations affected': affected.length,
    'people affected': new Set(affected.map(({ reservation }) => reservation.requesterId)).size,
    'shown for the first time, ms': first,
    'shown again, ms': again[REPEATS >> 1]!,
    'shown again, at worst, ms': again.at(-1)!,
    'applied, half moved and half cancelled, ms': applied,
    'mails to those affected': prepared(
      db,
      `SELECT count(*) FROM outbox WHERE kind = 'outage-affects' AND created_at = ?`,
    )
      .pluck()
      .get(now) as number,
  }
  console.table(Object.fromEntries(Object.entries(results).map(([what, value]) => [what, +value.toPrecision(3)])))
  db.$client.close()
  return results
}

/** From tomorrow on until forty reservations are in it, which then belong to twelve people. */
function outageOver(db: Db, resourceId: number, now: number): OutageChange {
  const rows = prepared(
    db,
    `SELECT id, end_at AS "end" FROM reservations
     WHERE resource_id = ? AND start_at > ? AND state IN ('requested', 'confirmed') ORDER BY start_at LIMIT ?`,
  ).all(resourceId, now + DAY, RESERVATIONS) as { id: number; end: number }[]
  const people = prepared(db, 'SELECT id, organisation_id AS organisationId FROM people ORDER BY id DESC LIMIT ?').all(
    PEOPLE,
  ) as { id: number; organisationId: number }[]
  const give = prepared(db, 'UPDATE reservations SET requester_id = ?, organisation_id = ? WHERE id = ?')
  for (const [i, { id }] of rows.entries()) {
    const person = people[i % PEOPLE]!
    give.run(person.id, person.organisationId, id)
  }
  const outage = { start: now + DAY, end: rows.at(-1)!.end, kind: 'breakdown', planned: false, reason: '' } as const
  return { kind: 'open', outage }
}

function milliseconds(work: () => unknown): number {
  const begun = performance.now()
  work()
  return performance.now() - begun
}
