import fc from 'fast-check'
import { DateTime } from 'luxon'
import type { Interval } from '../../server/domain/interval.ts'
import type { UtilisationFacts } from '../../server/domain/utilisation.ts'

export const MINUTE = 60_000
const WARSAW = 'Europe/Warsaw'
const local = (text: string) => DateTime.fromISO(text, { zone: WARSAW }).toMillis()

export const LENGTH = 12 * 60
// A day without a change of the clocks, and the mornings on which they go forward and back.
const bases = ['2026-06-01', '2026-03-29', '2026-10-25'].map(local)
const minutes = fc.tuple(fc.integer({ min: -60, max: LENGTH }), fc.integer({ min: 1, max: 240 }))
const spans = (max: number) => fc.array(minutes, { maxLength: max })
const who = { personId: fc.integer({ min: 1, max: 4 }), organisationId: fc.integer({ min: 1, max: 3 }) }
const whatFor = {
  projectId: fc.option(fc.integer({ min: 1, max: 2 })),
  purpose: fc.constantFrom('teaching', 'service', 'own_research'),
} as const
const states = fc.constantFrom('requested', 'confirmed', 'in_use', 'completed', 'no_show', 'cancelled', 'declined')
/** Anything that may have happened to one resource in half a day, its moment and its period. */
export const history = fc
  .record({
    base: fc.constantFrom(...bases),
    capacity: fc.integer({ min: 1, max: 3 }),
    open: spans(3),
    planned: spans(3),
    unplanned: spans(3),
    unmet: spans(2),
    now: fc.oneof(fc.constant(LENGTH * 1000), fc.integer({ min: -30, max: LENGTH + 30 })),
    uses: fc.array(
      fc.record({ at: minutes, units: fc.integer({ min: 1, max: 2 }), runs: fc.boolean(), ...who, ...whatFor }),
      { maxLength: 5 },
    ),
    reservations: fc.array(
      fc.record({
        at: minutes,
        state: states,
        units: fc.integer({ min: 1, max: 3 }),
        hasUsage: fc.boolean(),
        wasConfirmed: fc.boolean(),
        cancelledLate: fc.boolean(),
        decisionMs: fc.option(fc.nat({ max: 99 })),
        ...who,
        ...whatFor,
      }),
      { maxLength: 8 },
    ),
  })
  .map(({ base, now, uses, reservations, capacity, ...lists }) => {
    const spanOf = ([at, length]: readonly [number, number]) => ({
      start: base + at * MINUTE,
      end: base + (at + length) * MINUTE,
    })
    const facts: UtilisationFacts = {
      capacity,
      open: lists.open.map(spanOf),
      planned: lists.planned.map(spanOf),
      unplanned: lists.unplanned.map(spanOf),
      unmet: lists.unmet.map(spanOf),
      // One use in two that says so runs still.
      uses: uses.map(({ at, runs, ...more }, i) => ({
        ...more,
        ...spanOf(at),
        ...(runs && i % 2 === 0 && { end: null }),
      })),
      reservations: reservations.map(({ at, ...more }) => ({ ...more, ...spanOf(at) })),
    }
    return { facts, now: base + now * MINUTE, period: { start: base, end: base + LENGTH * MINUTE } }
  })

/** Hour of the local week of every minute, by the library that knows zones. */
const hours = new Map<number, readonly number[]>()
function hoursOfWeek({ start, end }: Interval): readonly number[] {
  let known = hours.get(start)
  if (!known) {
    known = Array.from({ length: (end - start) / MINUTE }, (_, i) => {
      const at = DateTime.fromMillis(start + i * MINUTE, { zone: WARSAW })
      return (at.weekday - 1) * 24 + at.hour
    })
    hours.set(start, known)
  }
  return known
}

/** The definitions of the report, one minute at a time and nothing clever. */
export function minuteByMinute(facts: UtilisationFacts, period: Interval, now: number) {
  const sum = { open: 0, planned: 0, downtime: 0, booked: 0, used: 0, bookedAndUsed: 0, usedOutside: 0, unmet: 0 }
  const week = Array.from({ length: 3 * 168 }, () => 0)
  const bookings = facts.reservations.filter(({ state }) =>
    ['confirmed', 'in_use', 'completed', 'no_show'].includes(state),
  )
  const unlogged = facts.reservations.filter(({ state, hasUsage }) => state === 'completed' && !hasUsage)
  const users = new Set<number>()
  const organisations = new Set<number>()
  let estimatedTime = 0
  let idle = 0
  for (let at = period.start; at < period.end; at += MINUTE) {
    const covers = (time: { start: number; end: number | null }) =>
      time.start <= at && at < (time.end ?? Math.max(time.start, now))
    const load = (list: readonly { start: number; end: number | null; units: number }[]) =>
      list.filter(covers).reduce((units, each) => units + each.units, 0)
    const booked = Math.min(facts.capacity, load(bookings))
    const used = Math.min(facts.capacity, load([...facts.uses, ...unlogged]))
    const all = MINUTE * facts.capacity
    estimatedTime += load(unlogged) * MINUTE
    sum.unmet += facts.unmet.filter(covers).length * MINUTE
    for (const each of bookings.filter(covers)) {
      users.add(each.personId)
      organisations.add(each.organisationId)
    }
    if (!facts.open.some(covers)) sum.usedOutside += used * MINUTE
    else {
      sum.open += all
      if (facts.planned.some(covers)) sum.planned += all
      else if (facts.unplanned.some(covers)) sum.downtime += all
      else {
        sum.booked += booked * MINUTE
        sum.used += used * MINUTE
        sum.bookedAndUsed += Math.min(booked, used) * MINUTE
        idle += (facts.capacity - Math.max(booked, used)) * MINUTE
        const hour = hoursOfWeek(period)[(at - period.start) / MINUTE]!
        week[hour]! += facts.capacity / 60
        week[168 + hour]! += used / 60
        week[2 * 168 + hour]! += booked / 60
      }
    }
  }
  // Use that runs is its user's from its start, however little of it has passed.
  for (const { start, end, personId, organisationId } of facts.uses)
    if (start < period.end && (end ?? Number.POSITIVE_INFINITY) > period.start) {
      users.add(personId!)
      organisations.add(organisationId!)
    }
  const begin = facts.reservations.filter(({ start }) => start >= period.start && start < period.end)
  const begun = bookings.filter((each) => begin.includes(each))
  const ended = bookings.filter(
    ({ state, end }) => state !== 'no_show' && end > period.start && end <= period.end && end <= now,
  )
  const ids = (set: ReadonlySet<number>) => [...set].sort((a, b) => a - b)
  return {
    ...sum,
    calendar: (period.end - period.start) * facts.capacity,
    begun: begun.length,
    reachedStart: begun.filter(({ start }) => start <= now).length,
    noShows: begin.filter(({ state }) => state === 'no_show').length,
    everConfirmed: begin.filter(({ wasConfirmed }) => wasConfirmed).length,
    lateCancels: begin.filter(({ cancelledLate }) => cancelledLate).length,
    ended: ended.length,
    logged: ended.filter(({ hasUsage }) => hasUsage).length,
    estimated: begin.filter((each) => unlogged.includes(each)).length,
    estimatedTime,
    people: ids(users),
    organisations: ids(organisations),
    decisions: begin.flatMap(({ decisionMs }) => decisionMs ?? []),
    week,
    idle,
  }
}
