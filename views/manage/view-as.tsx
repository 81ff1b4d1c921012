import { AUDIENCES } from '../../server/domain/availability-rule.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

/** For whom the preview is, and the button that shows it without scripts. */
export function ViewAs({ page, value }: { page: Page; value: string }): Html {
  const { t } = page
  return (
    <p class="row view-as">
      <label class="label" for="f-view_as">
        {t('hours.preview-for')}
      </label>
      <select class="input" id="f-view_as" name="view_as">
        {AUDIENCES.map((each) => (
          <option value={each} selected={each === value}>
            {t(`hours.audience-${each}`)}
          </option>
        ))}
      </select>
      <button class="button" type="submit" name="check" value="1">
        {t('hours.check')}
      </button>
    </p>
  )
}
