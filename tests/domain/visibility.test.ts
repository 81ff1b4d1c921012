import { expect, test } from 'vitest'
import type { Person } from '../../server/domain/person.ts'
import { seesProject } from '../../server/domain/project.ts'
import { viewOf } from '../../server/domain/visibility.ts'
import { aPerson, aReservation, aResource } from '../support/facts.ts'

const LAB = 10
const HOME = aPerson().organisationId

/** By how they stand to a reservation of a researcher in lab 10, for a project in which organisation 600 takes part. */
const VIEWERS: Readonly<Record<string, Person | null>> = {
  'its requester': aPerson(),
  'invited along': aPerson({ id: 14, organisationId: 300 }),
  'invited coordinator': aPerson({ id: 15, organisationId: 500, role: 'coordinator' }),
  'owner of the lab': aPerson({ id: 1, organisationId: 100, stewardOf: new Map([[LAB, 'owner']]) }),
  'caretaker of the lab': aPerson({ id: 3, organisationId: 100, stewardOf: new Map([[LAB, 'caretaker']]) }),
  'owner of a lab taken along': aPerson({ id: 4, organisationId: 100, stewardOf: new Map([[12, 'owner']]) }),
  colleague: aPerson({ id: 8 }),
  'runs the requester’s': aPerson({ id: 16, administers: new Set([HOME]) }),
  'runs it, acts for another': aPerson({ id: 17, organisationId: 300, administers: new Set([HOME]) }),
  'runs the owner’s': aPerson({ id: 18, organisationId: 100, administers: new Set([100]) }),
  'of the owner’s': aPerson({ id: 19, organisationId: 100 }),
  'owner of another lab': aPerson({ id: 5, organisationId: 100, stewardOf: new Map([[11, 'owner']]) }),
  'partner in the project': aPerson({ id: 20, organisationId: 600 }),
  'in the project, elsewhere': aPerson({ id: 21, organisationId: 300 }),
  stranger: aPerson({ id: 9, organisationId: 300 }),
  company: aPerson({ id: 10, organisationId: 400, organisationKind: 'company' }),
  'coordinator, who may vote': aPerson({ id: 11, organisationId: 500, role: 'coordinator' }),
  'coordinator at home': aPerson({ id: 13, role: 'coordinator' }),
  administrator: aPerson({ id: 12, organisationId: 500, role: 'administrator' }),
  'administrator at home': aPerson({ id: 22, role: 'administrator' }),
  nobody: null,
}

const project = { code: 'P-1', title: 'Project' }
const reservation = {
  ...aReservation({ participantIds: [14, 15], note: 'Note', decisionReason: 'Reason' }),
  also: [{ resourceId: 2, labId: 12, units: 1 }],
  requester: { id: 7, name: 'Researcher', email: 'researcher@demo.test' },
  project,
  decidedBy: { id: 1, name: 'Owner' },
  participants: [{ id: 14, name: 'Guest', email: 'guest@demo.test' }],
}

const FIELDS = {
  time: 'start',
  units: 'units',
  title: 'title',
  purpose: 'purpose',
  state: 'state',
  who: 'requester',
  for: 'project',
  note: 'note',
  decision: 'decisionReason',
  'by whom': 'decidedBy',
  guests: 'participants',
} as const

/** Whether the field of what the viewer is given says anything. */
function says(viewer: Person | null, field: string): boolean {
  const view = viewOf(reservation as never, viewer, aResource())
  const told = (view.seen === 'busy' ? view : view.reservation) as unknown as Readonly<Record<string, unknown>>
  const value = told[field]
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)
}

test('of a reservation each field reaches whom it is for', () => {
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell.padEnd(i === 0 ? 28 : 9))
      .join('')
      .trimEnd()
  const rows = Object.entries(VIEWERS).map(([name, viewer]) =>
    line([name, ...Object.values(FIELDS).map((field) => (says(viewer, field) ? 'x' : '.'))]),
  )
  expect(`\n${[line(['', ...Object.keys(FIELDS)]), ...rows].join('\n')}\n`).toMatchInlineSnapshot(`
    "
                                time     units    title    purpose  state    who      for      note     decision by whom  guests
    its requester               x        x        x        x        x        x        x        x        x        x        x
    invited along               x        x        x        x        x        x        x        x        x        x        x
    invited coordinator         x        x        x        x        x        x        x        x        x        x        x
    owner of the lab            x        x        x        x        x        x        x        x        x        x        x
    caretaker of the lab        x        x        x        x        x        x        x        x        x        x        x
    owner of a lab taken along  x        x        x        x        x        x        x        x        x        x        x
    colleague                   x        x        x        x        x        x        x        .        .        .        .
    runs the requester’s        x        x        x        x        x        x        x        .        .        .        .
    runs it, acts for another   x        x        .        .        .        .        .        .        .        .        .
    runs the owner’s            x        x        .        .        .        .        .        .        .        .        .
    of the owner’s              x        x        .        .        .        .        .        .        .        .        .
    owner of another lab        x        x        .        .        .        .        .        .        .        .        .
    partner in the project      x        x        .        .        .        .        .        .        .        .        .
    in the project, elsewhere   x        x        .        .        .        .        .        .        .        .        .
    stranger                    x        x        .        .        .        .        .        .        .        .        .
    company                     x        x        .        .        .        .        .        .        .        .        .
    coordinator, who may vote   x        x        .        .        .        .        .        .        .        .        .
    coordinator at home         x        x        .        .        .        .        .        .        .        .        .
    administrator               x        x        .        .        .        .        .        .        .        .        .
    administrator at home       x        x        .        .        .        .        .        .        .        .        .
    nobody                      x        x        .        .        .        .        .        .        .        .        .
    "
  `)
})

test('of a project the title reaches who takes part, the code whoever sees the reservation', () => {
  const whole = {
    organisationId: HOME,
    partnerIds: [600],
    leaderId: 7,
    people: [{ id: 21, name: 'Ola', organisationId: 300 }],
  }
  const seeing = Object.entries(VIEWERS).filter(([, viewer]) => viewer && seesProject(viewer, whole as never))
  expect(seeing.map(([name]) => name)).toMatchInlineSnapshot(`
    [
      "its requester",
      "colleague",
      "runs the requester’s",
      "runs it, acts for another",
      "partner in the project",
      "in the project, elsewhere",
    ]
  `)
})
