import { insertSession } from '../../db/queries/sessions.ts'
import type { ReservationMail } from '../../server/domain/reservation-mail.ts'
import { hashOf } from '../../server/operations/sign-in.ts'
import type { TestApp } from './app.ts'
import { at, DAY, HOUR, NOW } from './makers.ts'

/** Two universities alike: each has a lab with its people, and everything that people and labs can have. */
export type Side = 'a' | 'b'

/** Who looks: two people of A, who looks after its lab and who runs it; the same of B; a company; who oversees all. */
export const ACTORS = [
  'nobody',
  'ann',
  'adam',
  'ownerA',
  'runnerA',
  'bea',
  'ownerB',
  'company',
  'coordinator',
  'administrator',
] as const
export type Eyes = (typeof ACTORS)[number]

export interface TwoSides {
  readonly people: Readonly<Record<Exclude<Eyes, 'nobody'>, number>>
  /** Names and numbers of what each side has, by the part of an address: `reservation`, `lab`, … */
  readonly things: Readonly<Record<Side, Readonly<Record<string, string>>>>
  /** Every row that belongs to a side, by its table. */
  readonly rows: Readonly<Record<Side, ReadonlyMap<string, readonly number[]>>>
  /** What a request of this actor carries: a browser's cookie. */
  cookiesOf(actor: Eyes): Record<string, string>
  /** The same of a program. */
  tokenOf(actor: Eyes): Record<string, string>
}

type Row = Readonly<Record<string, unknown>>

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** Fills the database of the app. Nothing in it is anybody's but the side's own. */
export function twoSides(t: TestApp): TwoSides {
  const client = t.db.$client
  const rows = { a: new Map<string, number[]>(), b: new Map<string, number[]>() }
  let last = 770_000
  const isNumbered = new Map<string, boolean>()
  const numbered = (table: string): boolean => {
    const known = isNumbered.get(table)
    if (known !== undefined) return known
    const sql = `SELECT 1 FROM pragma_table_info(?) WHERE name = 'id' AND type = 'INTEGER'`
    isNumbered.set(table, client.prepare(sql).get(table) !== undefined)
    return numbered(table)
  }
  // No two things have the same number, whatever they are: one taken for another is then seen.
  const put = (table: string, given: Row) => {
    const row: Row = numbered(table) ? { id: ++last, ...given } : given
    const names = Object.keys(row)
    const sql = `INSERT INTO "${table}" (${names.map((name) => `"${name}"`)}) VALUES (${names.map((name) => `:${name}`)})`
    return Number(client.prepare(sql).run(row).lastInsertRowid)
  }
  const person = (name: string, organisationId: number) => {
    const id = put('people', {
      ...{ email: `${name.toLowerCase()}@demo.test`, name, organisation_id: organisationId },
      created_at: NOW - 100 * DAY,
    })
    put('memberships', { person_id: id, organisation_id: organisationId, since: NOW - 100 * DAY })
    return id
  }
  const { researcher, colleague, stranger, company, coordinator, admin } = t.cast
  const people = {
    ann: researcher.id,
    adam: colleague.id,
    ownerA: person('OwnerA', researcher.organisationId),
    runnerA: person('RunnerA', researcher.organisationId),
    bea: stranger.id,
    ownerB: person('OwnerB', stranger.organisationId),
    company: company.id,
    coordinator: coordinator.id,
    administrator: admin.id,
  }
  for (const [id, organisationId] of [
    [people.runnerA, researcher.organisationId],
    [people.ownerB, stranger.organisationId],
  ])
    client
      .prepare('UPDATE memberships SET is_administrator = 1 WHERE person_id = ? AND organisation_id = ?')
      .run(id, organisationId)
  const own = (side: Side) => (table: string, row: Row) => {
    const id = put(table, row)
    rows[side].set(table, [...(rows[side].get(table) ?? []), id])
    return id
  }
  const { hplc } = t.cast
  const label = client.prepare('SELECT label_code FROM resources WHERE slug = ?').pluck()
  const whose = {
    a: { user: people.ann, owner: people.ownerA, runner: people.runnerA, at: researcher.organisationId, hplc },
    b: { user: people.bea, owner: people.ownerB, runner: people.ownerB, at: stranger.organisationId, hplc },
  }
  const thingsOf = (side: Side) => {
    const filled = fill(own(side), side, whose[side])
    return { ...filled, label: label.get(`machine-${side}`) as string }
  }
  const things = { a: thingsOf('a'), b: thingsOf('b') }
  rows.a.set('organisations', [researcher.organisationId])
  rows.a.set('sessions', [people.ann])
  rows.a.set('people', [people.ann, people.adam, people.ownerA, people.runnerA])
  const secrets = new Map<string, string>()
  const secretOf = (actor: Exclude<Eyes, 'nobody'>, kind: 'browser' | 'token') => {
    const known = secrets.get(`${kind} ${actor}`)
    if (known) return known
    const secret = `${kind}-of-${actor}`
    const expiresAt = NOW + 30 * DAY
    insertSession(t.db, { tokenHash: hashOf(secret), personId: people[actor], kind, now: NOW, expiresAt })
    secrets.set(`${kind} ${actor}`, secret)
    return secret
  }
  return {
    people,
    things,
    rows,
    cookiesOf: (actor) => (actor === 'nobody' ? {} : { session: secretOf(actor, 'browser') }),
    tokenOf: (actor) => (actor === 'nobody' ? {} : { authorization: `Bearer ${secretOf(actor, 'token')}` }),
  }
}

interface Whose {
  readonly user: number
  readonly owner: number
  readonly runner: number
  readonly at: number
  /** Equipment of a third university, which both use. */
  readonly hplc: number
}

/** Everything there is, once. Texts are what the columns ask for; tests write their own over them. */
function fill(own: (table: string, row: Row) => number, side: Side, { user, owner, runner, at: home, hplc }: Whose) {
  const [soon, past] = [at('2026-12-01 10:00'), at('2026-11-17 10:00')]
  const hour = side === 'a' ? 0 : 4 * HOUR
  const lab = own('labs', {
    slug: `lab-${side}`,
    organisation_id: home,
    name_pl: `Lab ${side}`,
    name_en: `Lab ${side}`,
  })
  const labRule = own('availability_rules', {
    ...{ lab_id: lab, effect: 'open', start_local: '2020-01-01T08:00:00', duration_minutes: 600 },
    ...{ rrule: 'FREQ=DAILY', created_at: NOW - 100 * DAY },
  })
  const named = (slug: string) => ({ lab_id: lab, slug, kind: 'instrument', name_pl: slug, name_en: slug })
  const resource = own('resources', {
    ...{ ...named(`machine-${side}`), approval: 'owner', horizon_days: 400, is_publicly_funded: 1, capacity: 2 },
  })
  const accessory = own('resources', { ...named(`probe-${side}`), is_accessory: 1 })
  own('resource_accessories', { resource_id: resource, accessory_id: accessory })
  own('resource_techniques', { resource_id: resource, technique: `technique ${side}` })
  own('stewardships', { lab_id: lab, person_id: owner, role: 'owner' })
  const rule = own('availability_rules', {
    ...{ resource_id: resource, effect: 'open', start_local: '2020-01-01T08:00:00', duration_minutes: 600 },
    ...{ rrule: 'FREQ=DAILY', created_at: NOW - 100 * DAY, created_by_id: owner },
  })
  const quota = own('quotas', {
    ...{ resource_id: resource, per: 'person', measure: 'hours', most: 60_000, period: 'month' },
    ...{ label: 'Quota', created_by_id: owner, created_at: NOW },
  })
  for (const place of ['organisation_id', 'lab_id', 'resource_id'])
    own('setting_events', {
      ...{ [place]: { organisation_id: home, lab_id: lab, resource_id: resource }[place], person_id: owner, at: NOW },
      ...{ kind: 'policy', before: null, after: '{"stepMinutes":30}' },
    })
  const deputy = own('deputyships', {
    ...{ lab_id: lab, person_id: user, start_at: NOW + 100 * DAY, end_at: NOW + 101 * DAY, named_by_id: owner },
  })
  const project = own('projects', {
    ...{ code: `CODE-${side.toUpperCase()}`, title: 'Title', organisation_id: home, leader_id: user },
    ...{ funder: 'Funder', grant_number: 'Grant', start_on: '2026-01-01', end_on: '2027-12-31' },
  })
  own('project_members', { project_id: project, person_id: user })
  const series = own('series', {
    ...{ resource_id: resource, requester_id: user, organisation_id: home, project_id: project, title: 'Title' },
    ...{ purpose: 'own_research', note: 'Note', time_zone: 'Europe/Warsaw', start_local: '2026-12-07T10:00:00' },
    ...{ duration_minutes: 60, rrule: 'FREQ=WEEKLY;COUNT=2', created_at: NOW },
  })
  own('series_skips', { series_id: series, occurrence_local: '2026-12-14T10:00:00', reason: 'chosen' })
  const reserve = (state: string, start: number, more: Row = {}) => {
    const id = own('reservations', {
      ...{ resource_id: resource, requester_id: user, organisation_id: home, project_id: project, units: 1 },
      ...{ start_at: start, end_at: start + HOUR, state, purpose: 'contract_research', title: 'Title', note: 'Note' },
      ...{ created_at: NOW - 10 * DAY, decide_by: state === 'requested' ? start : null, decision_reason: 'Reason' },
      ...{ decided_by_id: state === 'requested' ? null : owner, decided_at: state === 'requested' ? null : NOW - DAY },
      ...more,
    })
    if (!['declined', 'cancelled', 'no_show', 'expired'].includes(state))
      own('claims', {
        ...{ resource_id: more['resource_id'] ?? resource, start_at: start, reservation_id: id },
        ...{ end_at: start + HOUR, units: 1, is_tentative: state === 'requested' ? 1 : 0 },
      })
    return id
  }
  const reservation = reserve('confirmed', soon)
  const request = reserve('requested', soon + DAY)
  const completed = reserve('completed', past)
  const missed = reserve('no_show', past + DAY)
  for (const state of ['declined', 'cancelled']) reserve(state, soon + 2 * DAY)
  reserve('confirmed', at('2026-12-07 10:00'), { series_id: series, occurrence_local: '2026-12-07T10:00:00' })
  // At a third university, where both may look at the calendar.
  for (const [state, start] of [
    ['confirmed', soon],
    ['completed', past],
    ['cancelled', soon],
  ] as const)
    reserve(state, start + hour, { resource_id: hplc })
  for (const about of [reservation, request]) {
    own('reservation_events', { reservation_id: about, person_id: user, kind: 'changed', details: EVENT, at: NOW })
    own('reservation_messages', { reservation_id: about, person_id: user, text: 'Message', at: NOW })
    own('reservation_participants', { reservation_id: about, person_id: owner, added_at: NOW })
  }
  own('reservation_votes', { reservation_id: request, lab_id: null, person_id: owner, reason: 'Vote', at: NOW })
  own('reservation_parts', { reservation_id: reservation, resource_id: accessory })
  own('reminders', { reservation_id: reservation, person_id: user, kind: 'day', at: NOW })
  own('idempotency_keys', {
    ...{ person_id: user, key: `key ${side}`, fingerprint: 'print', reservation_id: reservation, created_at: NOW },
  })
  own('unmet_requests', { resource_id: resource, person_id: user, start_at: soon, end_at: soon + HOUR, asked_at: NOW })
  const usage = own('usages', {
    ...{ resource_id: resource, reservation_id: completed, person_id: user, organisation_id: home, start_at: past },
    ...{ end_at: past + HOUR, created_by_id: owner, reason: 'Reason', import_key: 'key' },
  })
  own('misses', {
    ...{ reservation_id: missed, person_id: user, resource_id: resource, kind: 'no-show', at: past + DAY },
    ...{ excused_by_id: owner, excused_at: NOW, excuse: 'Excuse' },
  })
  const waiting = own('waiting_entries', {
    ...{ resource_id: resource, person_id: user, organisation_id: home, start_at: soon, end_at: soon + HOUR },
    created_at: NOW,
  })
  own('waiting_refusals', { entry_id: waiting, start_at: soon, end_at: soon + HOUR })
  own('holds', {
    ...{ resource_id: resource, person_id: user, start_at: soon + 5 * HOUR, end_at: soon + 6 * HOUR },
    ...{ expires_at: NOW + 30 * 60_000, since_at: NOW },
  })
  const training = own('training_requests', {
    ...{ resource_id: resource, person_id: user, message: 'Message', answer: 'Answer', created_at: NOW },
  })
  const course = reserve('confirmed', soon + 3 * DAY, { requester_id: owner })
  const session = own('training_sessions', { reservation_id: course, places: 3, level: 'supervised' })
  own('training_attendees', { session_id: session, person_id: user, request_id: training })
  own('qualifications', {
    ...{ resource_id: resource, person_id: user, level: 'supervised', granted_by_id: owner, granted_at: NOW - DAY },
  })
  const reading = JSON.stringify(READING)
  own('log_mappings', { resource_id: resource, name: 'Mapping', columns: reading, created_at: NOW })
  const log = own('log_imports', {
    ...{ resource_id: resource, created_by_id: owner, name: 'log.csv', reading, state: 'sent', created_at: NOW },
  })
  own('log_texts', { import_id: log, content: 'Start,End\n2026-11-17 10:00,2026-11-17 11:00\n' })
  const outageRule = own('outage_rules', {
    ...{ resource_id: resource, start_local: '2027-01-04T08:00:00', duration_minutes: 60, rrule: 'FREQ=MONTHLY' },
    ...{ created_by_id: owner, created_at: NOW, written_until: NOW + 400 * DAY },
  })
  const outage = own('outages', {
    ...{ resource_id: resource, start_at: past + 3 * DAY, end_at: past + 3 * DAY + HOUR, kind: 'breakdown' },
    ...{ is_planned: 0, reason: 'Reason', created_by_id: owner, created_at: NOW, work_log: 'Work', done_by_id: owner },
  })
  const fault = own('faults', {
    ...{ resource_id: resource, reporter_id: user, severity: 'limits', words: 'Words', created_at: NOW },
  })
  own('fault_notes', { fault_id: fault, person_id: owner, text: 'Note', at: NOW })
  const file = { resource_id: resource, media_type: 'image/png', content: PIXEL, created_by_id: owner, created_at: NOW }
  const photo = own('documents', { ...file, fault_id: fault, name: 'photo.png' })
  const document = own('documents', { ...file, outage_id: outage, name: 'bill.png' })
  const entity = own('state_aid_entities', {
    ...{ slug: `entity-${side}`, name: 'Entity', organisation_id: home, created_at: NOW },
  })
  own('state_aid_versions', {
    ...{ entity_id: entity, year: 2026, resources: JSON.stringify([{ resourceId: resource, weight: 1 }]) },
    ...{ capacity_hours: 10, person_id: owner, reason: 'Reason', at: NOW },
  })
  own('state_aid_alerts', { entity_id: entity, year: 2026, percent: 15, at: NOW })
  own('utilisation_notes', {
    ...{ resource_id: resource, from_day: '2026-10-01', to_day: '2026-12-01', text: 'Note', person_id: owner, at: NOW },
  })
  const delivery = own('report_deliveries', {
    ...{ person_id: owner, report: 'utilisation', rhythm: 'monthly', format: 'csv', created_at: NOW },
    sent_up_to: '2026-11-01',
  })
  const made = own('report_exports', {
    ...{ person_id: owner, report: 'utilisation', format: 'csv', query: '{}', state: 'ready', created_at: NOW },
  })
  own('report_files', { export_id: made, part: 0, content: Buffer.from(`kept for ${side}`) })
  const feed = own('feeds', { person_id: user, kind: 'me', token_hash: hashOf(`feed-${side}`), created_at: NOW })
  const invitation = own('invitations', {
    ...{ organisation_id: home, email: `guest-${side}@demo.test`, invited_by_id: runner, created_at: NOW },
    ...{ token_hash: hashOf(`invitation-${side}`), expires_at: NOW + 5 * DAY },
  })
  own('sign_ups', {
    ...{ email: `new-${side}@demo.test`, name: 'New', organisation_id: home, locale: 'pl', password_hash: 'x' },
    ...{ token_hash: hashOf(`sign-up-${side}`), created_at: NOW, expires_at: NOW + DAY },
  })
  own('account_links', {
    ...{ person_id: user, kind: 'confirm-email', token_hash: hashOf(`link-${side}`), created_at: NOW },
    ...{ expires_at: NOW + DAY, email: `next-${side}@demo.test` },
  })
  const passkey = own('passkeys', {
    ...{ person_id: user, credential_id: `credential-${side}`, public_key: 'key', name: 'Key', created_at: NOW },
  })
  own('recovery_codes', { person_id: user, code_hash: 'hash' })
  const identity = own('identities', {
    person_id: user,
    issuer: 'https://issuer.test',
    subject: `subject-${side}`,
    created_at: NOW,
  })
  const session2 = hashOf(`a session of ${side}`)
  own('sessions', {
    ...{ token_hash: session2, person_id: user, kind: 'token', label: 'Label', created_at: NOW },
    ...{ expires_at: NOW + DAY, last_seen_at: NOW, address: '192.0.2.1', user_agent: 'Browser' },
  })
  own('audit_events', {
    ...{ at: NOW, person_id: user, kind: 'signed-in', object_kind: 'people', object_id: user, organisation_id: home },
    address: '192.0.2.1',
  })
  own('sign_in_failures', { email: `new-${side}@demo.test`, address: '192.0.2.1', at: NOW })
  const notice = own('outbox', {
    ...{ message_id: `message-${side}`, person_id: user, kind: 'confirmed', created_at: NOW },
    ...{ next_attempt_at: NOW, payload: JSON.stringify(mailOf(reservation, soon)) },
  })
  const numbers = {
    reservation,
    request,
    series,
    usage,
    waiting,
    training,
    session,
    document,
    photo,
    fault,
    outage,
    log,
  }
  const more = {
    passkey,
    identity,
    completed,
    rule,
    labRule,
    quota,
    deputy,
    outageRule,
    delivery,
    made,
    feed,
    invitation,
    notice,
    user,
    owner,
    entity,
  }
  return {
    ...Object.fromEntries(Object.entries({ ...numbers, ...more }).map(([name, id]) => [name, String(id)])),
    lab: `lab-${side}`,
    resource: `machine-${side}`,
    accessory: `probe-${side}`,
    organisation: side === 'a' ? 'przyrodniczy' : 'marii-curie',
    project: `CODE-${side.toUpperCase()}`,
    entitySlug: `entity-${side}`,
    feedToken: `feed-${side}`,
    invitationToken: `invitation-${side}`,
    signUpToken: `sign-up-${side}`,
    linkToken: `link-${side}`,
    session2: session2.slice(0, 16),
  }
}

const EVENT = JSON.stringify({ reason: 'Reason' })

const READING = {
  ...{ start: 'Start', startTime: null, end: 'End', endTime: null, length: null, lengthUnit: 'minutes' },
  ...{ person: null, note: null, format: 'iso', zone: 'Europe/Warsaw' },
}

const NAME = { pl: 'Name', en: 'Name' }

/** What its requester was told of a reservation. */
const mailOf = (reservationId: number, start: number): ReservationMail => ({
  ...{ reservationId, state: 'confirmed', start, end: start + HOUR, previous: null, audience: 'requester' },
  ...{ sequence: 0, method: 'REQUEST', units: 1, title: 'Title', purpose: 'teaching', note: 'Note', project: null },
  ...{ timeZone: 'Europe/Warsaw', requester: { name: 'Name', email: 'name@demo.test', organisation: NAME } },
  ...{ actor: null, reason: 'Reason', decideBy: null },
  resource: { slug: 'machine', name: NAME },
  lab: { slug: 'lab', name: NAME, city: null },
  organisation: { slug: 'organisation', name: NAME },
})
