import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recordAudit } from '../../db/queries/audit.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { DAY, NOW } from '../support/makers.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
  const { db, cast } = t
  db.$client.prepare('UPDATE memberships SET is_administrator = 1 WHERE person_id = ?').run(cast.owner.id)
  const people = (id: number) => ({ kind: 'people', id })
  const at = NOW - DAY
  recordAudit(db, {
    ...{ person: cast.admin, kind: 'role-changed', object: people(cast.owner.id), aboutId: cast.owner.id, at },
    ...{
      organisationId: cast.organisationId,
      address: '192.0.2.7',
      before: { role: 'member' },
      after: { role: 'coordinator' },
    },
  })
  recordAudit(db, {
    ...{
      person: cast.stranger,
      kind: 'profile-changed',
      object: people(cast.stranger.id),
      address: '192.0.2.9',
      at: NOW,
    },
  })
  recordAudit(db, {
    ...{ person: cast.admin, kind: 'token-made', object: people(cast.admin.id), at: NOW - 3 * DAY },
    after: { scope: 'read', days: 30 },
  })
  db.$client
    .prepare(
      `INSERT INTO setting_events (lab_id, person_id, kind, before, after, at) VALUES (?, ?, 'quota-set', NULL, '{"label":"Limit-nocny"}', ?)`,
    )
    .run(cast.labId, cast.owner.id, NOW - 2 * DAY)
})
afterAll(() => t.close())

describe('the audit', () => {
  test('is read by who runs the cluster: settings and the rest as one, with addresses', async () => {
    const { body } = await t.as('admin').get('/admin/audit')
    for (const words of [
      'zmiana roli',
      'rola: użytkownik → koordynator klastra',
      'zakres: tylko odczyt · dni: 30',
      '192.0.2.7',
      'zmiana danych',
      'nowy limit',
      'Analityka',
    ])
      expect(body).toContain(words)
    expect(body).not.toContain('Limit-nocny')
    for (const actor of ['owner', 'coordinator', 'researcher'] as const)
      expect((await t.as(actor).get('/admin/audit')).statusCode).toBe(403)
  })

  test.each([
    ['person=stranger@demo.test', ['profile-changed']],
    ['person=owner@demo.test', ['role-changed', 'quota-set']],
    ['kind=role-changed', ['role-changed']],
    ['object=labs', ['quota-set']],
    ['from=2026-11-22&to=2026-11-23', ['role-changed']],
    ['person=nobody@demo.test', []],
  ])('%s narrows it, in the file, too', async (query, kinds) => {
    const { body } = await t.as('admin').get(`/admin/audit.csv?${query}`)
    const rows = parse(body, { bom: true, columns: true }) as { kind: string }[]
    expect(rows.map(({ kind }) => kind)).toEqual(kinds)
  })

  test('goes on page by page, each event once', async () => {
    const { db, cast } = t
    for (let i = 0; i < 120; i++)
      recordAudit(db, {
        person: cast.colleague,
        kind: 'acting-changed',
        object: { kind: 'people', id: i },
        at: NOW - 9 * DAY - (i % 7),
      })
    let url: string | undefined = '/admin/audit?kind=acting-changed'
    const seen: string[] = []
    for (let pages = 0; url && pages < 5; pages++) {
      const { body } = await t.as('admin').get(url)
      seen.push(...[...body.matchAll(/zmiana organizacji, w której imieniu ktoś działa<\/td>/g)].map(String))
      url = /href="(\/admin\/audit\?[^"]*after=[^"]*)"/.exec(body)?.[1]?.replaceAll('&amp;', '&')
    }
    expect(url).toBeUndefined()
    expect(seen).toHaveLength(120)
  })

  test('of an organisation is read by who runs it, without addresses and names of others', async () => {
    const browser = t.as('owner')
    const { body } = await browser.get('/manage/organisations/politechnika/audit')
    expect(body).toContain('zmiana roli')
    expect(body).toContain('nowy limit')
    expect(body).toContain('ktoś spoza organizacji')
    expect(body).not.toMatch(/192\.0\.2|>admin<|zmiana danych/)
    expect((await browser.get('/manage/organisations/biomaxima/audit')).statusCode).toBe(403)
    expect((await t.as('deputy').get('/manage/organisations/politechnika/audit')).statusCode).toBe(403)
  })

  test('shows each person what concerns them', async () => {
    const owner = await t.as('owner').get('/account/activity')
    expect(owner.body).toContain('zmiana roli')
    expect(owner.body).not.toMatch(/192\.0\.2|zmiana danych/)
    const stranger = await t.as('stranger').get('/account/activity')
    expect(stranger.body).toContain('192.0.2.9')
    expect(stranger.body).not.toContain('zmiana roli')
  })

  test('tells of what stewards did to one’s reservations', async () => {
    const time = { start: '2026-12-09T10:00:00+01:00', end: '2026-12-09T12:00:00+01:00' }
    const wish = { resource: 'tem', ...time, title: 'Tytuł-tajny', purpose: 'own_research' }
    const { id } = (await t.api('researcher')('POST', '/reservations', wish)).json()
    await t.api('owner')('POST', `/reservations/${id}/decline`, { reason: 'Powód-tajny' })
    const { body } = await t.as('researcher').get('/account/activity')
    expect(body).toContain('odmowa rezerwacji')
    expect(body).toContain(`/reservations/${id}`)
    expect(body).not.toMatch(/Tytuł-tajny|Powód-tajny/)
    expect((await t.as('stranger').get('/account/activity')).body).not.toContain('odmowa rezerwacji')
  })

  test('notes who signs in and out', async () => {
    const browser = t.as('colleague')
    await browser.post('/sign-out')
    const kinds = t.db.$client
      .prepare('SELECT kind FROM audit_events WHERE person_id = ? AND at >= ?')
      .pluck()
      .all(t.cast.colleague.id, NOW)
    expect(kinds).toEqual(['signed-out'])
  })
})
