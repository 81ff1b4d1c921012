/** What opening hours cost: the open time of 500 resources with 4 rules each, and a rule that began long ago. */
import { type Db, migrateDb, openDb } from '../../db/connect.ts'
import { openTimeOfMany } from '../../db/queries/opening-hours.ts'
import { availabilityRules, labs, organisations, resources } from '../../db/schema/index.ts'
import type { Audience } from '../../server/domain/availability-rule.ts'
import { isHoliday } from '../../server/domain/holidays.ts'
import { type Recurring, startsBetween } from '../../server/domain/recurrence.ts'
import { addDays, DAY_MS, dayNumber, startOfDay } from '../../server/domain/zone.ts'

const RESOURCES = 500
const ZONE = 'Europe/Warsaw'
const MONDAY = '2026-11-23'
const EVERYONE: ReadonlySet<Audience> = new Set<Audience>(['everyone'])
const REPEATS = 200

export function benchHours(): Readonly<Record<string, number>> {
  const db = openDb(':memory:')
  migrateDb(db)
  const ids = makeHours(db)
  const week = (monday: string) => {
    const span = { start: startOfDay(monday, ZONE), end: startOfDay(addDays(monday, 7), ZONE) }
    return milliseconds(() => openTimeOfMany(db, ids, span, EVERYONE))
  }
  const holidays = milliseconds(() => isHoliday(MONDAY))
  const cold = week(MONDAY)
  const again = Array.from({ length: REPEATS }, () => week(MONDAY))
  const others = Array.from({ length: 50 }, (_, i) => week(addDays(MONDAY, 7 * (i + 1))))
  const results = {
    'loading the holidays, once, ms': holidays,
    'a week of 500 × 4 rules, first question, ms': cold,
    'the same week again, ms': middle(again),
    'a week nobody has asked for, ms': middle(others),
    ...distances(),
  }
  console.table(Object.fromEntries(Object.entries(results).map(([what, value]) => [what, +value.toPrecision(3)])))
  db.$client.close()
  return results
}

/** No two resources share a rule: nothing one of them finds out serves another. */
function makeHours(db: Db): readonly number[] {
  const named = (slug: string) => ({ slug, namePl: slug, nameEn: slug })
  const organisation = { ...named('bench'), kind: 'university' as const }
  const organisationId = db.insert(organisations).values(organisation).returning().get().id
  const labId = db
    .insert(labs)
    .values({ ...named('bench'), organisationId })
    .returning()
    .get().id
  return Array.from({ length: RESOURCES }, (_, i) => {
    const resource = { ...named(`bench-${i}`), labId, kind: 'instrument' as const }
    const resourceId = db.insert(resources).values(resource).returning().get().id
    const day = (from: string) => addDays(from, i)
    const rules = [
      ['open', `${day('2018-01-01')}T08:00:00`, 600, 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
      ['open', `${day('2018-01-01')}T16:00:00`, 600, 'FREQ=MONTHLY;BYDAY=1FR,-1SA'],
      ['closed', `${day('2019-01-01')}T12:00:00`, 60, 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU'],
      ['replace', `${day('2020-01-01')}T10:00:00`, 300, 'FREQ=DAILY;BYMONTH=12'],
    ] as const
    for (const [effect, startLocal, durationMinutes, rrule] of rules)
      db.insert(availabilityRules)
        .values({ resourceId, effect, startLocal, durationMinutes, rrule, createdAt: 0 })
        .run()
    return resourceId
  })
}

const RULES = ['FREQ=DAILY', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', 'FREQ=MONTHLY;BYDAY=-1FR', 'FREQ=YEARLY;BYMONTH=11']

/** A week of a rule that began ten years ago, and of one that begins today: the bound is twice as long. */
function distances(): Readonly<Record<string, number>> {
  const results: Record<string, number> = {}
  for (const rrule of RULES) {
    const near = weekOf(MONDAY, rrule)
    const far = weekOf(addDays(MONDAY, -3652), rrule)
    results[`${rrule}, begun today, µs`] = near
    results[`${rrule}, begun ten years ago, µs`] = far
    results[`${rrule}, times as long`] = far / near
  }
  return results
}

const ROUNDS = 20_000

function weekOf(day: string, rrule: string): number {
  const rule: Recurring = { startLocal: `${day}T08:00:00`, rrule, exdates: [], rdates: [], validUntil: null }
  const from = dayNumber(MONDAY) * DAY_MS
  const round = () => {
    for (let i = 0; i < ROUNDS; i++) startsBetween(rule, from, from + 7 * DAY_MS, ZONE)
  }
  round()
  return (middle([milliseconds(round), milliseconds(round), milliseconds(round)]) / ROUNDS) * 1000
}

function milliseconds(work: () => unknown): number {
  const begun = performance.now()
  work()
  return performance.now() - begun
}

const middle = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!
