import i18next from 'i18next'
import type { Locale } from '../../server/domain/person.ts'
import { TURNS } from '../turns.ts'
import { en } from './en.ts'
import { pl } from './pl.ts'

type WithoutPlural<K> = K extends `${infer Base}_${'one' | 'few' | 'many' | 'other'}` ? Base : K
/** Every key of the texts; a plural key without its form. */
export type TextKey = WithoutPlural<keyof typeof pl>
type Values = Readonly<Record<string, string | number>>
/** The sentence of a key. `count` picks the plural form. The result is plain text: views escape it. */
export type Translate = (key: TextKey, values?: Values) => string

const instance = i18next.createInstance({
  lng: 'pl',
  resources: { pl: { translation: pl }, en: { translation: en } },
  fallbackLng: false,
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  initAsync: false,
})
instance.init()

const translators = { pl: translator('pl'), en: translator('en') }

export const translateInto = (locale: Locale): Translate => translators[locale]

/**
 * A page asks for a hundred sentences: each is looked up once and cut at its blanks. Only plural forms, which need the
 * rules of the language, go through the library every time.
 */
function translator(locale: Locale): Translate {
  const translate = instance.getFixedT(locale) as unknown as Translate
  const known = new Map<TextKey, readonly string[]>()
  return (key, values) => {
    if (values && 'count' in values) return translate(key, isolatedIn(values))
    let parts = known.get(key)
    if (!parts) known.set(key, (parts = partsOf(instance.getResource(locale, 'translation', key) ?? key)))
    if (parts.length === 1) return parts[0]!
    let text = parts[0]!
    for (let i = 1; i < parts.length; i += 2) text += isolated(values?.[parts[i]!] ?? '') + parts[i + 1]!
    return text
  }
}

/** Text, name of a blank, text, name of a blank, … text. */
const partsOf = (sentence: string): readonly string[] => sentence.split(/\{\{\s*([\w-]+)\s*\}\}/)

/**
 * A value that turns the direction of writing, between the signs that keep it from turning the sentence (UAX #9, FSI and
 * PDI); its own such signs are taken out, because one of them could end ours.
 */
function isolated(value: string | number): string {
  if (typeof value === 'number' || !TURNS.test(value)) return String(value)
  return `\u2068${value.replaceAll(/[\u2066-\u2069]/g, '')}\u2069`
}

function isolatedIn(values: Values): Values {
  if (!Object.values(values).some((value) => typeof value === 'string' && TURNS.test(value))) return values
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? value : isolated(value)]),
  )
}
