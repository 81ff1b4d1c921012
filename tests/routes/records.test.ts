import jsonld from 'jsonld'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { settingEventsOf } from '../../db/queries/setting-events.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { PROFILE } from '../support/datacite-profile.ts'
import { at, HOUR, makeReservation } from '../support/makers.ts'

let t: TestApp
const HOSTILE = `Zażółć & <script>alert("1")</script> 'x' ]]> \u0001 </script><!-- \u{1F52C}`

beforeAll(async () => {
  t = await testApp()
  t.db.$client.exec("UPDATE people SET locale = 'en'")
})
afterAll(() => t.close())

const path = '/manage/resources/tem/record'
const pidinst = async (slug = 'tem') => (await t.nobody().get(`/equipment/${slug}.json`)).json()
const datacite = async (slug = 'tem') => (await t.nobody().get(`/equipment/${slug}.xml`)).body
const set = (columns: string) => t.db.$client.exec(`UPDATE resources SET ${columns} WHERE slug = 'tem'`)

const FULL = {
  identifier: 'https://doi.org/10.5442/NI000001',
  serialNumber: 'SN-7',
  inventoryNumber: 'IV/8/0012',
  manufacturerRor: 'https://ror.org/03yrm5c26',
  commissionedOn: '2019-05-31',
  measuredVariables: 'thickness\n\n morphology ',
  alternateIdentifiers: 'Invoice: FV/12/2019',
  relatedIdentifiers: 'isdescribedby: https://doi.org/10.1234/manual\nWasUsedIn: 20.1000/5555',
  contactName: 'Anna Nowak',
  contactEmail: 'tem@pollub.example',
  contactOrcid: '0000-0002-1825-0097',
  polonType: 'research_apparatus',
  polonStatus: 'in_use',
  outlaysPln: '1 250 000,50',
  fundingSources: 'POIR\nown funds',
  durableUntil: '2027-12-31',
  technicalData: '200 kV, LaB6',
  technicalYear: '2018',
}

describe('the record as PIDINST', () => {
  test('has every mandatory property of a resource of which little is known', async () => {
    expect(await pidinst('hplc')).toEqual({
      Identifier: { identifierValue: 'http://localhost:3000/equipment/hplc', identifierType: 'URL' },
      SchemaVersion: '1.0',
      LandingPage: 'http://localhost:3000/equipment/hplc',
      Name: 'Chromatograph',
      Owner: [{ ownerName: 'politechnika' }],
      Manufacturer: [{ manufacturerName: ':unav' }],
    })
  })

  test('is JSON for everybody, and 304 to who has it', async () => {
    const { headers, statusCode } = await t.nobody().get('/equipment/hplc.json')
    expect([statusCode, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8'])
    const again = await t.nobody().get('/equipment/hplc.json', { 'if-none-match': String(headers['etag']) })
    expect(again.statusCode).toBe(304)
    for (const url of ['/equipment/none.json', '/equipment/none.xml'])
      expect((await t.nobody().get(url)).statusCode).toBe(404)
  })

  test('tells what a steward entered', async () => {
    expect((await t.as('caretaker').post(path, FULL)).headers.location).toBe(`${path}?saved=1`)
    set(`manufacturer = 'JEOL', model = 'JEM-2100', description = 'Electrons'`)
    t.db.$client.exec("UPDATE organisations SET ror = '024zjzd49' WHERE slug = 'politechnika'")
    expect(await pidinst()).toMatchObject({
      Identifier: { identifierValue: '10.5442/NI000001', identifierType: 'DOI' },
      Owner: [{ ownerName: 'politechnika', ownerContact: 'tem@pollub.example' }],
      Manufacturer: [
        {
          manufacturerName: 'JEOL',
          manufacturerIdentifier: {
            manufacturerIdentifierValue: 'https://ror.org/03yrm5c26',
            manufacturerIdentifierType: 'ROR',
          },
        },
      ],
      Model: { modelName: 'JEM-2100' },
      Description: 'Electrons',
      MeasuredVariable: ['thickness', 'morphology'],
      Date: [{ dateValue: '2019-05-31', dateType: 'Commissioned' }],
      RelatedIdentifier: [
        { relatedIdentifierValue: '10.1234/manual', relatedIdentifierType: 'DOI', relationType: 'IsDescribedBy' },
        { relatedIdentifierValue: '20.1000/5555', relatedIdentifierType: 'Handle', relationType: 'WasUsedIn' },
      ],
      AlternateIdentifier: [
        { alternateIdentifierValue: 'SN-7', alternateIdentifierType: 'SerialNumber' },
        { alternateIdentifierValue: 'IV/8/0012', alternateIdentifierType: 'InventoryNumber' },
        {
          alternateIdentifierValue: 'FV/12/2019',
          alternateIdentifierType: 'Other',
          alternateIdentifierName: 'Invoice',
        },
      ],
    })
  })

  test('links a part with what holds it, both ways', async () => {
    const { tem, hplc } = t.cast
    t.db.$client.exec(`UPDATE resources SET parent_id = ${tem} WHERE id = ${hplc}`)
    const related = async (slug: string) => (await pidinst(slug)).RelatedIdentifier
    expect(await related('hplc')).toEqual([
      { relatedIdentifierValue: '10.5442/NI000001', relatedIdentifierType: 'DOI', relationType: 'IsComponentOf' },
    ])
    expect(await related('tem')).toContainEqual({
      relatedIdentifierValue: 'http://localhost:3000/equipment/hplc',
      relatedIdentifierType: 'URL',
      relationType: 'HasComponent',
    })
    t.db.$client.exec(`UPDATE resources SET parent_id = NULL WHERE id = ${hplc}`)
  })
})

describe('the record as DataCite', () => {
  const faults = async (xml: string) => {
    const { errors } = await validateXML({
      xml: [{ fileName: 'record.xml', contents: xml }],
      schema: [{ fileName: 'profile.xsd', contents: PROFILE }],
    })
    return errors.map(({ message }) => message)
  }

  test('keeps the profile, full and nearly empty', async () => {
    expect(await faults(await datacite('tem'))).toEqual([])
    expect(await faults(await datacite('hplc'))).toEqual([])
  })

  test('is held against a profile that a record can fail', async () => {
    const xml = await datacite('hplc')
    expect(await faults(xml.replace(/<creators>.*<\/creators>/, ''))).not.toEqual([])
    expect(await faults(xml.replace('HostingInstitution', 'Owner'))).not.toEqual([])
    expect(await faults(xml.replace('"Instrument"', '"Machine"'))).not.toEqual([])
    expect(await faults(xml.replace(/<publicationYear>\d+/, '<publicationYear>soon'))).not.toEqual([])
  })

  test('maps the manufacturer to the creator and the owner to the hosting institution', async () => {
    const xml = await datacite()
    for (const part of [
      '<identifier identifierType="DOI">10.5442/NI000001</identifier>',
      '<creatorName nameType="Organizational">JEOL</creatorName>',
      '<title xml:lang="en">Microscope</title>',
      '<contributor contributorType="HostingInstitution"><contributorName nameType="Organizational">politechnika<',
      '<publicationYear>2019</publicationYear>',
      '<resourceType resourceTypeGeneral="Instrument">',
      '<date dateType="Other" dateInformation="Commissioned">2019-05-31</date>',
      '<alternateIdentifier alternateIdentifierType="SerialNumber">SN-7</alternateIdentifier>',
      '<relatedIdentifier relatedIdentifierType="DOI" relationType="IsDescribedBy">10.1234/manual<',
      'https://orcid.org/0000-0002-1825-0097',
    ])
      expect(xml).toContain(part)
    expect(xml).not.toContain('WasUsedIn')
    expect(xml).not.toContain('1250000')
  })

  test('writes whatever a thing is called', async () => {
    t.db.$client
      .prepare("UPDATE resources SET name_en = ?, manufacturer = ?, description = ? WHERE slug = 'tem'")
      .run(HOSTILE, HOSTILE, HOSTILE)
    const xml = await datacite()
    expect(await faults(xml)).toEqual([])
    expect(xml).not.toContain('<script')
    expect(xml).toContain('&lt;/script&gt;&lt;!-- \u{1F52C}')
    const kept = HOSTILE.replace('\u0001', '')
    expect(
      xml
        .match(/<title xml:lang="en">(.*?)<\/title>/s)![1]!
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&apos;', "'")
        .replaceAll('&amp;', '&'),
    ).toBe(kept)
    expect((await pidinst()).Name).toBe(HOSTILE)
  })
})

describe('what pages say for machines', () => {
  const vocabulary = { '@vocab': 'https://schema.org/', owns: { '@id': 'https://schema.org/owns', '@type': '@id' } }
  const documentLoader = async (url: string) => {
    if (!/^https?:\/\/schema\.org\/?$/.test(url)) throw new Error(`${url} is not schema.org`)
    return { contextUrl: undefined, documentUrl: url, document: { '@context': vocabulary } }
  }
  const dataOf = async (url: string) => {
    const { body } = await t.nobody().get(url)
    const blocks = [...body.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)]
    expect(blocks).toHaveLength(1)
    return JSON.parse(blocks[0]![1]!) as object
  }

  test.each([
    ['/equipment/tem', 'IndividualProduct', HOSTILE],
    ['/labs/analytics', 'ResearchOrganization', 'Analytics'],
    ['/organisations/politechnika', 'CollegeOrUniversity', 'politechnika'],
  ])('%s is a %s', async (url, type, name) => {
    const [thing, ...others] = (await jsonld.expand(await dataOf(url), { documentLoader } as object)) as Record<
      string,
      unknown
    >[]
    expect(others).toEqual([])
    expect(thing).toMatchObject({
      '@id': `http://localhost:3000${url}`,
      '@type': [`https://schema.org/${type}`],
      'https://schema.org/name': [{ '@value': name }],
    })
  })

  test('the page of a thing leads to its record and its terms', async () => {
    const { body } = await t.nobody().get('/equipment/hplc')
    expect(body).toContain('<link rel="alternate" type="application/json" href="/equipment/hplc.json"')
    expect(body).toContain('<link rel="alternate" type="application/xml" href="/equipment/hplc.xml"')
    expect(body).toContain('href="/equipment/hplc/access"')
  })
})

describe('the form of the record', () => {
  test.each([
    ['owner', 200],
    ['caretaker', 200],
    ['researcher', 403],
    ['admin', 403],
  ] as const)('%s sees it with %i', async (who, status) => {
    expect((await t.as(who).get(path)).statusCode).toBe(status)
    if (status === 403) expect((await t.as(who).post(path, FULL)).statusCode).toBe(403)
  })

  test.each([
    ['identifier', 'NI000001', 'Give a DOI'],
    ['manufacturerRor', 'https://ror.org/03yrm5c27', 'This is no ROR'],
    ['contactOrcid', '0000-0002-1825-0098', 'This is no ORCID'],
    ['commissionedOn', '2019-02-30', 'Give a day'],
    ['decommissionedOn', '2018-01-01', 'before it was commissioned'],
    ['relatedIdentifiers', 'Likes: 10.1234/x', 'Give a relation of the list'],
    ['alternateIdentifiers', 'FV/12', 'Give a kind, a colon'],
    ['outlaysPln', 'a lot', 'Give an amount'],
    ['technicalYear', '19', 'four digits'],
    ['contactEmail', 'a@b', 'no e-mail address'],
    ['polonStatus', 'sold', 'Choose from the list'],
  ])('%s refuses «%s», and nothing typed is lost', async (field, value, message) => {
    const sent = await t.as('owner').post(path, { ...FULL, serialNumber: 'SN-typed', [field]: value })
    expect(sent.statusCode).toBe(422)
    expect(sent.body).toContain(message)
    expect(sent.body).toContain('value="SN-typed"')
    expect((await pidinst()).AlternateIdentifier[0].alternateIdentifierValue).toBe('SN-7')
  })

  test('the history says what was changed by whom, and saving the same again changes nothing', async () => {
    const events = () => settingEventsOf(t.db, { kind: 'resource', id: t.cast.tem }, ['record-changed'])
    expect(events()).toHaveLength(1)
    await t.as('owner').post(path, FULL)
    expect(events()).toHaveLength(1)
    await t.as('owner').post(path, { ...FULL, serialNumber: 'SN-8' })
    expect(events()[0]).toMatchObject({ before: { serialNumber: 'SN-7' }, after: { serialNumber: 'SN-8' } })
    expect((await t.as('owner').get(path)).body).toContain('Serial number: SN-7 → SN-8')
  })

  test('who saves over somebody else’s change is told first', async () => {
    const owner = t.as('owner')
    const seen = /name="seen" value="([^"]*)"/.exec((await owner.get(path)).body)![1]!.replaceAll('&quot;', '"')
    await t.as('deputy').post(path, { ...FULL, serialNumber: 'SN-9' })
    const late = await owner.post(path, { ...FULL, serialNumber: 'SN-10', seen })
    expect(late.statusCode).toBe(409)
    expect(late.body).toContain('Somebody has saved changes')
    expect(late.body).toContain('value="SN-10"')
    const now = /name="seen" value="([^"]*)"/.exec(late.body)![1]!.replaceAll('&quot;', '"')
    expect((await owner.post(path, { ...FULL, serialNumber: 'SN-10', seen: now })).statusCode).toBe(303)
  })
})

describe('the access policy', () => {
  const form = '/manage/resources/tem/access'
  const policy = {
    'mode-excellence': '1',
    fees_pl: '200 zł za godzinę',
    fees_en: '200 PLN an hour',
    acknowledgement_pl: 'Badania wykonano w Laboratorium Analityki.',
  }

  test('tells what the settings say before anybody wrote a word', async () => {
    const { body } = await t.as('researcher').get('/equipment/tem/access')
    expect(body).toContain('has not described')
    expect(body).toContain('A steward decides, within 3 working days.')
  })

  test('is written by stewards, and shown in the other language where one is missing', async () => {
    expect((await t.as('researcher').post(form, policy)).statusCode).toBe(403)
    expect((await t.as('caretaker').post(form, policy)).headers.location).toBe(`${form}?saved=1`)
    const { body } = await t.as('researcher').get('/equipment/tem/access')
    expect(body).toContain('excellence-driven')
    expect(body).toContain('200 PLN an hour')
    expect(body).toContain('Badania wykonano w Laboratorium Analityki.')
    expect((await t.as('owner').get(form)).body).toContain('changed: Mode of access, Fees, Acknowledgement')
  })

  test('can be taken over from another resource', async () => {
    const { body } = await t.as('owner').get('/manage/resources/hplc/access?from=tem')
    expect(body).toContain('200 PLN an hour')
    expect((await t.as('owner').get('/manage/resources/hplc/access?from=none')).statusCode).toBe(404)
  })

  test('a text that is too long stays in the form', async () => {
    const sent = await t.as('owner').post(form, { ...policy, units_en: 'u'.repeat(4001) })
    expect(sent.statusCode).toBe(422)
    expect(sent.body).toContain('The text is too long.')
    expect(sent.body).toContain('200 PLN an hour')
  })

  test('its sentence to cite stands on the page of a completed reservation', async () => {
    const { tem, researcher } = t.cast
    const start = at('2026-11-20 10:00')
    const row = { resourceId: tem, requesterId: researcher.id, start, end: start + HOUR }
    const done = makeReservation(t.db, { ...row, state: 'completed' })
    const page = async (id: number) => (await t.as('researcher').get(`/reservations/${id}`)).body
    expect(await page(done.id)).toContain('Badania wykonano w Laboratorium Analityki.')
    const ahead = makeReservation(t.db, { ...row, start: at('2026-11-27 10:00'), end: at('2026-11-27 11:00') })
    expect(await page(ahead.id)).not.toContain('Badania wykonano')
  })
})

describe('the list for POL-on', () => {
  const list = '/manage/organisations/politechnika/pol-on'

  test.each([
    ['owner', 200],
    ['deputy', 200],
    ['caretaker', 403],
    ['researcher', 403],
  ] as const)('%s sees it with %i', async (who, status) => {
    expect((await t.as(who).get(list)).statusCode).toBe(status)
  })

  test('has what cost more than the threshold and was there on 31 December', async () => {
    const rows = async (year: number) => (await t.as('owner').get(`${list}.csv?year=${year}`)).body.trim().split('\r\n')
    expect((await rows(2025)).slice(1)).toHaveLength(1)
    expect((await rows(2025))[1]).toContain('tem,research apparatus')
    expect((await rows(2025))[1]).toContain('1250000.5')
    await t.as('owner').post(path, { ...FULL, decommissionedOn: '2025-12-31' })
    expect((await rows(2025)).slice(1)).toHaveLength(0)
    expect((await rows(2024)).slice(1)).toHaveLength(1)
    await t.as('owner').post(path, { ...FULL, outlaysPln: '500000' })
    expect((await rows(2025)).slice(1)).toHaveLength(0)
  })

  test('has outlays of the public source marked as such, and not as missing', async () => {
    t.db.$client.exec(
      "UPDATE resources SET record = '{}', cost_pln = 700000, source_url = 'https://example.test/' WHERE slug = 'tem'",
    )
    const body = (await t.as('owner').get(`${list}?year=2025`)).body
    expect(body).toContain('700,000</span><small>from the public source, please confirm</small>')
    expect(body).toContain('Missing: ')
    expect(body).not.toMatch(/Missing: [^<]*Outlays/)
    expect((await t.as('owner').get(`${list}.csv?year=2025`)).body).toContain('from the public source, please confirm')
  })

  test('has the status of 31 December, and what was entered later where none was', async () => {
    const statusIn = async (year: number) =>
      /,(in use|out of use),/.exec((await t.as('owner').get(`${list}.csv?year=${year}`)).body)?.[1]
    const look = async () => [await statusIn(2025), await statusIn(2026)]
    t.db.$client.exec("UPDATE resources SET record = '{}' WHERE slug = 'tem'")
    await t.as('owner').post(path, FULL)
    expect(await look()).toEqual(['in use', 'in use'])
    await t.as('owner').post(path, { ...FULL, polonStatus: 'out_of_use' })
    expect(await look()).toEqual(['in use', 'out of use'])
  })

  test('is led to from the page of the organisation, for who keeps it', async () => {
    const link = `href="${list}"`
    expect((await t.as('owner').get('/organisations/politechnika')).body).toContain(link)
    for (const who of ['researcher', 'caretaker', 'coordinator'] as const)
      expect((await t.as(who).get('/organisations/politechnika')).body).not.toContain(link)
  })

  test('names what is missing, with the way to enter it', async () => {
    await t.as('owner').post(path, { outlaysPln: '600000' })
    const { body } = await t.as('owner').get(list)
    expect(body).toContain('Commissioned on')
    expect(body).toContain('href="/manage/resources/tem/record"')
    expect(body).toContain('1 resource without outlays')
  })

  test('is a workbook, too', async () => {
    const { headers, rawPayload } = await t.as('owner').get(`${list}.xlsx`)
    expect(headers['content-type']).toContain('spreadsheetml')
    expect(rawPayload.subarray(0, 2).toString()).toBe('PK')
    expect(catalogueOf(t.db).resourceBySlug.has('tem')).toBe(true)
  })
})
