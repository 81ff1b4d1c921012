import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../support/app.ts'
import { makeLab, makeOrganisation, makeResource } from '../support/makers.ts'

let t: TestApp
beforeEach(async () => {
  t = await testApp()
  const far = makeOrganisation(t.db, {
    slug: 'agh',
    namePl: 'Akademia <w> Krakowie',
    nameEn: 'Academy',
    isMember: false,
  })
  const labId = makeLab(t.db, { organisationId: far, slug: 'agh-lab', namePl: 'Pracownia', nameEn: 'Workshop' })
  makeResource(t.db, { labId, namePl: 'Wycofany', status: 'retired' })
})
afterEach(() => t.close())

const page = async (url: string) => (await t.nobody().get(url)).body

describe('labs', () => {
  test('are listed by organisation, those of the cluster', async () => {
    const body = await page('/labs')
    expect(body).toContain('href="/labs/analytics"')
    expect(body).toContain('href="/organisations/politechnika"')
    expect(body).not.toContain('href="/labs/agh-lab"')
    expect(await page('/labs?scope=all')).toContain('href="/labs/agh-lab"')
  })
  test('begin with those one looks after', async () => {
    expect((await t.as('owner').get('/labs')).body).toContain('Opiekujesz się')
    expect((await t.as('researcher').get('/labs')).body).not.toContain('Opiekujesz się')
  })
})

describe('organisations', () => {
  test('are added by a form that says all that is wrong', async () => {
    const wrong = { slug: 'Nie tak', name_pl: ' ', ror: 'ror.org/0' }
    const { statusCode, body } = await t.as('admin').post('/admin/organisations/new', wrong)
    const fields = [...body.matchAll(/ id="(?:f-)?([a-z_]+)-error"/g)].map(([, field]) => field)
    expect([statusCode, ...fields.toSorted()]).toEqual([422, 'name_pl', 'ror', 'slug'])
    expect((await t.as('admin').post('/admin/organisations/new', { slug: 'nowa', name_pl: 'Nowa' })).statusCode).toBe(
      303,
    )
  })
  test('are the members, and apart from them those elsewhere', async () => {
    const body = await page('/organisations')
    const elsewhere = body.indexOf('Spoza klastra')
    expect(body.indexOf('href="/organisations/biomaxima"')).toBeLessThan(elsewhere)
    expect(body.indexOf('href="/organisations/agh"')).toBeGreaterThan(elsewhere)
    expect(body).toContain('Akademia &lt;w&gt; Krakowie')
    expect(body).not.toContain('href="/organisations/urzad-miasta"')
  })
  test('have a page with their labs; what is retired does not count', async () => {
    const body = await page('/organisations/agh')
    expect(body).toContain('href="/labs/agh-lab"')
    expect(body).toContain('1 laboratorium, 0 zasobów')
    expect(body).toContain('nie można tu rezerwować')
    expect(await page('/organisations/politechnika')).toContain('1 laboratorium, 2 zasoby')
  })
  test('without labs say so', async () =>
    expect(await page('/organisations/biomaxima')).toContain('nie dodała jeszcze'))
  test('that are none do not exist', async () => {
    expect((await t.nobody().get('/organisations/nowhere')).statusCode).toBe(404)
  })
})

test('every page has a heading, and one only', async () => {
  for (const url of ['/labs', '/organisations', '/organisations/agh']) {
    const english = await t.nobody().get(url, { 'accept-language': 'en' })
    expect(english.body.match(/<h1/g)).toHaveLength(1)
    expect(english.body).toContain('<html lang="en">')
  }
})
