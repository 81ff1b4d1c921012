import type { Locale } from '../../server/domain/person.ts'
import type { Purpose } from '../../server/domain/purpose.ts'
import { type Grouping, NO_GROUP, OTHER_GROUPS } from '../../server/domain/utilisation-grouping.ts'
import type { ReportRow } from '../../server/domain/utilisation-report.ts'
import { translateInto } from './translate.ts'

type Named = Pick<ReportRow, 'key' | 'name'>

/** What a row of a report is called: a purpose, the rest and the too few have no name of their own. */
export function reportRowName({ key, name }: Named, grouping: Grouping, locale: Locale): string {
  const t = translateInto(locale)
  if (key === OTHER_GROUPS) return t('reports.row.others')
  if (key === NO_GROUP && isSplit(grouping)) return t(`reports.row.none.${grouping}`)
  return grouping === 'purpose' && key !== 'cluster' ? t(`purpose.${key as Purpose}`) : name[locale]
}

export const reportRowNames = (row: Named, grouping: Grouping): ReportRow['name'] => ({
  pl: reportRowName(row, grouping, 'pl'),
  en: reportRowName(row, grouping, 'en'),
})

type Split = Exclude<Grouping, 'resource' | 'lab' | 'organisation' | 'cluster'>

const isSplit = (grouping: Grouping): grouping is Split =>
  !['resource', 'lab', 'organisation', 'cluster'].includes(grouping)
