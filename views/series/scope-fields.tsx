import type { Interval } from '../../server/domain/interval.ts'
import { SelectField } from '../components/field.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

export interface Scope {
  readonly scope: 'all' | 'following'
  /** The start of the first occurrence that follows, epoch ms as text. */
  readonly from: string
  readonly includeChanged: boolean
}

/** Which occurrences a change is about: all to come, or one and those after it. */
export function ScopeFields({
  page,
  starts,
  timeZone,
  chosen,
}: {
  page: Page
  starts: readonly Interval[]
  timeZone: string
  chosen: Scope
}): Html {
  const { t } = page
  const format = formatOf(page.locale, timeZone)
  return (
    <fieldset class="stack tight">
      <legend class="label">{t('series.scope')}</legend>
      {(['all', 'following'] as const).map((scope) => (
        <label class="check">
          <input type="radio" name="scope" value={scope} checked={chosen.scope === scope} />
          {t(`series.scope-${scope}`)}
        </label>
      ))}
      <SelectField
        page={page}
        name="from"
        label={t('series.scope-from')}
        hint={t('series.scope-from-hint')}
        value={chosen.from}
        options={starts.map(({ start, end }) => ({ value: String(start), label: format.daySpan(start, end) }))}
      />
      <label class="check">
        <input type="checkbox" name="include_changed" value="1" checked={chosen.includeChanged} />
        {t('series.include-changed')}
      </label>
    </fieldset>
  )
}
