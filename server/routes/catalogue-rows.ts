import type { Db } from '../../db/connect.ts'
import { type Asker, earliestOf } from '../../db/queries/free-among.ts'
import type { CatalogueRow } from '../../views/equipment/catalogue-list.tsx'
import type { Catalogue } from '../domain/catalogue.ts'
import { type FreeWish, isWhole } from '../domain/free-wish.ts'
import type { Locale } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { addDays, localDayOf, startOfDay } from '../domain/zone.ts'
import { modeOf } from './board.ts'

const MINUTE = 60_000

interface RowContext extends Asker {
  readonly catalogue: Catalogue
  readonly locale: Locale
  readonly zone: string
  readonly minutes: number | null
  readonly wish: FreeWish | null
}

/** Entries with their next free time: in the time wished for, else within a fortnight. */
export function catalogueRows(db: Db, resources: readonly Resource[], context: RowContext): CatalogueRow[] {
  const { catalogue, locale, zone, now, minutes, wish } = context
  const span = wish?.span ?? { start: now, end: startOfDay(addDays(localDayOf(now, zone), 14), zone) }
  const wished = minutes ?? (wish && isWhole(wish) ? (span.end - span.start) / MINUTE : null)
  const lengthFor = ({ policy }: Resource) =>
    minutes ?? Math.min(Math.max(policy.minMinutes, wished ?? USUAL), policy.maxMinutes)
  const slots = earliestOf(db, resources, span, lengthFor, context)
  return resources.map((resource) => {
    const slot = slots.get(resource.id)
    return {
      resource,
      organisation: catalogue.organisationById.get(resource.organisationId)!,
      lab: catalogue.labById.get(resource.labId)!,
      name: resource.name[locale],
      next: slot ? { start: slot.start, end: slot.end, mode: modeOf(slot) } : null,
    }
  })
}

const USUAL = 60
