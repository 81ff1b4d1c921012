import type { Catalogue } from '../../server/domain/catalogue.ts'
import { spanOfDays } from '../../server/domain/local-months.ts'
import { ledgerFiguresOf } from '../../server/domain/state-aid.ts'
import { daysOfYear, type EntityYear, type WeightedResource } from '../../server/domain/state-aid-entity.ts'
import { ledgerEntries, ledgerHoursOf, sumOfHours } from '../../server/domain/state-aid-hours.ts'
import type { Ledger, LedgerPart } from '../../server/domain/state-aid-ledger.ts'
import { withoutParentsOf } from '../../server/domain/utilisation-report.ts'
import type { Db } from '../connect.ts'
import { catalogueOf } from './catalogue.ts'
import { ledgerFactsOf } from './state-aid-facts.ts'
import { utilisationDuring } from './utilisation.ts'

/** The book of an entity for a year: from what is kept now, as far as the year has come. */
export function ledgerOf(db: Db, year: EntityYear, now: number): Ledger {
  const parts = partsOf(db, year, now)
  const counted = parts.filter(({ isCounted }) => isCounted)
  const capacityHours = year.frozenHours ?? computedCapacity(db, year.resources, year.year, now)
  return { ...year, parts, figures: ledgerFiguresOf(sumOfHours(counted), capacityHours) }
}

/** K of a year: Σ weight × (open − planned maintenance), with what is known now. */
export function computedCapacity(db: Db, weighted: readonly WeightedResource[], year: number, now: number): number {
  const counted = countedOf(weighted, catalogueOf(db))
  const resources = counted.map(({ resource }) => resource)
  if (resources.length === 0) return 0
  const rows = utilisationDuring(db, resources, daysOfYear(year), now)
  return counted.reduce((sum, { resource, weight }) => {
    const { open, planned } = rows.get(resource.id)!
    return sum + (weight * (open - planned)) / 3_600_000
  }, 0)
}

function partsOf(db: Db, { resources, year }: EntityYear, now: number): LedgerPart[] {
  const catalogue = catalogueOf(db)
  const counted = new Set(countedOf(resources, catalogue).map(({ resource }) => resource.id))
  return known(resources, catalogue).map(({ resource, weight }) => {
    const span = spanOfDays(daysOfYear(year), resource.timeZone)
    const entries = ledgerEntries(ledgerFactsOf(db, resource, span), now)
    const isCounted = counted.has(resource.id)
    return { resource, weight, isCounted, entries, hours: ledgerHoursOf(entries, resource.capacity, span) }
  })
}

function countedOf(weighted: readonly WeightedResource[], catalogue: Catalogue) {
  const all = known(weighted, catalogue)
  const counted = new Set(withoutParentsOf(all.map(({ resource }) => resource)))
  return all.filter(({ resource }) => counted.has(resource))
}

const known = (weighted: readonly WeightedResource[], { resourceById }: Catalogue) =>
  weighted.flatMap(({ resourceId, weight }) => {
    const resource = resourceById.get(resourceId)
    return resource ? [{ resource, weight }] : []
  })
