import type { Resource } from '../../server/domain/resource.ts'
import type { Page } from '../page.ts'

/** In a few words how far the entry can be trusted. */
export function sourceNote({ t }: Pick<Page, 't'>, { isExample, source }: Resource): string {
  if (isExample || !source) return t('equipment.example')
  if (source.confirmedAt !== null) return t('equipment.confirmed')
  return source.year === null ? t('equipment.unconfirmed') : t('equipment.unconfirmed-year', { year: source.year })
}
