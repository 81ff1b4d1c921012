import type { Interval } from '../../server/domain/interval.ts'
import { LEVELS } from '../../server/domain/person.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { Field, SelectField } from '../components/field.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

/** The form that was sent and refused: what was typed and what is wrong with it, by field. */
export interface RefusedForm {
  /** `grant`, `session`, `answer-7`, `grant-7`, `invite-7`, `settle-3`. */
  readonly form: string
  readonly fields: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
}

/** Field names occur in several forms of the page, so `of` keeps their ids apart. */
export function LevelField({ page, value, of = '' }: { page: Page; value: string; of?: string }): Html {
  return (
    <SelectField
      page={page}
      name="level"
      id={`f-level${of}`}
      label={page.t('qualifications.level')}
      value={value}
      options={LEVELS.map((level) => ({ value: level, label: page.t(`level.${level}`) }))}
    />
  )
}

export function ExpiryField({
  page,
  value,
  error,
  of = '',
}: {
  page: Page
  value: string
  error?: string | undefined
  of?: string
}): Html {
  return (
    <Field
      page={page}
      name="expires_at"
      id={`f-expires${of}`}
      type="date"
      label={page.t('qualifications.expires')}
      hint={page.t('qualifications.expires-hint')}
      value={value}
      error={error}
    />
  )
}

/** `wt. 1 gru, 9:00–12:00` in the resource's zone. */
export const sessionTime = ({ locale }: Page, { timeZone }: Resource, { start, end }: Interval): string =>
  formatOf(locale, timeZone).daySpan(start, end)
