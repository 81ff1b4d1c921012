import { parseRecurrence, type RecurrenceRule } from '../../server/domain/recurrence-rule.ts'
import type { Case } from './random-cases.ts'

export type Engine = 'dateutil' | 'rrule-temporal'

/** Where an engine is known to leave RFC 5545, and the words of section 3.3.10 that settle it. */
export interface KnownFault {
  readonly name: string
  readonly engine: Engine
  readonly what: string
  readonly rfc: string
  readonly covers: (rule: RecurrenceRule, startLocal: string) => boolean
  /** A rule on which the engine can be seen to do it, and what the RFC has there. */
  readonly example: Pick<Case, 'startLocal' | 'rrule'> & { readonly until: string; readonly right: readonly string[] }
}

const isNumbered = ({ byDay }: RecurrenceRule) => byDay.some(({ nth }) => nth !== null)

export const KNOWN_FAULTS: readonly KnownFault[] = [
  {
    name: 'week-without-day',
    engine: 'dateutil',
    what: 'BYWEEKNO without BYDAY gives all seven days of the week instead of the weekday of the start.',
    rfc: 'Information, not contained in the rule, necessary to determine the various recurrence instance start time and dates are derived from the Start Time (DTSTART) component attribute.',
    covers: ({ byWeekNo, byDay }) => byWeekNo.length > 0 && byDay.length === 0,
    example: {
      startLocal: '2026-05-14T09:00:00',
      rrule: 'FREQ=YEARLY;BYWEEKNO=20',
      until: '2027-12-31T00:00:00',
      right: ['2026-05-14', '2027-05-20'],
    },
  },
  {
    name: 'first-week-positions',
    engine: 'dateutil',
    what: 'BYSETPOS counts the first week from the start on, not from its first day.',
    rfc: 'BYSETPOS operates on a set of recurrence instances in one interval of the recurrence rule. For example, in a WEEKLY rule, the interval would be one week.',
    covers: ({ freq, bySetPos }) => freq === 'WEEKLY' && bySetPos.length > 0,
    example: {
      startLocal: '2026-01-07T09:00:00',
      rrule: 'FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2',
      until: '2026-01-15T00:00:00',
      right: ['2026-01-07', '2026-01-14'],
    },
  },
  {
    name: 'first-week-from-the-end',
    engine: 'dateutil',
    what: 'Days of December that belong to week 1 are found as week 1 and not as week -52 or -53.',
    rfc: 'This rule part … specifies a COMMA-separated list of ordinals specifying weeks of the year. Valid values are 1 to 53 or -53 to -1.',
    covers: ({ byWeekNo }) => byWeekNo.some((week) => week <= -52),
    example: {
      startLocal: '2024-12-30T09:00:00',
      rrule: 'FREQ=YEARLY;BYWEEKNO=-52;BYDAY=MO',
      until: '2025-06-30T00:00:00',
      right: ['2024-12-30'],
    },
  },
  {
    name: 'last-week-before',
    engine: 'dateutil',
    what: 'First days of January that belong to the old year’s last week: whether that is 52 or 53 is reckoned with the wrong year.',
    rfc: 'Week number one of the calendar year is the first week that contains at least four (4) days in that calendar year.',
    covers: ({ byWeekNo }) => byWeekNo.some((week) => week >= 52),
    example: {
      startLocal: '2030-06-01T09:00:00',
      rrule: 'FREQ=YEARLY;BYWEEKNO=53;BYDAY=WE;WKST=FR',
      until: '2031-02-01T00:00:00',
      right: [],
    },
  },
  {
    name: 'yearly-parts-joined',
    engine: 'rrule-temporal',
    what: 'A yearly rule with several of BYYEARDAY, BYMONTHDAY, BYWEEKNO and BYDAY gives days that fit only one.',
    rfc: 'If multiple BYxxx rule parts are specified, then after evaluating the specified FREQ and INTERVAL rule parts, the BYxxx rule parts are applied to the current set of evaluated occurrences in the following order: … Note 2: Limit if BYYEARDAY or BYMONTHDAY is present.',
    covers: (rule) => {
      const { freq, byYearDay, byMonthDay, byWeekNo, byDay } = rule
      if (freq !== 'YEARLY') return false
      const given = [byYearDay, byMonthDay, byWeekNo].filter(({ length }) => length > 0).length
      return given > 1 || (byYearDay.length > 0 && byDay.length > 0) || (byMonthDay.length > 0 && isNumbered(rule))
    },
    example: {
      startLocal: '2026-01-05T09:00:00',
      rrule: 'FREQ=YEARLY;BYYEARDAY=200;BYDAY=MO,TH',
      until: '2028-12-31T00:00:00',
      right: ['2027-07-19'],
    },
  },
  {
    name: 'beyond-the-year',
    engine: 'rrule-temporal',
    what: 'A 53rd weekday or a 366th day that the year does not have is found in the year beside it.',
    rfc: 'Recurrence rules may generate recurrence instances with an invalid date (e.g., February 30) … such recurrence instances MUST be ignored and MUST NOT be counted as part of the recurrence set.',
    covers: ({ byDay, byYearDay }) =>
      byDay.some(({ nth }) => Math.abs(nth ?? 0) > 52) || byYearDay.some((day) => Math.abs(day) > 365),
    example: {
      startLocal: '2026-01-05T09:00:00',
      rrule: 'FREQ=YEARLY;BYDAY=53TU',
      until: '2028-01-31T00:00:00',
      right: [],
    },
  },
  {
    name: 'weeks-over-new-year',
    engine: 'rrule-temporal',
    what: 'A day of a week over New Year is given to the year of that week, not to its own, where years are counted.',
    rfc: 'BYSETPOS operates on a set of recurrence instances in one interval of the recurrence rule. … in a YEARLY rule, one year.',
    covers: ({ byWeekNo, interval, bySetPos, byMonth }, startLocal) =>
      byWeekNo.length > 0 &&
      (interval > 1 || bySetPos.length > 0 || byMonth.length > 0 || /-01-0[1-6]T/.test(startLocal)),
    example: {
      startLocal: '2026-06-01T09:00:00',
      rrule: 'FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1;BYDAY=MO',
      until: '2031-06-01T00:00:00',
      right: ['2028-01-03', '2030-12-30'],
    },
  },
  {
    name: 'week-far-away',
    engine: 'rrule-temporal',
    what: 'BYWEEKNO without BYDAY, asked for years after its start, gives another weekday than the start has.',
    rfc: 'Information, not contained in the rule, necessary to determine the various recurrence instance start time and dates are derived from the Start Time (DTSTART) component attribute.',
    covers: ({ byWeekNo, byDay }) => byWeekNo.length > 0 && byDay.length === 0,
    example: {
      startLocal: '2027-03-29T09:00:00',
      rrule: 'FREQ=YEARLY;BYWEEKNO=52',
      until: '2038-01-10T00:00:00',
      right: ['2037-12-21'],
    },
  },
]

/** The known faults of an engine that this case may show. */
export function faultsOf(engine: Engine, { rrule, startLocal }: Case): readonly KnownFault[] {
  const parsed = parseRecurrence(rrule)
  if (!parsed.ok) throw new Error(`The project refuses ${rrule}: ${parsed.part} ${parsed.reason}`)
  return KNOWN_FAULTS.filter((fault) => fault.engine === engine && fault.covers(parsed.rule, startLocal))
}
