import { PURPOSES } from '../../server/domain/purpose.ts'
import { wordsOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import type { PolicyFields } from './policy-form.tsx'

interface BoxesProps {
  readonly page: Page
  readonly legend: string
  /** Names of the boxes begin with it. */
  readonly prefix: string
  readonly fields: PolicyFields
}

/** A box for every purpose, named `PREFIX-PURPOSE`. */
export function PurposeBoxes({ page, legend, prefix, fields }: BoxesProps): Html {
  return (
    <fieldset class="boxes">
      <legend class="label">{legend}</legend>
      {PURPOSES.map((each) => (
        <label class="box">
          <input type="checkbox" name={`${prefix}-${each}`} checked={Boolean(fields[`${prefix}-${each}`])} />
          {page.t(`purpose.${each}`)}
        </label>
      ))}
    </fieldset>
  )
}

/** Days of the week, `PREFIX-0` for Monday, and hours of the day. */
export function DayBoxes({ page, legend, prefix, fields, error }: BoxesProps & { error: string | undefined }): Html {
  const names = wordsOf(page.locale).shortDays
  return (
    <fieldset class="boxes" aria-describedby={error ? `${prefix}-error` : null}>
      <legend class="label">{legend}</legend>
      {[0, 1, 2, 3, 4, 5, 6].map((day) => (
        <label class="box">
          <input type="checkbox" name={`${prefix}-${day}`} checked={Boolean(fields[`${prefix}-${day}`])} />
          {names[(day + 1) % 7]}
        </label>
      ))}
      {(['from', 'to'] as const).map((end) => (
        <label class="box">
          {page.t(`policy.${end}`)}
          <input
            class="input"
            size={5}
            maxlength={5}
            name={`${prefix}-${end}`}
            value={fields[`${prefix}-${end}`] ?? ''}
          />
        </label>
      ))}
      {error ? (
        <p class="error" id={`${prefix}-error`}>
          {error}
        </p>
      ) : null}
    </fieldset>
  )
}
