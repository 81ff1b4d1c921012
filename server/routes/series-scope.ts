import type { SeriesScope } from '../operations/find-series.ts'
import type { FormBody } from './reservation-fields.ts'

/** Which dates of a series a form is about. */
export function scopeFrom(body: FormBody): SeriesScope {
  const includeChanged = body['include_changed'] === '1'
  if (body['scope'] !== 'following') return { scope: 'all', includeChanged }
  return { scope: 'following', from: Number(body['from'] || Number.NaN), includeChanged }
}
