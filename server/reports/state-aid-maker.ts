import { catalogueOf } from '../../db/queries/catalogue.ts'
import { signedVersionsOf } from '../../db/queries/state-aid.ts'
import { countLedgersAhead, ledgerOf } from '../../db/queries/state-aid-ledger.ts'
import { stateAidFile } from '../../views/reports/state-aid-file.ts'
import { translateInto } from '../../views/text/translate.ts'
import { isLedgerYear } from '../domain/state-aid-entity.ts'
import { localDayOf } from '../domain/zone.ts'
import { entitiesSeenBy } from '../operations/see-ledger.ts'
import type { ReportAsked, ReportMaker } from './report-recipe.ts'

/** The annual statement of one entity, or of all that the person sees. */
export const stateAidMaker: ReportMaker = (db, asked) => {
  const { person, locale, now, timeZone } = asked
  const year = yearOf(asked)
  if (!isLedgerYear(year)) return { field: 'year', reason: 'must be a year such as 2026' }
  const { entity } = asked.query
  const seen = entitiesSeenBy(db, person, year)
  const chosen = typeof entity === 'string' && entity !== '' ? seen.filter((each) => each.entity.slug === entity) : seen
  if (chosen.length === 0 && chosen !== seen) return 'not-found'
  const { organisationById } = catalogueOf(db)
  return {
    isLong: false,
    async make() {
      await countLedgersAhead(db, chosen, now)
      const ledgers = chosen.map((each) => ({
        ledger: ledgerOf(db, each, now),
        organisation: organisationById.get(each.entity.organisationId)!.name[locale],
        versions: signedVersionsOf(db, each.entity.id, year),
      }))
      return stateAidFile({ year, ledgers }, { locale, t: translateInto(locale), now, timeZone })
    },
  }
}

/** The year asked for, or that of the first day of the period of a report sent by mail; else the present one. */
function yearOf({ query, now, timeZone }: ReportAsked): number {
  const { year, from } = query
  const said = typeof year === 'string' && year !== '' ? year : typeof from === 'string' ? from.slice(0, 4) : ''
  return Number(said || localDayOf(now, timeZone).slice(0, 4))
}
