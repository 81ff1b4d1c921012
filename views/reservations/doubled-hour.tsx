import type { LocalFault } from '../../server/domain/local-span.ts'
import { formatOf } from '../format.ts'
import type { Page } from '../page.ts'

/** On the night the clocks go back: which of the two equal hours. */
export function DoubledHour({
  page,
  zone,
  fault,
}: {
  page: Page
  zone: string
  fault: Extract<LocalFault, { kind: 'twice' }>
}) {
  const { t } = page
  const format = formatOf(page.locale, zone)
  const choices = [
    ['first', 'check.twice-first', fault.first],
    ['second', 'check.twice-second', fault.second],
  ] as const
  return (
    <fieldset class="stack tight">
      <legend class="label">
        {t(fault.field === 'start' ? 'reservation.start' : 'reservation.end')}: {t('check.twice')}
      </legend>
      <div class="picks">
        {choices.map(([value, key, at]) => (
          <label class="pick">
            <input type="radio" name={`${fault.field}_fold`} value={value} />
            <b>{format.clock(at)}</b>
            <span class="hint">{t(key, { offset: new Date(at).toISOString().slice(11, 16) + ' UTC' })}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
