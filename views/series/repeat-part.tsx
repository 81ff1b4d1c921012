import { REPEATS } from '../../server/domain/series-picks.ts'
import { Field, SelectField } from '../components/field.tsx'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import type { TextKey } from '../text/translate.ts'

/** How a reservation repeats, as it was typed. */
export interface RepeatFields {
  /** One of REPEATS; empty for a reservation that does not repeat. */
  readonly repeat: string
  readonly every: string
  /** Weekdays ticked, 0 for Monday. */
  readonly weekdays: readonly number[]
  readonly until: string
  readonly times: string
  /** One of SHORT_MONTHS; asked for beside the dates. */
  readonly short_month: string
}

export interface RepeatPartProps {
  readonly page: Page
  readonly repeat: RepeatFields
  readonly errors: Readonly<Record<string, string>>
}

/** The part of the form that makes one reservation a series. Closed until somebody wants it. */
export function RepeatPart({ page, repeat, errors }: RepeatPartProps): Html {
  const { t } = page
  return (
    <details class="fold repeat" open={repeat.repeat !== ''}>
      <summary>{t('repeat.title')}</summary>
      <div class="stack">
        <div class="fields">
          <SelectField
            page={page}
            name="repeat"
            label={t('repeat.how')}
            value={repeat.repeat}
            error={errors['repeat']}
            options={[
              { value: '', label: t('repeat.never') },
              ...REPEATS.map((each) => ({ value: each, label: t(`repeat.${each}`) })),
            ]}
          />
          <Field
            page={page}
            name="every"
            inputmode="numeric"
            label={t('repeat.every')}
            value={repeat.every || '1'}
            error={errors['every']}
            hint={t('repeat.every-hint')}
          />
        </div>
        <fieldset class="repeat__days">
          <legend class="label">
            {t('repeat.days')} <span class="faint">({t('repeat.days-hint')})</span>
          </legend>
          <div class="row">
            {WEEK.map((weekday) => (
              <label class="check">
                <input type="checkbox" name={`day_${weekday}`} value="1" checked={repeat.weekdays.includes(weekday)} />
                {t(`repeat.day-${weekday}` as TextKey)}
              </label>
            ))}
          </div>
        </fieldset>
        <fieldset class="repeat__ends">
          <legend class="label">{t('repeat.ends')}</legend>
          <div class="fields">
            <Field
              page={page}
              name="until"
              type="date"
              label={t('repeat.until')}
              value={repeat.until}
              error={errors['until']}
            />
            <Field
              page={page}
              name="times"
              inputmode="numeric"
              label={t('repeat.times')}
              value={repeat.times}
              error={errors['times']}
              hint={t('repeat.times-hint')}
            />
          </div>
        </fieldset>
      </div>
    </details>
  )
}

const WEEK = [0, 1, 2, 3, 4, 5, 6] as const
