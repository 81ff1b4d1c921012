import { describe, expect, test } from 'vitest'
import { mailsOf } from '../../db/queries/outbox.ts'
import { holdsTime, type State } from '../../server/domain/lifecycle.ts'
import { outgoingMailOf } from '../../views/mail/outgoing-mail.ts'
import { calendarClient, type Habit } from './itip-client.ts'
import { type Life, liveThrough } from './itip-life.ts'
import { settings } from './support.ts'

const OPERATIONS = 500
const time = (at: number) => new Date(at).toISOString().slice(0, 16)

/** Every calendar part that a person got, in the order of the outbox. */
function invitationsTo({ db }: Life, personId: number): string[] {
  return mailsOf(db, personId, 1_000_000)
    .toReversed()
    .flatMap((mail) => {
      const { calendar, furtherCalendars = [] } = outgoingMailOf(mail, settings)
      return [...(calendar ? [calendar] : []), ...furtherCalendars].map(({ content }) => content)
    })
}

function calendarOf(life: Life, personId: number, habit: Habit): string[] {
  const client = calendarClient(habit)
  for (const text of invitationsTo(life, personId)) client.apply(text)
  // Each that comes is newer than what came before.
  expect(client.stale()).toBe(0)
  return client.shown().map(({ start, end, status }) => `${time(start)}–${time(end)} ${status}`)
}

interface Row {
  readonly state: State
  readonly start: number
  readonly end: number
}

/** What holds its time in the database, as a calendar shows it. */
function heldBy({ db }: Life, condition: string, id: number): string[] {
  const rows = db.$client
    .prepare(`SELECT state, start_at AS start, end_at AS "end" FROM reservations v WHERE ${condition} ORDER BY 2, 3`)
    .all(id) as Row[]
  return rows
    .filter(({ state }) => holdsTime(state))
    .map(({ state, start, end }) => `${time(start)}–${time(end)} ${state === 'requested' ? 'TENTATIVE' : 'CONFIRMED'}`)
}

const OWN =
  '? IN (SELECT v.requester_id UNION SELECT person_id FROM reservation_participants WHERE reservation_id = v.id)'
const OF_LAB = 'resource_id IN (SELECT id FROM resources WHERE lab_id = ?)'
const WITH_PART = 'EXISTS (SELECT 1 FROM reservation_parts p WHERE p.reservation_id = v.id AND p.resource_id = ?)'

describe.each([1, 2, 3, 4])('after 500 random operations, seed %i', (seed) => {
  const life = liveThrough(OPERATIONS, seed)

  test('much has happened', () => {
    expect([...life.done.values()].reduce((sum, each) => sum + each)).toBeGreaterThan(OPERATIONS / 4)
    expect([...life.done.keys()].length).toBeGreaterThan(15)
  })

  test.each<Habit>(['forgets', 'keeps'])('calendars hold what the database does, one that %s instances', (habit) => {
    const { cast, neighbour, probe } = life
    for (const who of ['researcher', 'colleague', 'company'] as const)
      expect(calendarOf(life, cast[who].id, habit)).toEqual(heldBy(life, OWN, cast[who].id))
    for (const who of ['owner', 'deputy'] as const)
      expect(calendarOf(life, cast[who].id, habit)).toEqual(heldBy(life, OF_LAB, cast.labId))
    expect(calendarOf(life, neighbour, habit)).toEqual(heldBy(life, WITH_PART, probe))
  })
})

test('a mail that gets lost is noticed', () => {
  const life = liveThrough(OPERATIONS, 1)
  const { id } = life.cast.owner
  const all = invitationsTo(life, id)
  const shownWithout = (lost: number) => {
    const client = calendarClient('forgets')
    for (const [i, text] of all.entries()) if (i !== lost) client.apply(text)
    return JSON.stringify(client.shown())
  }
  const last = all.length - 1
  expect(shownWithout(-1)).not.toBe(shownWithout(last))
})
