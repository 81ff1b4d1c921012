import { HOURS_OF_WEEK, spread, type ZoneOffsets } from './hour-of-week.ts'
import type { Interval, Load } from './interval.ts'
import type { State } from './lifecycle.ts'
import { stepsOf, sweep } from './load-steps.ts'
import type { Purpose } from './purpose.ts'

/** What a report needs to know of a reservation. The span is without set-up and clean-up. */
export interface ReservationFact extends Load {
  readonly id?: number
  readonly state: State
  readonly personId: number
  readonly organisationId: number
  /** There is a record of what really happened. */
  readonly hasUsage: boolean
  /** It was confirmed at some time, whatever became of it. */
  readonly wasConfirmed: boolean
  /** Cancelled inside the notice of its resource. */
  readonly cancelledLate: boolean
  /** From the request to the decision of a steward, where there was one. */
  readonly decisionMs: number | null
  readonly projectId?: number | null
  readonly purpose?: Purpose
}

/** A record of use; `end` is null while it runs. Project and purpose are those of its reservation. */
export interface UseFact {
  readonly reservationId?: number | null
  readonly start: number
  readonly end: number | null
  readonly units: number
  readonly personId: number | null
  readonly organisationId: number | null
  readonly projectId?: number | null
  readonly purpose?: Purpose | null
}

/** Everything about one resource that reports count. Spans may overlap, touch and reach beyond the period. */
export interface UtilisationFacts {
  readonly capacity: number
  /** Opening rules − holidays − closed rules, for everybody together; outages not taken out. */
  readonly open: readonly Interval[]
  readonly planned: readonly Interval[]
  readonly unplanned: readonly Interval[]
  readonly reservations: readonly ReservationFact[]
  readonly uses: readonly UseFact[]
  /** Hours asked for and refused because the time was taken. */
  readonly unmet: readonly Interval[]
}

/** What those who use equipment bring to its figures: adds up as `Utilisation` does. */
export interface Use {
  readonly booked: number
  readonly used: number
  readonly bookedAndUsed: number
  readonly usedOutside: number
  /** Reservations that count as booked and start in the period. */
  readonly begun: number
  readonly reachedStart: number
  readonly noShows: number
  readonly everConfirmed: number
  readonly lateCancels: number
  readonly ended: number
  readonly logged: number
  /** Reservations whose booked time stands for a use nobody recorded, and that time. */
  readonly estimated: number
  readonly estimatedTime: number
  /** Distinct ids, ascending. */
  readonly people: readonly number[]
  readonly organisations: readonly number[]
  /** Times from request to decision. */
  readonly decisions: readonly number[]
}

/** What can be added up over resources and over periods that share no time. Times in ms × units. */
export interface Utilisation extends Use {
  readonly calendar: number
  readonly open: number
  readonly planned: number
  readonly downtime: number
  readonly unmet: number
  /** Hours available, behind them hours used and last hours booked in every hour of the local week. */
  readonly week: Float32Array
}

export const WEEK_LENGTH = 3 * HOURS_OF_WEEK

/** States whose time counts as booked. */
export const BOOKED: ReadonlySet<State> = new Set<State>(['confirmed', 'in_use', 'completed', 'no_show'])

/** The facts of a resource during a period, counted. `now` decides what has begun and ended, and what runs still. */
export function utilisationOf(facts: UtilisationFacts, period: Interval, now: number, zone: ZoneOffsets): Utilisation {
  return {
    calendar: (period.end - period.start) * facts.capacity,
    unmet: facts.unmet.reduce((sum, span) => sum + lengthWithin(span, period), 0),
    ...timesOf(facts, period, now, zone),
    ...countsOf(facts.reservations, period, now),
    ...partiesOf(facts, period),
  }
}

/** Only what those who use the resource bring. */
export function useOf(facts: UtilisationFacts, period: Interval, now: number): Use {
  const { booked, used, bookedAndUsed, usedOutside } = timesOf(facts, period, now, null)
  const times = { booked, used, bookedAndUsed, usedOutside }
  return { ...times, ...countsOf(facts.reservations, period, now), ...partiesOf(facts, period) }
}

/** The time that counts as used: what was recorded, and the booked time of completed reservations without a record. */
export function usedLoads(facts: Pick<UtilisationFacts, 'reservations' | 'uses'>, now: number): Load[] {
  const used: Load[] = facts.reservations.filter(isEstimated)
  for (const { start, end, units } of facts.uses) used.push({ start, end: end ?? Math.max(start, now), units })
  return used.sort((a, b) => a.start - b.start)
}

/** During [from, until) the same facts count the same as at `now`: no reservation begins or ends, no use ends or runs. */
export function holdsDuring(facts: UtilisationFacts, now: number): { readonly from: number; readonly until: number } {
  if (facts.uses.some((use) => use.end === null)) return { from: now, until: now }
  let from = 0
  let until = Number.POSITIVE_INFINITY
  const note = (at: number) => {
    if (at <= now) from = Math.max(from, at)
    else until = Math.min(until, at)
  }
  for (const { start, end } of facts.reservations) {
    note(start)
    note(end)
  }
  for (const { end } of facts.uses) note(end!)
  return { from, until }
}

/** Rows of other resources or of other times in one. */
export function sumOf(rows: readonly Utilisation[]): Utilisation {
  const sum = { ...NOTHING, week: new Float32Array(WEEK_LENGTH) }
  for (const row of rows) {
    for (const key of ADDABLE) sum[key] += row[key]
    for (let i = 0; i < sum.week.length; i++) sum.week[i] = sum.week[i]! + row.week[i]!
  }
  return { ...sum, ...listsOf(rows) }
}

export function sumOfUse(rows: readonly Use[]): Use {
  const sum = { ...NO_USE }
  for (const row of rows) for (const key of ADDABLE_OF_USE) sum[key] += row[key]
  return { ...sum, ...listsOf(rows) }
}

function listsOf(rows: readonly Use[]) {
  const people = new Set<number>()
  const organisations = new Set<number>()
  const decisions: number[] = []
  for (const row of rows) {
    for (const id of row.people) people.add(id)
    for (const id of row.organisations) organisations.add(id)
    for (const time of row.decisions) decisions.push(time)
  }
  return { people: ascending(people), organisations: ascending(organisations), decisions }
}

const NO_USE = {
  booked: 0,
  used: 0,
  bookedAndUsed: 0,
  usedOutside: 0,
  begun: 0,
  reachedStart: 0,
  noShows: 0,
  everConfirmed: 0,
  lateCancels: 0,
  ended: 0,
  logged: 0,
  estimated: 0,
  estimatedTime: 0,
}
const NOTHING = { calendar: 0, open: 0, planned: 0, downtime: 0, ...NO_USE, unmet: 0 }
/** What is a plain number and adds up. */
export const ADDABLE_OF_USE = Object.keys(NO_USE) as (keyof typeof NO_USE)[]
export const ADDABLE = Object.keys(NOTHING) as (keyof typeof NOTHING)[]

/** Every stretch of the period belongs to one of: closed, planned outage, unplanned outage, available. Null: no week. */
function timesOf(facts: UtilisationFacts, period: Interval, now: number, zone: ZoneOffsets | null) {
  const { capacity } = facts
  const sum = { open: 0, planned: 0, downtime: 0, booked: 0, used: 0, bookedAndUsed: 0, usedOutside: 0 }
  const week = new Float32Array(zone ? WEEK_LENGTH : 0)
  const bookings = facts.reservations.filter((each) => BOOKED.has(each.state))
  const streams = [
    ...[facts.open, facts.planned, facts.unplanned].map((spans) => stepsOf(asLoads(spans), period)),
    ...[bookings, usedLoads(facts, now)].map((loads) => stepsOf(loads, period)),
  ]
  sweep(streams, period, (start, end, levels) => {
    const length = end - start
    const used = Math.min(levels[4]!, capacity)
    if (levels[0] === 0) {
      sum.usedOutside += length * used
      return
    }
    sum.open += length * capacity
    if (levels[1]! > 0) sum.planned += length * capacity
    else if (levels[2]! > 0) sum.downtime += length * capacity
    else {
      const booked = Math.min(levels[3]!, capacity)
      sum.booked += length * booked
      sum.used += length * used
      sum.bookedAndUsed += length * Math.min(booked, used)
      if (!zone) return
      spread({ start, end }, capacity, zone, week)
      if (used > 0) spread({ start, end }, used, zone, week, HOURS_OF_WEEK)
      if (booked > 0) spread({ start, end }, booked, zone, week, 2 * HOURS_OF_WEEK)
    }
  })
  return { ...sum, week }
}

/** A reservation counts where it starts, and as ended where it ends. */
function countsOf(reservations: readonly ReservationFact[], period: Interval, now: number) {
  const count = {
    begun: 0,
    reachedStart: 0,
    noShows: 0,
    everConfirmed: 0,
    lateCancels: 0,
    ended: 0,
    logged: 0,
    estimated: 0,
    estimatedTime: 0,
  }
  const decisions: number[] = []
  for (const each of reservations) {
    if (each.start >= period.start && each.start < period.end) {
      if (each.wasConfirmed) count.everConfirmed++
      if (each.cancelledLate) count.lateCancels++
      if (each.decisionMs !== null) decisions.push(each.decisionMs)
      if (BOOKED.has(each.state)) {
        count.begun++
        if (each.start <= now) count.reachedStart++
      }
      if (each.state === 'no_show') count.noShows++
      if (isEstimated(each)) count.estimated++
    }
    if (isEstimated(each)) count.estimatedTime += lengthWithin(each, period) * each.units
    if (hasEnded(each, period, now)) {
      count.ended++
      if (each.hasUsage) count.logged++
    }
  }
  return { ...count, decisions }
}

/** A no-show has no use to record, so it is not asked for. */
function hasEnded({ state, end }: ReservationFact, period: Interval, now: number) {
  return end > period.start && end <= period.end && end <= now && state !== 'no_show' && BOOKED.has(state)
}

function partiesOf({ reservations, uses }: UtilisationFacts, period: Interval) {
  const people = new Set<number>()
  const organisations = new Set<number>()
  for (const each of reservations) {
    if (!BOOKED.has(each.state) || lengthWithin(each, period) === 0) continue
    people.add(each.personId)
    organisations.add(each.organisationId)
  }
  for (const { start, end, personId, organisationId } of uses) {
    if (start >= period.end || (end ?? period.end) <= period.start) continue
    if (personId !== null) people.add(personId)
    if (organisationId !== null) organisations.add(organisationId)
  }
  return { people: ascending(people), organisations: ascending(organisations) }
}

export const isEstimated = (each: ReservationFact) => each.state === 'completed' && !each.hasUsage
const asLoads = (spans: readonly Interval[]) => spans.map(({ start, end }) => ({ start, end, units: 1 }))
const lengthWithin = (span: Interval, period: Interval) =>
  Math.max(0, Math.min(span.end, period.end) - Math.max(span.start, period.start))
const ascending = (ids: ReadonlySet<number>) => [...ids].sort((a, b) => a - b)
