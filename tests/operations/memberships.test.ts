import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { membershipOf } from '../../db/queries/memberships.ts'
import { accountById, personById, requesterOf } from '../../db/queries/people.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import { insertEntry, standingOn } from '../../db/queries/waiting-list.ts'
import type { Person } from '../../server/domain/person.ts'
import { seenBy } from '../../server/domain/visibility.ts'
import { bookSeries } from '../../server/operations/book-series.ts'
import { actFor, changeAdministrator } from '../../server/operations/decide-membership.ts'
import { endMembership, foreseeLeaving, type Leaving } from '../../server/operations/end-membership.ts'
import { nameSteward, removeSteward } from '../../server/operations/name-steward.ts'
import { addOrganisation, changeActive, changeOrganisation, changeRole } from '../../server/operations/run-cluster.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { at, makeMembership, makeQualification, makeReservation, NOW } from '../support/makers.ts'

let db: Db
let cast: Cast
let away: number
let head: Person
beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
  away = cast.researcher.organisationId
  makeMembership(db, { personId: cast.colleague.id, organisationId: away, isAdministrator: true })
  head = personById(db, cast.colleague.id)!
})
afterEach(() => db.$client.close())

const leaving = (more: Partial<Leaving> = {}): Leaving => ({
  ...{ organisationId: away, personId: cast.researcher.id, choice: 'cancel', successor: '', reason: 'leaves' },
  ...more,
})
const booked = (start: string, more = {}) =>
  makeReservation(db, { resourceId: cast.hplc, requesterId: cast.researcher.id, start: at(start), ...more })
const mailsTo = (personId: number) =>
  db.$client.prepare('SELECT kind FROM outbox WHERE person_id = ? ORDER BY id').pluck().all(personId)
const audited = () =>
  db.$client.prepare('SELECT kind, person_id, about_id, organisation_id FROM audit_events ORDER BY id').raw().all()

describe('the end of a membership', () => {
  test('cancels what was booked for the organisation, with mail, and leaves what was booked for another', () => {
    const own = booked('2026-11-24 10:00')
    const begun = booked('2026-11-20 10:00')
    const other = booked('2026-11-25 10:00', { organisationId: cast.organisationId })
    expect(endMembership(db, head, leaving(), NOW)).toEqual({ ok: true, value: null })
    const states = [own, begun, other].map(({ id }) => reservationById(db, id)!.state)
    expect(states).toEqual(['cancelled', 'confirmed', 'confirmed'])
    expect(mailsTo(cast.researcher.id)).toEqual(['cancelled', 'account-changed'])
    expect(mailsTo(cast.owner.id)).toEqual(['cancelled'])
    expect(db.$client.prepare('SELECT count(*) FROM misses').pluck().get()).toBe(0)
    expect(audited()).toEqual([['membership-ended', head.id, cast.researcher.id, away]])
  })

  test('passes it to a named person: into one calendar, out of the other', () => {
    const { id } = booked('2026-11-24 10:00')
    const wish = leaving({ choice: 'reassign', successor: 'Colleague@demo.test' })
    expect(endMembership(db, head, wish, NOW).ok).toBe(true)
    expect(reservationById(db, id)).toMatchObject({ requesterId: head.id, state: 'confirmed', calendarSequence: 1 })
    expect(mailsTo(cast.researcher.id)).toEqual(['cancelled', 'account-changed'])
    expect(mailsTo(head.id)).toEqual(['confirmed'])
    expect(mailsTo(cast.owner.id)).toEqual(['confirmed'])
  })

  test('passes a series on as one entry: into one calendar, out of the other', () => {
    const wish = {
      ...{ resourceId: cast.hplc, timeZone: 'Europe/Warsaw', startLocal: '2026-11-30T10:00:00', durationMinutes: 60 },
      ...{
        rrule: 'FREQ=DAILY;COUNT=3',
        exdates: [],
        rdates: [],
        units: 1,
        title: 'Runs',
        purpose: 'teaching' as const,
      },
    }
    const leaver = { ...cast.researcher, organisationId: away }
    const series = bookSeries(db, leaver, { ...wish, participantIds: [head.id], onConflict: 'reject' }, NOW)
    if (!series.ok) throw new Error(JSON.stringify(series.refusal))
    db.$client.exec('DELETE FROM outbox')
    expect(endMembership(db, head, leaving({ choice: 'reassign', successor: head.email }), NOW).ok).toBe(true)
    const letters = db.$client
      .prepare(
        "SELECT person_id, kind, payload ->> 'method', payload ->> 'sequence' FROM outbox WHERE kind LIKE 'series-%' ORDER BY id",
      )
      .raw()
      .all()
    const { sequence } = { sequence: series.value.calendarSequence + 2 }
    expect(letters).toEqual([
      [cast.researcher.id, 'series-cancelled', 'CANCEL', sequence],
      [head.id, 'series-changed', 'REQUEST', sequence],
      ...[cast.owner.id, cast.deputy.id].map((id) => [id, 'series-changed', 'REQUEST', sequence]),
    ])
  })

  test.each([
    ['nobody', ''],
    ['somebody of another organisation', 'stranger@demo.test'],
    ['who leaves', 'researcher@demo.test'],
  ])('names %s in vain', (_who, successor) => {
    booked('2026-11-24 10:00')
    const result = endMembership(db, head, leaving({ choice: 'reassign', successor }), NOW)
    expect(result).toMatchObject({ ok: false, refusal: { field: 'successor', reason: 'successor' } })
    expect(membershipOf(db, cast.researcher.id, away)?.state).toBe('active')
  })

  test('gives nobody what they may not use', () => {
    booked('2026-11-24 10:00')
    db.$client.prepare(`UPDATE resources SET qualification_required = 'independent' WHERE id = ?`).run(cast.hplc)
    const wish = leaving({ choice: 'reassign', successor: head.email })
    const refused = { refusal: { reason: 'successor-qualification', values: { resources: 'Chromatograf' } } }
    expect(endMembership(db, head, wish, NOW)).toMatchObject(refused)
    makeQualification(db, { resourceId: cast.hplc, personId: head.id, level: 'independent' })
    expect(endMembership(db, head, wish, NOW).ok).toBe(true)
  })

  test('asks what becomes of reservations, and of labs that would have no owner', () => {
    booked('2026-11-24 10:00')
    expect(endMembership(db, head, leaving({ choice: null }), NOW)).toMatchObject({ refusal: { field: 'choice' } })
    const ofOwner = { organisationId: cast.organisationId, personId: cast.owner.id }
    const foreseen = foreseeLeaving(db, cast.admin, ofOwner, NOW)
    expect(foreseen.ok && foreseen.value.orphanedLabs.map(({ id }) => id)).toEqual([cast.labId])
    const wish = leaving({ ...ofOwner, choice: null })
    expect(endMembership(db, cast.admin, wish, NOW)).toMatchObject({ refusal: { field: 'successor' } })
    expect(endMembership(db, cast.admin, { ...wish, successor: 'deputy@demo.test' }, NOW).ok).toBe(true)
    expect(personById(db, cast.deputy.id)!.stewardOf.get(cast.labId)).toBe('owner')
    expect([personById(db, cast.owner.id), accountById(db, cast.owner.id)!.stewardOf.size]).toEqual([null, 0])
  })

  test('ends the waiting for the organisation and the standing in for others', () => {
    const entry = {
      resourceId: cast.hplc,
      personId: cast.researcher.id,
      start: NOW,
      end: NOW + 1,
      units: 1,
      createdAt: NOW,
    }
    insertEntry(db, { ...entry, organisationId: away, durationMinutes: null })
    expect(endMembership(db, head, leaving({ choice: null }), NOW).ok).toBe(true)
    expect(standingOn(db, [cast.hplc])).toEqual([])
  })

  test('is for who runs the organisation, the cluster, or leaves it', () => {
    const verdicts = [cast.stranger, cast.coordinator, cast.researcher].map(
      (actor) => endMembership(db, actor, leaving({ choice: null }), NOW).ok,
    )
    expect(verdicts).toEqual([false, false, true])
    expect(endMembership(db, cast.admin, leaving({ choice: null }), NOW)).toMatchObject({
      refusal: { kind: 'not-found' },
    })
  })

  test('leaves whoever belongs to another organisation there', () => {
    makeMembership(db, { personId: cast.researcher.id, organisationId: cast.organisationId })
    expect(endMembership(db, head, leaving({ choice: null }), NOW).ok).toBe(true)
    expect(personById(db, cast.researcher.id)!.organisationId).toBe(cast.organisationId)
  })
})

test('an organisation keeps an administrator', () => {
  const last = { refusal: { reason: 'last-administrator' } }
  const part = { organisationId: away, personId: head.id }
  expect(changeAdministrator(db, head, { ...part, isAdministrator: false }, NOW)).toMatchObject(last)
  expect(endMembership(db, head, leaving({ ...part, choice: null }), NOW)).toMatchObject(last)
  const { id: personId } = cast.researcher
  expect(changeAdministrator(db, cast.researcher, { ...part, personId, isAdministrator: true }, NOW).ok).toBe(false)
  expect(changeAdministrator(db, head, { ...part, personId, isAdministrator: true }, NOW).ok).toBe(true)
  expect(changeAdministrator(db, head, { ...part, isAdministrator: false }, NOW).ok).toBe(true)
  expect(personById(db, personId)!.administers).toEqual(new Set([away]))
})

test('the stewards of a lab are named by who runs its organisation, and it keeps an owner', () => {
  const { labId, organisationId, owner, deputy, stranger } = cast
  const name = (who: Person, email: string, role: 'owner' | 'caretaker') =>
    nameSteward(db, who, { labId, email, role }, NOW)
  expect(name(owner, 'stranger@demo.test', 'caretaker')).toMatchObject({ refusal: { kind: 'forbidden' } })
  expect(name(head, 'stranger@demo.test', 'caretaker')).toMatchObject({ refusal: { kind: 'forbidden' } })
  makeMembership(db, { personId: deputy.id, organisationId, isAdministrator: true })
  const runner = personById(db, deputy.id)!
  expect(name(runner, 'stranger@demo.test', 'caretaker').ok).toBe(true)
  expect(personById(db, stranger.id)!.stewardOf.get(labId)).toBe('caretaker')
  expect(name(runner, 'nobody@demo.test', 'caretaker')).toMatchObject({ refusal: { reason: 'unknown-person' } })
  expect(name(runner, 'owner@demo.test', 'caretaker')).toMatchObject({ refusal: { reason: 'last-owner' } })
  expect(removeSteward(db, runner, { labId, personId: owner.id }, NOW)).toMatchObject({
    refusal: { reason: 'last-owner' },
  })
  expect(removeSteward(db, runner, { labId, personId: stranger.id }, NOW).ok).toBe(true)
  expect(personById(db, stranger.id)!.stewardOf.size).toBe(0)
})

describe('who runs the cluster', () => {
  const wish = { namePl: 'Nowa', nameEn: '', kind: 'company', city: '', ror: '', isMember: true } as const

  test('adds and changes organisations, whose ROR is checked and told once', () => {
    const { admin } = cast
    const add = (slug: string, ror: string) => addOrganisation(db, admin, { ...wish, slug, ror }, NOW)
    expect(add('nowa', 'https://ror.org/024zjzd48')).toMatchObject({ refusal: { field: 'ror', reason: 'ror' } })
    expect(add('nowa', '024zjzd49').ok).toBe(true)
    expect(add('nowa', '')).toMatchObject({ refusal: { field: 'slug', reason: 'slug-taken' } })
    expect(add('inna', 'ror.org/024zjzd49')).toMatchObject({ refusal: { reason: 'ror-taken' } })
    expect(add('Zła nazwa', '')).toMatchObject({ refusal: { field: 'slug', reason: 'slug' } })
    expect(changeOrganisation(db, admin, { ...wish, id: away, isMember: false }, NOW).ok).toBe(true)
    expect(addOrganisation(db, head, { ...wish, slug: 'cudza' }, NOW)).toMatchObject({ refusal: { kind: 'forbidden' } })
  })

  test('gives roles and closes accounts, but not their own', () => {
    const { admin, coordinator, researcher } = cast
    expect(changeRole(db, admin, { personId: researcher.id, role: 'coordinator' }, NOW).ok).toBe(true)
    expect(personById(db, researcher.id)!.role).toBe('coordinator')
    expect(changeActive(db, admin, { personId: researcher.id, isActive: false }, NOW).ok).toBe(true)
    expect(accountById(db, researcher.id)).toBeNull()
    expect(changeActive(db, admin, { personId: researcher.id, isActive: true }, NOW).ok).toBe(true)
    expect(changeRole(db, admin, { personId: admin.id, role: 'member' }, NOW)).toMatchObject({
      refusal: { reason: 'own-account' },
    })
    expect(changeRole(db, coordinator, { personId: admin.id, role: 'member' }, NOW)).toMatchObject({
      refusal: { kind: 'forbidden' },
    })
    expect(audited().map((event) => (event as unknown[])[0])).toEqual([
      'role-changed',
      'account-closed',
      'account-opened',
    ])
  })
})

test('nobody changes or takes out what the audit holds', () => {
  endMembership(db, head, leaving({ choice: null }), NOW)
  expect(() => db.$client.exec('UPDATE audit_events SET person_id = 1')).toThrow('audit-append-only')
  expect(() => db.$client.exec('DELETE FROM audit_events')).toThrow('audit-append-only')
})

test('a reservation is judged by the organisation it was made for, whichever its requester acts for', () => {
  const { id } = booked('2026-11-24 10:00')
  const reservation = reservationById(db, id)!
  makeMembership(db, { personId: cast.researcher.id, organisationId: cast.organisationId })
  actFor(db, cast.researcher, cast.organisationId, NOW)
  expect(personById(db, cast.researcher.id)!.organisationId).toBe(cast.organisationId)
  expect(requesterOf(db, reservation)).toMatchObject({ organisationId: away, organisationSlug: 'przyrodniczy' })
  // Who acts for another organisation now sees of it no more than that organisation does; the requester sees their own.
  const resource = { labId: cast.labId }
  expect(seenBy(personById(db, cast.researcher.id), { reservation, resource })).toBe('full')
  makeMembership(db, { personId: head.id, organisationId: cast.organisationId })
  expect(seenBy(personById(db, head.id), { reservation, resource })).toBe('colleague')
  actFor(db, head, cast.organisationId, NOW)
  expect(seenBy(personById(db, head.id), { reservation, resource })).toBe('busy')
})
