import { like } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { resources, resourceTechniques } from '../../db/schema/index.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { at, makeLab, makeOrganisation, makeOutage, makeReservation, makeResource } from '../support/makers.ts'

let t: TestApp

beforeAll(async () => {
  t = await testApp()
  const { db, cast } = t
  db.insert(resourceTechniques).values({ resourceId: cast.tem, technique: 'TEM' }).run()
  db.insert(resourceTechniques).values({ resourceId: cast.hplc, technique: 'HPLC' }).run()
  const elsewhere = makeOrganisation(db, { slug: 'warszawa', namePl: 'Instytut w Warszawie', isMember: false })
  const labId = makeLab(db, { organisationId: elsewhere, slug: 'daleko' }, null)
  makeResource(db, {
    labId,
    slug: 'cryo',
    namePl: 'Kriomikroskop',
    nameEn: 'Cryo microscope',
    sourceUrl: 'https://example.test',
    sourceYear: 2021,
  })
  makeResource(db, {
    labId: cast.labId,
    slug: 'mri',
    namePl: 'Rezonans',
    nameEn: 'MRI',
    status: 'planned',
    sourceUrl: 'https://example.test',
  })
  makeResource(db, {
    labId: cast.labId,
    slug: 'training',
    namePl: 'Łąka doświadczalna',
    nameEn: 'Meadow',
    qualificationRequired: 'supervised',
  })
  makeReservation(db, {
    resourceId: cast.hplc,
    requesterId: cast.colleague.id,
    start: at('2026-11-24 10:00'),
    end: at('2026-11-24 12:00'),
  })
  makeOutage(db, { resourceId: cast.tem, startAt: at('2026-11-26 08:00'), endAt: at('2026-11-26 18:00') })
})
afterAll(() => t.close())

async function page(url: string, actor: 'researcher' | 'owner' | null = null) {
  const answer = await (actor ? t.as(actor) : t.nobody()).get(url)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.body
}

/** Slugs of the entries of a list, in their order. */
const listed = (html: string) => [...html.matchAll(/<h[23]><a href="\/equipment\/([^"]+)"/g)].map((match) => match[1])
/** The count beside a filter. */
const countOf = (html: string, value: string) =>
  Number(new RegExp(`value="${value}"[^>]*><span>[^<]*</span><span class="n">(\\d+)`).exec(html)?.[1])

describe('the catalogue', () => {
  test('lists what the cluster has, in the order of names', async () =>
    expect(listed(await page('/equipment'))).toEqual(['hplc', 'training', 'tem', 'mri']))

  test('says that something lies outside the cluster and shows it when asked', async () => {
    expect(await page('/equipment')).toContain('Poza klastrem pasuje 1 pozycja')
    const html = await page('/equipment?scope=elsewhere')
    expect(listed(html)).toEqual(['cryo'])
    expect(html).toContain('źródło z 2021')
  })

  test('shows an organisation outside the cluster that is asked for by name', async () =>
    expect(listed(await page('/equipment?organisation=warszawa'))).toEqual(['cryo']))

  test.each([
    ['MIKROSK', ['tem']],
    ['laka', ['training']],
    ['hplc', ['hplc']],
    ['analityka', ['hplc', 'training', 'tem', 'mri']],
    ['nic takiego', []],
  ])('finds %s', async (q, slugs) =>
    expect(listed(await page(`/equipment?q=${encodeURIComponent(q)}`)).toSorted()).toEqual(slugs.toSorted()),
  )

  test.each([
    ['technique=TEM', ['tem']],
    ['technique=TEM&technique=HPLC', ['hplc', 'tem']],
    ['kind=room', []],
    ['lab=analytics', ['hplc', 'training', 'tem', 'mri']],
    ['q=mikroskop&technique=HPLC', []],
    ['technique=&organisation=', ['hplc', 'training', 'tem', 'mri']],
  ])('keeps to the filter %s', async (query, slugs) => expect(listed(await page(`/equipment?${query}`))).toEqual(slugs))

  test('counts each filter with the others applied', async () => {
    const html = await page('/equipment?technique=TEM')
    expect(countOf(html, 'TEM')).toBe(1)
    expect(countOf(html, 'HPLC')).toBe(1)
    expect(countOf(html, 'instrument')).toBe(1)
  })

  describe('free between', () => {
    test.each([
      ['all of the time is free', '2026-11-24T12:00', '2026-11-24T13:00', '', ['hplc', 'training', 'tem']],
      ['a part is taken', '2026-11-24T11:00', '2026-11-24T13:00', '', ['training', 'tem']],
      [
        'a part is taken, but an hour is enough',
        '2026-11-24T11:00',
        '2026-11-24T13:00',
        '60',
        ['hplc', 'training', 'tem'],
      ],
      ['the lab is closed', '2026-11-24T17:00', '2026-11-24T19:00', '', []],
      ['two hours, said the other way', '2026-11-24T11:00', '2026-11-24T13:00', 'PT2H', ['training', 'tem']],
      ['an outage takes the day', '2026-11-26', '2026-11-26', '30', ['hplc', 'training']],
      ['the time is past', '2026-11-20T10:00', '2026-11-20T11:00', '', []],
    ])('%s', async (_how, from, to, duration, slugs) => {
      const html = await page(`/equipment?free_from=${from}&free_to=${to}&duration=${duration}`)
      expect(listed(html).toSorted()).toEqual(slugs.toSorted())
    })

    test.each([
      ['free_from=yesterday', 'wpisz dzień i godzinę'],
      ['free_from=2026-11-24T12:00&free_to=2026-11-24T10:00', 'koniec musi być późniejszy'],
      ['free_to=2026-02-30', 'wpisz dzień i godzinę'],
    ])('tells what is wrong with %s', async (query, words) =>
      expect(await page(`/equipment?${query}`)).toContain(words),
    )
  })

  test('never offers to reserve what cannot be', async () => {
    const html = await page('/equipment?scope=elsewhere&scope=cluster')
    const reservable = [...html.matchAll(/reservations\/new\?resource=([a-z]+)/g)].map((match) => match[1])
    expect(new Set(reservable)).toEqual(new Set(['hplc', 'tem', 'training']))
  })

  test('turns pages and keeps the query', async () => {
    const labId = t.cast.labId
    for (let i = 0; i < 30; i++)
      makeResource(t.db, { labId, slug: `many-${i}`, namePl: `Wirówka ${i}`, nameEn: `Centrifuge ${i}` })
    const first = await page('/equipment?q=wirówka')
    expect(listed(first)).toHaveLength(25)
    const next = /rel="next" href="([^"]+)"/.exec(first)![1]!.replaceAll('&amp;', '&')
    expect(listed(await page(next))).toHaveLength(5)
    expect(listed(await page('/equipment?q=wirówka&page=99'))).toHaveLength(5)
    t.db.update(resources).set({ status: 'retired' }).where(like(resources.slug, 'many-%')).run()
    expect(listed(await page('/equipment?q=wirówka'))).toEqual([])
  })
})

describe('the front page', () => {
  test('shows the earliest time of everything that can be had, with the way to take it', async () => {
    const html = await page('/?duration=120', 'researcher')
    expect(listed(html)).toEqual(['hplc', 'tem', 'training'])
    expect(html).toContain('/reservations/new?resource=hplc&amp;start=2026-11-23T08:00&amp;end=2026-11-23T10:00')
    expect(html).toContain('>Zarezerwuj<')
    expect(html).toContain('>Poproś o termin<')
    expect(html).toContain('>Poproś o szkolenie<')
  })

  test('needs no approval and no training from those who look after the lab', async () =>
    expect(await page('/', 'owner')).not.toContain('Poproś o termin'))

  test('leaves out what only the catalogue knows', async () => {
    const html = await page('/')
    expect(html).not.toContain('/equipment/cryo')
    expect(html).not.toContain('/equipment/mri')
  })

  test.each([
    ['q=mikroskop', ['tem']],
    ['mode=approval', ['tem']],
    ['mode=approval&mode=instant', ['hplc', 'tem']],
    ['technique=HPLC', ['hplc']],
    ['duration=100000', ['hplc', 'tem', 'training']],
  ])('keeps to %s', async (query, slugs) => expect(listed(await page(`/?${query}`, 'researcher'))).toEqual(slugs))

  test('tells what is too long to be had', async () => {
    const html = await page('/?duration=4320')
    expect(listed(html)).toEqual([])
    expect(html).toContain('najdłuższa rezerwacja: 8 godzin')
  })

  test('speaks English, too', async () => {
    const answer = await t.nobody().get('/', { 'accept-language': 'en' })
    expect(answer.body).toContain('What do you need?')
  })

  test.each(['duration=-1', 'when=never', 'page=0', 'mode=bogus', 'q=%22', 'q=a&q=b', 'x=1'])(
    'bears %s',
    async (query) => {
      await page(`/?${query}`)
    },
  )
})
