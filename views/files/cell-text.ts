import type { Locale } from '../../server/domain/person.ts'
import { startOfDay } from '../../server/domain/zone.ts'
import { formatOf, number, percent } from '../format.ts'
import { translateInto } from '../text/translate.ts'
import type { Cell, FileColumn } from './report-file.ts'

type CellFormat = Pick<FileColumn, 'kind' | 'decimals'>

/** A cell as people read it on paper, with the digits the pages show; its unit stands in the head of the column. */
export function cellText(cell: Cell, { kind, decimals = 1 }: CellFormat, locale: Locale): string {
  if (cell === null) return '–'
  if (typeof cell === 'boolean') return translateInto(locale)(cell ? 'files.yes' : 'files.no')
  if (typeof cell === 'string')
    return kind === 'day' && cell !== '' ? formatOf(locale, 'UTC').date(startOfDay(cell, 'UTC')) : cell
  if (kind === 'share') return percent(locale, cell, decimals)
  if (kind === 'index') return number(locale, cell, 2)
  if (kind === 'money') return moneyFormats[locale].format(cell)
  if (kind === 'hours') return number(locale, cell, Math.abs(cell) < 100 ? 1 : 0)
  return number(locale, cell, 0)
}

const cents = { minimumFractionDigits: 2, maximumFractionDigits: 2 }
const moneyFormats: Record<Locale, Intl.NumberFormat> = {
  pl: new Intl.NumberFormat('pl-PL', cents),
  en: new Intl.NumberFormat('en-GB', cents),
}

/** What the font of the files has no sign for, in words; no-break spaces of all widths are one. */
export function printable(text: string, locale: Locale): string {
  return text
    .replaceAll('∩', locale === 'pl' ? 'i' : 'and')
    .replaceAll('∪', locale === 'pl' ? 'lub' : 'or')
    .replaceAll('→', '–')
    .replaceAll('\u202f', '\u00a0')
}
