import i18next from 'i18next'
import type { Locale } from '../../server/domain/person.ts'
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

const translators = {
  pl: instance.getFixedT('pl') as unknown as Translate,
  en: instance.getFixedT('en') as unknown as Translate,
}

export const translateInto = (locale: Locale): Translate => translators[locale]
