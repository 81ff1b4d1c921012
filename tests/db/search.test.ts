import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { fold, searchResources } from '../../db/queries/search.ts'
import { resources, resourceTechniques } from '../../db/schema/index.ts'
import { testDb } from '../support/db.ts'
import { makeLab, makeOrganisation, makeResource } from '../support/makers.ts'

function catalogue(): Db {
  const db = testDb()
  const umcs = makeOrganisation(db, {
    namePl: 'Uniwersytet Marii Curie-Skłodowskiej',
    nameEn: 'Maria Curie-Skłodowska University',
  })
  const iung = makeOrganisation(db, { namePl: 'Instytut Uprawy w Puławach', nameEn: 'Institute of Cultivation' })
  const chemistry = makeLab(db, {
    organisationId: umcs,
    namePl: 'Laboratorium Analityczne',
    nameEn: 'Analytical laboratory',
  })
  const fields = makeLab(db, { organisationId: iung, namePl: 'Badania łąk', nameEn: 'Meadow studies', city: 'Puławy' })
  const add = (labId: number, slug: string, namePl: string, nameEn: string, more: object = {}) =>
    makeResource(db, { labId, slug, namePl, nameEn, ...more })
  const tem = add(chemistry, 'tem', 'Mikroskop elektronowy Titan', 'Titan electron microscope', { manufacturer: 'FEI' })
  const lcms = add(chemistry, 'lcms', 'Spektrometr mas', 'Mass spectrometer', { model: 'QTOF 5600+' })
  add(fields, 'meadow', 'Łąka doświadczalna', 'Experimental meadow', { kind: 'facility' })
  add(fields, 'camera', 'Kamera', 'Camera', { description: 'Dokumentuje obrazy spod mikroskopu' })
  db.insert(resourceTechniques)
    .values([
      { resourceId: tem, technique: 'TEM' },
      { resourceId: lcms, technique: 'LC-MS/MS' },
    ])
    .run()
  return db
}

const found = (db: Db, text: string) =>
  searchResources(db, text).map((id) => catalogueOf(db).resourceById.get(id)!.slug)

describe('search finds what people type', () => {
  const db = catalogue()
  test.each([
    ['capitals', 'MIKROSKOP', ['tem', 'camera']],
    ['a part of a word, the name before the description', 'mikrosk', ['tem', 'camera']],
    ['without Polish letters', 'laka', ['meadow']],
    ['with Polish letters', 'łąka', ['meadow']],
    ['two words in any order', 'mas spektrometr', ['lcms']],
    ['words of different fields', 'spektrometr skłodowskiej', ['lcms']],
    ['English names', 'mass spec', ['lcms']],
    ['a technique without its signs', 'lcms', ['lcms']],
    ['a technique with them', 'LC-MS/MS', ['lcms']],
    ['words of two letters', 'lc ms', ['lcms']],
    ['one letter', 'q 5600', ['lcms']],
    ['the maker', 'fei', ['tem']],
    ['the town', 'pulawy', ['camera', 'meadow']],
    ['another case of the word', 'mikroskopy elektronowe', ['tem']],
    ['letters taken apart by the keyboard', 'Ła\u0328ka', ['meadow']],
    ['nothing', 'zzzyx', []],
    ['one word of two unknown', 'mikroskop zzzyx', []],
  ])('%s: %s', (_how, text, slugs) => expect(found(db, text).toSorted()).toEqual(slugs.toSorted()))

  test('names come before descriptions', () => expect(found(db, 'mikroskop')).toEqual(['tem', 'camera']))
  test('blanks find everything, in the order of names', () =>
    expect(found(db, '  ')).toEqual(['camera', 'meadow', 'tem', 'lcms']))
  test.each(['"', "'", '*', 'mikroskop"', 'name:', '"mikroskop', 'a OR b', 'NEAR(', '-mikroskop', '^', '%', '\0'])(
    'what looks like a query language is only text: %j',
    (text) => expect(() => found(db, text)).not.toThrow(),
  )
  test('a quote does not hide the word beside it', () => expect(found(db, '"mikroskop"')).toEqual(['tem', 'camera']))

  test('any text is answered', () => {
    const nasty = fc.string({
      unit: fc.constantFrom(
        '"',
        "'",
        '*',
        '(',
        ')',
        ':',
        '-',
        ' ',
        '\0',
        'ł',
        '\ud800',
        'OR',
        'a',
        'mik',
        '%',
        '^',
        '+',
      ),
    })
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: 'binary' }), nasty),
        (text) => searchResources(db, text).length >= 0,
      ),
    )
  })

  test('any part of a word of a name finds it', () => {
    const words = catalogueOf(db).resources.flatMap(({ id, name }) => name.pl.split(' ').map((word) => ({ id, word })))
    fc.assert(
      fc.property(
        fc.constantFrom(...words),
        fc.nat(20),
        fc.integer({ min: 1, max: 12 }),
        fc.boolean(),
        ({ id, word }, from, length, loud) => {
          const part = word.slice(from % word.length).slice(0, length)
          expect(searchResources(db, loud ? part.toUpperCase() : fold(part))).toContain(id)
        },
      ),
    )
  })
})

describe('the index', () => {
  test('follows the catalogue', () => {
    const db = catalogue()
    expect(found(db, 'wirówka')).toEqual([])
    db.update(resources).set({ namePl: 'Wirówka' }).run()
    expect(found(db, 'wirowka')).toHaveLength(4)
  })

  test('never writes the file, and survives a rolled back transaction', () => {
    const db = catalogue()
    const changes = () => db.$client.pragma('data_version')
    const before = changes()
    const rename = db.$client.transaction(() => {
      db.update(resources).set({ namePl: 'Wirówka', nameEn: 'Centrifuge' }).run()
      expect(found(db, 'wirowka')).toHaveLength(4)
      throw new Error('undone')
    })
    expect(rename).toThrow('undone')
    expect(found(db, 'wirowka')).toEqual([])
    expect(found(db, 'titan')).toEqual(['tem'])
    expect(changes()).toEqual(before)
    expect(
      db.$client.prepare(`SELECT count(*) FROM sqlite_master WHERE name LIKE 'resource_words%'`).pluck().get(),
    ).toBe(0)
  })
})
