import { beforeEach, describe, expect, test } from 'vitest'
import { insertDeputyship } from '../../db/queries/deputyships.ts'
import { recordMiss } from '../../db/queries/misses.ts'
import { reservationById, reservationDetail } from '../../db/queries/reservations.ts'
import { changeReservation } from '../../server/operations/change-reservation.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { DAY, HOUR, makeLab, makeOutage, makeProject, makeReservation, makeResource, NOW } from '../support/makers.ts'

let t: TestApp
beforeEach(async () => {
  t = await testApp()
  return () => t.close()
})

/** Requests of the researcher, an hour each on days of their own, all within the hours. */
const ask = (nth: number, more: object = {}) =>
  makeReservation(t.db, {
    ...{ resourceId: t.cast.tem, requesterId: t.cast.researcher.id, state: 'requested', title: `Request ${nth}` },
    ...{ start: NOW + DAY + nth * 4 * HOUR, end: NOW + DAY + nth * 4 * HOUR + HOUR, decideBy: NOW + 20 * HOUR },
    ...more,
  })
const stateOf = ({ id }: { id: number }) => reservationById(t.db, id)?.state
const pick = (...requests: { id: number }[]) => Object.fromEntries(requests.map(({ id }) => [`request_${id}`, '1']))

describe('deciding many at once', () => {
  test('approves all that are picked, and nothing else', async () => {
    const [first, second, third] = [ask(0), ask(1), ask(6)]
    const answer = await t.as('owner').post('/approvals/decisions', { ...pick(first, third), decision: 'approve' })
    expect(answer.headers.location).toBe('/approvals?approved=2&of=many')
    expect([first, second, third].map(stateOf)).toEqual(['confirmed', 'requested', 'confirmed'])
    const page = await t.as('owner').get('/approvals?approved=2&of=many')
    expect(page.body).toContain('Zaakceptowano 2 prośby.')
  })

  test('tells which no longer fit, leaves them, and decides the rest', async () => {
    const [first, second] = [ask(0), ask(1), ask(2)]
    makeOutage(t.db, { resourceId: t.cast.tem, startAt: first.start, endAt: first.end })
    const answer = await t.as('owner').post('/approvals/decisions', { ...pick(first, second), decision: 'approve' })
    expect(answer.statusCode).toBe(409)
    expect(answer.body).toContain('1 prośba została bez decyzji')
    expect(answer.body).toContain('Request 0: ')
    expect(answer.body).toMatch(new RegExp(`name="request_${first.id}"[^>]*checked`))
    expect([first, second].map(stateOf)).toEqual(['requested', 'confirmed'])
  })

  test('declines with one reason for all, and without one declines none and keeps what was picked', async () => {
    const [first, second] = [ask(0), ask(1)]
    const decline = (reason: string) =>
      t.as('owner').post('/approvals/decisions', { ...pick(first, second), decision: 'decline', reason })
    const refused = await decline(' ')
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toMatch(new RegExp(`name="request_${second.id}"[^>]*checked`))
    expect([first, second].map(stateOf)).toEqual(['requested', 'requested'])
    expect((await decline('The column is out')).statusCode).toBe(303)
    expect([first, second].map((each) => reservationById(t.db, each.id))).toMatchObject([
      { state: 'declined', decisionReason: 'The column is out' },
      { state: 'declined', decisionReason: 'The column is out' },
    ])
    ask(7)
    expect((await t.as('owner').get('/approvals')).body).toContain('<option value="The column is out">')
    expect((await t.as('deputy').get('/approvals')).body).not.toContain('The column is out')
  })

  test('of none picked asks to pick', async () => {
    const answer = await t.as('owner').post('/approvals/decisions', { decision: 'approve' })
    expect(answer.statusCode).toBe(422)
  })

  test('says nothing of what is not theirs to see', async () => {
    const request = ask(0)
    const lab = t.cast.labId
    t.db.$client.prepare('DELETE FROM stewardships WHERE person_id = ?').run(t.cast.deputy.id)
    insertDeputyship(t.db, {
      labId: lab,
      personId: t.cast.stranger.id,
      namedById: t.cast.owner.id,
      start: NOW,
      end: NOW + 1,
    })
    t.db.$client
      .prepare(
        "INSERT INTO labs (organisation_id, slug, name_pl, name_en) SELECT organisation_id, 'other', 'x', 'x' FROM labs",
      )
      .run()
    t.db.$client
      .prepare(
        "INSERT INTO stewardships (lab_id, person_id, role) SELECT id, ?, 'owner' FROM labs WHERE slug = 'other'",
      )
      .run(t.cast.stranger.id)
    t.clock.now = NOW + 1
    const answer = await t.as('stranger').post('/approvals/decisions', { ...pick(request), decision: 'approve' })
    expect(answer.statusCode).toBe(409)
    expect(answer.body).not.toContain('Request 0')
    expect(stateOf(request)).toBe('requested')
  })

  test('two at once: one wins, the other is told', async () => {
    const request = ask(0)
    const decide = (who: 'owner' | 'deputy', decision: string) =>
      t.as(who).post(`/reservations/${request.id}/decision`, { decision, reason: 'No' })
    const answers = await Promise.all([decide('owner', 'approve'), decide('deputy', 'decline')])
    expect(answers.map((each) => each.statusCode).toSorted()).toEqual([303, 409])
    const late = answers.find((each) => each.statusCode === 409)!
    expect(late.body).toContain('Nie zapisano decyzji')
  })
})

describe('a card', () => {
  test('tells how the requester has kept to reservations here, excused misses aside', async () => {
    const past = [1, 2, 3, 4].map((week) =>
      makeReservation(t.db, {
        ...{ resourceId: t.cast.tem, requesterId: t.cast.researcher.id, start: NOW - week * 7 * DAY },
        ...{ state: week < 3 ? 'completed' : 'no_show' },
      }),
    )
    for (const { id } of past.slice(2))
      recordMiss(t.db, {
        ...{
          reservationId: id,
          personId: t.cast.researcher.id,
          resourceId: t.cast.tem,
          kind: 'no-show',
          at: NOW - DAY,
        },
      })
    t.db.$client.prepare('UPDATE misses SET excused_at = ? WHERE reservation_id = ?').run(NOW, past[3]!.id)
    ask(0)
    const { body } = await t.as('owner').get('/approvals')
    expect(body).toContain('2 ukończone rezerwacje tu w ostatnim roku, 1 niestawienie się')
  })

  test('tells what it takes of the limits of its requester', async () => {
    t.db.$client
      .prepare(
        "INSERT INTO quotas (resource_id, per, measure, most, period, created_at) VALUES (?, 'person', 'hours', 480, 'week', 0)",
      )
      .run(t.cast.tem)
    ask(0)
    ask(6)
    const { body } = await t.as('owner').get('/approvals')
    expect(body).toMatch(/poza tą prośbą 1\sh, z nią jeszcze 1\sh/)
  })

  test('tells of the limits that others share for the request that stands open', async () => {
    t.db.$client
      .prepare(
        "INSERT INTO quotas (resource_id, per, measure, most, period, created_at) VALUES (?, 'organisation', 'hours', 480, 'week', 0)",
      )
      .run(t.cast.tem)
    ask(0)
    ask(1, { requesterId: t.cast.colleague.id, organisationId: t.cast.researcher.organisationId })
    const { body } = await t.as('owner').get('/approvals')
    expect(body.match(/poza tą prośbą 1\sh, z nią jeszcze 1\sh/g)).toHaveLength(1)
  })

  test('shows what was approved and what is asked for now', async () => {
    const approved = makeReservation(t.db, { resourceId: t.cast.tem, requesterId: t.cast.researcher.id })
    const later = { start: approved.start + HOUR, end: approved.end + HOUR }
    expect(changeReservation(t.db, t.cast.researcher, approved.id, later, approved.version, NOW)).toMatchObject({
      value: { state: 'requested' },
    })
    const { body } = await t.as('owner').get('/approvals')
    expect(body).toMatch(/zaakceptowano <del>[^<]+<\/del><br> teraz <ins>|zaakceptowano <del>/)
  })

  test('says what connects the reader with the request', async () => {
    const body = async () => (await t.as('owner').get('/approvals')).body
    ask(0)
    expect(await body()).not.toContain('z twojej instytucji')
    ask(6, { organisationId: t.cast.organisationId })
    expect(await body()).toContain('Wnioskodawca jest z twojej instytucji.')
    expect(await body()).not.toMatch(/wspólny projekt|dotyczy też ciebie/)
    makeProject(t.db, 'SHARED', t.cast.organisationId, [t.cast.owner.id, t.cast.researcher.id])
    expect(await body()).toContain('Masz z wnioskodawcą wspólny projekt')
    t.db.$client.exec('UPDATE resources SET capacity = 2')
    ask(0, { requesterId: t.cast.owner.id })
    expect(await body()).toContain('To dotyczy też ciebie')
  })

  test('puts those who ask for the same time side by side', async () => {
    const many = makeResource(t.db, { labId: t.cast.labId, slug: 'many', capacity: 3, approval: 'owner' })
    const first = ask(0, { resourceId: many })
    ask(0, { resourceId: many, requesterId: t.cast.company.id, title: 'Rival', organisationId: t.cast.organisationId })
    const { body } = await t.as('owner').get('/approvals')
    expect(body).toContain(`<a href="/approvals?open=${first.id}#request-${first.id}">researcher</a>`)
    expect(body).toContain('prosi też właściciel aparatu')
  })

  test('stands on the page that its link names, though many are more urgent', async () => {
    for (let nth = 0; nth < 30; nth++) ask(nth * 6)
    const last = ask(200, { decideBy: NOW + 40 * DAY, title: 'The last one' })
    const first = await t.as('owner').get('/approvals')
    expect(first.body).toContain('31 próśb')
    expect(first.body).not.toContain('The last one')
    expect((await t.as('owner').get(`/approvals?open=${last.id}`)).body).toContain('The last one')
    expect((await t.as('owner').get('/approvals?page=2')).body).toContain('The last one')
    expect((await t.as('owner').get('/approvals?page=99')).body).toContain('The last one')
  })
})

describe('a question', () => {
  test('goes to the requester, the answer to those who decide, and both stay with the reservation', async () => {
    const request = ask(0)
    const path = `/reservations/${request.id}/messages`
    const asked = await t.as('owner').post(path, { text: 'Which sample?', back: 'approvals' })
    expect(asked.headers.location).toBe(`/approvals?asked=1&open=${request.id}#request-${request.id}`)
    expect((await t.as('researcher').post(path, { text: 'Steel <b>3</b>' })).statusCode).toBe(303)
    const mails = t.db.$client
      .prepare(`SELECT p.name, o.kind, o.payload ->> 'words' AS words FROM outbox o JOIN people p ON p.id = o.person_id
                ORDER BY o.id`)
      .all()
    expect(mails).toEqual([
      { name: 'researcher', kind: 'question', words: 'Which sample?' },
      { name: 'owner', kind: 'answer', words: 'Steel <b>3</b>' },
      { name: 'deputy', kind: 'answer', words: 'Steel <b>3</b>' },
    ])
    const { body } = await t.as('researcher').get(`/reservations/${request.id}`)
    expect(body).toContain('Which sample?')
    expect(body).toContain('Steel &lt;b&gt;3&lt;/b&gt;')
    expect((await t.as('owner').get('/approvals')).body).toContain('Pytania: 2 wiadomości')
    expect(reservationDetail(t.db, request.id)).toMatchObject({ decideBy: request.decideBy, version: request.version })
  })

  test.each([
    ['colleague', 403],
    ['stranger', 404],
    ['coordinator', 404],
  ] as const)('is none of the business of the %s', async (who, status) => {
    const request = ask(0)
    await t.as('owner').post(`/reservations/${request.id}/messages`, { text: 'Secret sample' })
    expect((await t.as(who).post(`/reservations/${request.id}/messages`, { text: 'Hm' })).statusCode).toBe(status)
    expect((await t.as(who).get(`/reservations/${request.id}`)).body).not.toContain('Secret sample')
  })

  test('needs words, and keeps what was typed', async () => {
    const request = ask(0)
    const send = (text: string) => t.as('researcher').post(`/reservations/${request.id}/messages`, { text })
    expect((await send('  ')).statusCode).toBe(422)
    const long = await send('a'.repeat(2001))
    expect(long.statusCode).toBe(422)
    expect(long.body).toContain('a'.repeat(2001))
    expect(long.body).toContain('najwięcej 2000 znaków')
  })
})

test('questions go through the API, too', async () => {
  const request = ask(0)
  const path = `/reservations/${request.id}/messages`
  const asked = await t.api('owner')('POST', path, { text: 'Which sample?' })
  expect([asked.statusCode, asked.json()]).toMatchObject([201, { items: [{ person: 'owner', text: 'Which sample?' }] }])
  expect((await t.api('researcher')('GET', path)).json().items).toHaveLength(1)
  const statuses = await Promise.all(
    (['colleague', 'stranger', null] as const).map(async (who) => (await t.api(who)('GET', path)).statusCode),
  )
  expect(statuses).toEqual([403, 404, 401])
  expect((await t.api('owner')('POST', path, { text: ' ' })).statusCode).toBe(422)
})

describe('where more than one has to agree', () => {
  const route = (routing: string) =>
    t.db.$client.prepare("UPDATE resources SET policy = ? WHERE slug = 'tem'").run(JSON.stringify({ routing }))

  test('the inbox and the reservation say who has, to those it concerns', async () => {
    route('all-labs')
    const labId = makeLab(t.db, { organisationId: t.cast.organisationId, namePl: 'Pracownia sond', nameEn: 'Probes' })
    const probe = makeResource(t.db, { labId, approval: 'owner' })
    t.db.$client
      .prepare("INSERT INTO stewardships (lab_id, person_id, role) VALUES (?, ?, 'owner')")
      .run(labId, t.cast.stranger.id)
    const request = ask(0, { also: [{ resourceId: probe, units: 1, labId }] })
    const inbox = (await t.as('stranger').get('/approvals')).body
    expect(inbox).toContain('Analityka: czeka na decyzję')
    const sent = await t.as('owner').post(`/reservations/${request.id}/decision`, { decision: 'approve', note: 'Fine' })
    expect(sent.headers.location).toBe(`/approvals?agreed=${request.id}`)
    const after = (await t.as('owner').get(`${sent.headers.location}`)).body
    expect(after).toContain('Prośba czeka jeszcze na decyzję innych.')
    expect(after).not.toContain('Request 0')
    const twice = await t.as('deputy').post(`/reservations/${request.id}/decision`, { decision: 'approve' })
    expect([twice.statusCode, twice.body.includes('Ktoś z twojej strony już się zgodził')]).toEqual([409, true])
    for (const who of ['researcher', 'stranger', 'caretaker'] as const) {
      const page = (await t.as(who).get(`/reservations/${request.id}`)).body
      expect(page).toContain('Analityka: zgoda (owner): „Fine”')
      expect(page).toContain('Pracownia sond: czeka na decyzję')
    }
    expect((await t.as('colleague').get(`/reservations/${request.id}`)).body).not.toContain('Pracownia sond: czeka')
    const out = await t.api('researcher')('GET', `/reservations/${request.id}`)
    expect(out.json()).toMatchObject({ votes: [{ lab: 'analytics', person: { name: 'owner' }, note: 'Fine' }] })
    const last = await t.as('stranger').post('/approvals/decisions', { ...pick(request), decision: 'approve' })
    expect(last.headers.location).toBe('/approvals?approved=1&of=many')
    expect(stateOf(request)).toBe('confirmed')
  })

  test('the coordinator decides economic use by hours, organisation and purpose', async () => {
    const coordinator = t.as('coordinator')
    expect((await coordinator.get('/approvals')).body).toContain('Nic nie czeka')
    route('economic-coordinator')
    const request = ask(0, { title: 'Poufne', note: 'Tajne', purpose: 'service' })
    expect((await coordinator.get('/approvals')).body).toContain('Nic nie czeka')
    const agreed = await t.api('owner')('POST', `/reservations/${request.id}/approve`, { note: 'Tajne, ale dobre' })
    expect([agreed.statusCode, agreed.json().state, agreed.json().waits_for]).toEqual([
      200,
      'requested',
      [{ lab: null }],
    ])
    const inbox = await coordinator.get('/approvals')
    expect(inbox.body).toContain('przyrodniczy')
    expect(inbox.body).toContain('data-request')
    const listed = await t.api('coordinator')('GET', '/approvals')
    expect(listed.json().items).toMatchObject([{ id: request.id, title: null, note: null, requester: null }])
    for (const { body } of [inbox, listed]) expect(body).not.toMatch(/Poufne|Tajne|researcher/)
    expect((await coordinator.get(`/reservations/${request.id}`)).statusCode).toBe(404)
    const refused = await coordinator.post(`/reservations/${request.id}/decision`, { decision: 'decline', reason: '' })
    expect([refused.statusCode, refused.body.includes('Poufne')]).toEqual([422, false])
    const answer = await t.api('coordinator')('POST', `/reservations/${request.id}/approve`, {})
    expect([answer.statusCode, answer.json().state, answer.json().title]).toEqual([200, 'confirmed', null])
  })

  test('the coordinator is told what no longer fits by equipment and time, and nothing of what is not theirs', async () => {
    route('economic-coordinator')
    const [first, second, foreign] = [ask(0), ask(1), ask(2)]
    for (const { id } of [first, second]) {
      t.db.$client.prepare("UPDATE reservations SET purpose = 'service', title = 'Poufne' WHERE id = ?").run(id)
      await t.as('owner').post(`/reservations/${id}/decision`, { decision: 'approve' })
    }
    makeOutage(t.db, { resourceId: t.cast.tem, startAt: first.start, endAt: first.end })
    const all = { ...pick(first, second, foreign), decision: 'approve' }
    const { statusCode, body } = await t.as('coordinator').post('/approvals/decisions', all)
    expect([statusCode, stateOf(first), stateOf(second), stateOf(foreign)]).toEqual([
      ...[409, 'requested', 'confirmed', 'requested'],
    ])
    expect(body).toMatch(/<li>Mikroskop, [^<]+: Aparat jest w tym czasie wyłączony/)
    expect(body).not.toMatch(/Poufne|Request|researcher/)
  })

  test('the coordinator decides a series through the API, without its title', async () => {
    route('economic-coordinator')
    const wish = {
      ...{ resource: 'tem', dtstart: '2026-12-07T10:00:00', duration: 'PT1H', rrule: 'FREQ=DAILY;COUNT=3' },
      ...{ title: 'Poufne', note: 'Tajne', purpose: 'service' },
    }
    const { id } = (await t.api('company')('POST', '/series', wish)).json()
    const decide = (who: 'owner' | 'coordinator' | 'stranger') =>
      t.api(who)('POST', `/series/${id}/approve`, { note: 'Fine' })
    expect((await decide('coordinator')).statusCode).toBe(404)
    expect((await decide('owner')).json()).toMatchObject({
      title: 'Poufne',
      occurrences: [{ state: 'requested' }, {}, {}],
    })
    expect((await decide('stranger')).statusCode).toBe(404)
    const last = await decide('coordinator')
    expect([last.statusCode, last.json()]).toMatchObject([
      200,
      { title: null, note: null, requester: null, occurrences: Array(3).fill({ state: 'confirmed' }) },
    ])
    expect(last.body).not.toMatch(/Poufne|Tajne|company/)
    expect((await t.api('coordinator')('GET', `/series/${id}`)).statusCode).toBe(404)
  })
})

test('a steward who changes somebody’s reservation says why, and the requester reads it', async () => {
  const reservation = ask(0, { state: 'confirmed', decideBy: null })
  const owner = t.as('owner')
  const form = await owner.get(`/reservations/${reservation.id}/edit`)
  expect(form.body).toContain('Powód zmiany')
  expect(form.body).toContain('Przeczyta go researcher.')
  const own = await t.as('researcher').get(`/reservations/${reservation.id}/edit`)
  expect(own.body).not.toContain('Przeczyta go')
  const fields = { date: '2026-11-24', start: '08:00', end_date: '2026-11-24', end: '09:00', title: 'Request 0' }
  const sent = { ...fields, purpose: 'teaching', units: '1', version: '1' }
  const refused = await owner.post(`/reservations/${reservation.id}`, sent)
  expect([refused.statusCode, refused.body.includes('Napisz, dlaczego')]).toEqual([422, true])
  const unsaid = await t.as('researcher').post(`/reservations/${reservation.id}`, sent)
  expect([unsaid.statusCode, unsaid.body.includes('Cel był potwierdzony')]).toEqual([422, true])
  const saved = await owner.post(`/reservations/${reservation.id}`, { ...sent, reason: 'It is a class' })
  expect(saved.statusCode).toBe(303)
  const mails = t.db.$client.prepare("SELECT person_id, payload ->> 'reason' AS reason FROM outbox").all()
  expect(mails).toEqual([{ person_id: t.cast.researcher.id, reason: 'It is a class' }])
  expect((await t.as('researcher').get(`/reservations/${reservation.id}`)).body).toContain('„It is a class”')
})
