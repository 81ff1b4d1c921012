import type { Interval } from '../../server/domain/interval.ts'
import { Icon } from '../components/icon.tsx'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { ScopeFields } from './scope-fields.tsx'

/** Letting go of all that is to come, or of what follows a date. */
export function SeriesCancellation({
  page,
  id,
  open,
  timeZone,
}: {
  page: Page
  id: number
  /** What can still be cancelled, in order of time. */
  open: readonly Interval[]
  timeZone: string
}): Html {
  const { t } = page
  return (
    <details class="fold">
      <summary>{t('series.cancel')}</summary>
      <form class="stack" action={`/series/${id}/cancellation`} method="post">
        <input type="hidden" name="_csrf" value={page.csrf} />
        <ScopeFields
          page={page}
          starts={open}
          timeZone={timeZone}
          chosen={{ scope: 'all', from: '', includeChanged: false }}
        />
        <div class="field">
          <label for="reason">
            {t('reservation.cancel-reason')} <span class="faint">{t('reservation.optional')}</span>
          </label>
          <textarea class="input" id="reason" name="reason" rows={2} maxlength={500} />
        </div>
        <p>
          <button class="button button--stop" type="submit">
            <Icon name="cross" /> {t('series.cancel-confirm')}
          </button>
        </p>
        <p class="hint">{t('series.never-past')}</p>
      </form>
    </details>
  )
}
