import { describe, expect, test } from 'vitest'
import { en } from '../../views/text/en.ts'
import { pl } from '../../views/text/pl.ts'

type Texts = Readonly<Record<string, string>>
const LANGUAGES: readonly (readonly [string, Texts])[] = [
  ['pl', pl],
  ['en', en],
]
const PLURAL = /_(one|few|many|other)$/
const keysOf = (texts: Texts) => new Set(Object.keys(texts).map((key) => key.replace(PLURAL, '')))
const placeholdersOf = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map((match) => match[1]).sort()

/** The forms of one key: `''` alone for a sentence without plural. */
const formsOf = (texts: Texts, key: string) =>
  ['', 'one', 'few', 'many', 'other'].filter((form) => (form ? `${key}_${form}` : key) in texts)

test('both languages say the same things', () => {
  expect([...keysOf(en)].sort()).toEqual([...keysOf(pl)].sort())
})

describe.each(LANGUAGES)('%s', (language, texts) => {
  test('has the plural forms its rules ask for', () => {
    const asked = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted()
    const wrong = [...keysOf(texts)].filter((key) => {
      const forms = formsOf(texts, key).toSorted()
      return forms.join() !== '' && forms.join() !== asked.join()
    })
    expect(wrong).toEqual([])
  })

  test('leaves nothing empty', () => {
    expect(Object.entries(texts).filter(([, text]) => text.trim() === '')).toEqual([])
  })

  test('does not shout and does not praise itself', () => {
    expect(Object.values(texts).filter((text) => /!|pomyślnie|successfully/i.test(text))).toEqual([])
  })
})

test('a sentence has the same figures in both', () => {
  const figures = (texts: Texts, key: string) => {
    const all = formsOf(texts, key).map((form) => placeholdersOf(texts[form ? `${key}_${form}` : key] ?? ''))
    // A plural form may spell the count out ("in a minute").
    return [...new Set(all.flat())].sort()
  }
  const wrong = [...keysOf(pl)].filter((key) => figures(pl, key).join() !== figures(en, key).join())
  expect(wrong).toEqual([])
})

test('English has no Polish letters, but for what is named in Polish', () => {
  const NAMED_IN_POLISH = new Set(['language.switch'])
  const wrong = Object.entries(en).filter(([key, text]) => !NAMED_IN_POLISH.has(key) && /[ąćęłńóśźż]/i.test(text))
  expect(wrong).toEqual([])
})
