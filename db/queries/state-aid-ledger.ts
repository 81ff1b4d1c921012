import type { Catalogue } from '../../server/domain/catalogue.ts'
import { spanOfDays } from '../../server/domain/local-months.ts'
import { monthsOf, yearPiece } from '../../server/domain/report-pieces.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { ledgerFiguresOf } from '../../server/domain/state-aid.ts'
import { daysOfYear, type EntityYear, type WeightedResource } from '../../server/domain/state-aid-entity.ts'
import {
  type LedgerCount,
  type LedgerEntry,
  ledgerCountOf,
  ledgerEntries,
  sumOfHours,
  sumOfLedgerCounts,
} from '../../server/domain/state-aid-hours.ts'
import type { Ledger, LedgerPart } from '../../server/domain/state-aid-ledger.ts'
import { packLedger, unpackLedger } from '../../server/domain/utilisation-pack.ts'
import { withoutParentsOf } from '../../server/domain/utilisation-report.ts'
import type { Db } from '../connect.ts'
import { catalogueOf } from './catalogue.ts'
import { countAhead, countPieces, type Measure } from './counting.ts'
import { ledgerFactsOf } from './state-aid-facts.ts'
import { UTILISATION, utilisationDuring } from './utilisation.ts'

export const LEDGER: Measure<LedgerCount> = {
  series: 5,
  // Two years of 300 resources.
  mostRemembered: 8000,
  count: (facts, span, { now }) => ledgerCountOf(facts, span, now),
  sum: sumOfLedgerCounts,
  pack: packLedger,
  unpack: unpackLedger,
}

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

/** Has the books counted, as far as nothing was kept, while others get their turn. */
export async function countLedgersAhead(db: Db, years: readonly EntityYear[], now: number): Promise<void> {
  for (const { resources: weighted, year } of years) {
    const resources = known(weighted, catalogueOf(db)).map(({ resource }) => resource)
    await countAhead(db, [UTILISATION as Measure<unknown>], { resources, pieces: [yearPiece(year)] }, { now })
    await countAhead(db, [LEDGER as Measure<unknown>], { resources, pieces: monthsOf(daysOfYear(year)) }, { now })
  }
}

function partsOf(db: Db, { resources: weighted, year }: EntityYear, now: number): LedgerPart[] {
  const catalogue = catalogueOf(db)
  const counted = new Set(countedOf(weighted, catalogue).map(({ resource }) => resource.id))
  const all = known(weighted, catalogue)
  const resources = all.map(({ resource }) => resource)
  const months = countPieces(db, LEDGER, { resources, pieces: monthsOf(daysOfYear(year)) }, now)
  return all.map(({ resource, weight }) => {
    const own = months.get(resource.id)!
    const { coming, ...hours } = sumOfLedgerCounts(own)
    const part = { resource, weight, isCounted: counted.has(resource.id), hours, months: own, coming }
    let entries: readonly LedgerEntry[] | undefined
    return {
      ...part,
      get entries() {
        return (entries ??= entriesOf(db, resource, year, now))
      },
    }
  })
}

const entriesOf = (db: Db, resource: Resource, year: number, now: number) =>
  ledgerEntries(ledgerFactsOf(db, resource, spanOfDays(daysOfYear(year), resource.timeZone)), now)

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
