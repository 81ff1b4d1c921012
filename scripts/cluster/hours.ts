import type { Db } from '../../db/connect.ts'
import { availabilityRules } from '../../db/schema/index.ts'

type NewRule = typeof availabilityRules.$inferInsert
type Window = Pick<NewRule, 'startLocal' | 'durationMinutes' | 'rrule' | 'audience' | 'label'>

/** Whose hours: a lab's, inherited by everything in it, or one resource's own. */
type Place = { readonly labId: number } | { readonly resourceId: number }

const WEEKDAYS = 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'

/** Opening hours are made up: no public source names any. All of them hold since 2020-01-01, a Wednesday. */
export const HOURS = {
  office: [weekdays('08:00', 10)],
  early: [weekdays('07:30', 8)],
  long: [
    weekdays('07:00', 13),
    { ...weekdays('08:00', 6), startLocal: '2020-01-04T08:00:00', rrule: 'FREQ=WEEKLY;BYDAY=SA' },
  ],
  shifts: [weekdays('06:00', 16)],
  always: [{ startLocal: '2020-01-01T00:00:00', durationMinutes: 1440, rrule: 'FREQ=DAILY', label: exampleLabel() }],
  nights: [{ startLocal: '2020-01-01T22:00:00', durationMinutes: 480, rrule: 'FREQ=DAILY', label: exampleLabel() }],
  producer: [
    { ...weekdays('06:00', 16), audience: 'organisation', label: 'Własny zespół' },
    {
      startLocal: '2020-01-02T08:00:00',
      durationMinutes: 360,
      rrule: 'FREQ=WEEKLY;BYDAY=TU,TH',
      audience: 'everyone',
      label: 'Pozostałe organizacje',
    },
  ],
} as const satisfies Record<string, readonly Window[]>

export type HoursName = keyof typeof HOURS

export function openAt(db: Db, place: Place, hours: HoursName, now: number): void {
  for (const window of HOURS[hours])
    db.insert(availabilityRules)
      .values({ ...place, ...window, effect: 'open', createdAt: now })
      .run()
}

function weekdays(from: string, hours: number) {
  return { startLocal: `2020-01-01T${from}:00`, durationMinutes: hours * 60, rrule: WEEKDAYS, label: exampleLabel() }
}

function exampleLabel() {
  return 'Godziny przykładowe'
}
