import type { Locale } from '../../server/domain/person.ts'
import { startOfDay } from '../../server/domain/zone.ts'
import { formatOf, number, percent } from '../format.ts'
import { translateInto } from '../text/translate.ts'
import type { Cell, CellKind } from './report-file.ts'

/** A cell as people read it on paper, with the digits the pages show; its unit stands in the head of the column. */
export function cellText(cell: Cell, kind: CellKind, locale: Locale): string {
  if (cell === null) return '–'
  if (typeof cell === 'boolean') return translateInto(locale)(cell ? 'files.yes' : 'files.no')
  if (typeof cell === 'string')
    return kind === 'day' && cell !== '' ? formatOf(locale, 'UTC').date(startOfDay(cell, 'UTC')) : cell
  if (kind === 'share') return percent(locale, cell, 1)
  if (kind === 'money') return number(locale, cell, 2)
  if (kind === 'hours') return number(locale, cell, Math.abs(cell) < 100 ? 1 : 0)
  return number(locale, cell, 0)
}
