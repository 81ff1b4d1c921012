import { expect, test } from 'vitest'
import { can, RESERVATION_VERBS } from '../../server/domain/permissions.ts'
import type { Person } from '../../server/domain/person.ts'
import { viewOf } from '../../server/domain/visibility.ts'
import { aPerson, aReservation, aResource } from '../support/facts.ts'

const LAB = 10
const people: Record<string, Person> = {
  requester: aPerson(),
  owner: aPerson({ id: 1, organisationId: 100, stewardOf: new Map([[LAB, 'owner']]) }),
  deputy: aPerson({ id: 2, organisationId: 100, stewardOf: new Map([[LAB, 'deputy']]) }),
  caretaker: aPerson({ id: 3, organisationId: 100, stewardOf: new Map([[LAB, 'caretaker']]) }),
  colleague: aPerson({ id: 8 }),
  guest: aPerson({ id: 14, organisationId: 300 }),
  'owner of another lab': aPerson({ id: 4, organisationId: 100, stewardOf: new Map([[11, 'owner']]) }),
  stranger: aPerson({ id: 9, organisationId: 300 }),
  company: aPerson({ id: 10, organisationId: 400, organisationKind: 'company' }),
  coordinator: aPerson({ id: 11, organisationId: 500, role: 'coordinator' }),
  administrator: aPerson({ id: 12, organisationId: 500, role: 'administrator' }),
  'coordinator at home': aPerson({ id: 13, role: 'coordinator' }),
}
const place = { reservation: aReservation({ participantIds: [14] }), resource: aResource() }
const detail = {
  ...place.reservation,
  requester: { id: 7, name: 'Researcher', email: 'researcher@demo.test' },
  project: null,
  decidedBy: null,
  participants: [{ id: 14, name: 'Guest', email: 'guest@demo.test' }],
}

test('who may do what, and what each sees', () => {
  const row = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell.padEnd(i === 0 ? 22 : 10))
      .join('')
      .trimEnd()
  const grid = [
    row(['', ...RESERVATION_VERBS, 'sees']),
    ...Object.entries(people).map(([name, person]) =>
      row([
        name,
        ...RESERVATION_VERBS.map((verb) => (can(person, verb, place) ? 'yes' : '·')),
        viewOf(detail, person, place.resource).seen,
      ]),
    ),
  ]
  expect(`\n${grid.join('\n')}\n`).toMatchInlineSnapshot(`
    "
                          see       change    cancel    approve   decline   check-in  check-out sees
    requester             yes       yes       yes       ·         ·         yes       yes       full
    owner                 yes       yes       yes       yes       yes       yes       yes       full
    deputy                yes       yes       yes       yes       yes       yes       yes       full
    caretaker             yes       yes       yes       ·         ·         yes       yes       full
    colleague             yes       ·         ·         ·         ·         ·         ·         colleague
    guest                 yes       ·         ·         ·         ·         ·         ·         full
    owner of another lab  ·         ·         ·         ·         ·         ·         ·         busy
    stranger              ·         ·         ·         ·         ·         ·         ·         busy
    company               ·         ·         ·         ·         ·         ·         ·         busy
    coordinator           ·         ·         ·         ·         ·         ·         ·         busy
    administrator         ·         ·         ·         ·         ·         ·         ·         busy
    coordinator at home   ·         ·         ·         ·         ·         ·         ·         busy
    "
  `)
})

test('nobody decides their own request, steward or not', () => {
  const own = { ...place, reservation: aReservation({ requesterId: 1 }) }
  expect([can(people.owner!, 'approve', own), can(people.owner!, 'decline', own)]).toEqual([false, false])
  expect(can(people.deputy!, 'approve', own)).toBe(true)
})

test('busy time carries nothing but time and units', () => {
  const { start, end } = place.reservation
  for (const viewer of [null, people.stranger!, people.company!, people.coordinator!, people.administrator!])
    expect(viewOf(detail, viewer, place.resource)).toEqual({ seen: 'busy', start, end, units: 1 })
})

test('a colleague reads who and what for, not the note or the words of the decision', () => {
  const view = viewOf({ ...detail, decisionReason: 'because' }, people.colleague!, place.resource)
  expect(view).toMatchObject({
    reservation: { title: 'Protein purity', note: null, decisionReason: null, participants: [], participantIds: [] },
  })
})
