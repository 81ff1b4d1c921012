import { Field } from '../components/field.tsx'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

/** Something that can be taken along, and what was typed for it. */
export interface AlsoItem {
  readonly slug: string
  readonly name: string
  /** How many there are: of one it is asked whether, of several how many. */
  readonly capacity: number
  /** Empty for none. */
  readonly value: string
}

export interface AlsoFields {
  readonly accessories: readonly AlsoItem[]
  /** Other resources that were added already. */
  readonly resources: readonly AlsoItem[]
  /** What can be added still, the nearest to hand first. */
  readonly more: readonly { readonly label: string; readonly options: readonly Pick<AlsoItem, 'slug' | 'name'>[] }[]
}

interface AlsoPartProps {
  readonly page: Page
  readonly also: AlsoFields
  /** Field name → what is wrong with it. */
  readonly errors: Readonly<Record<string, string>>
}

/** The part of the form that takes accessories and other resources along, for the same time. */
export function AlsoPart({ page, also, errors }: AlsoPartProps): Html {
  const { t } = page
  const { accessories, resources, more } = also
  const isOpen = accessories.length + resources.length > 0 || Boolean(errors['with'])
  return (
    <details class="fold also" open={isOpen}>
      <summary>{t('also.title')}</summary>
      <div class="stack">
        {errors['with'] ? <p class="error">{errors['with']}</p> : null}
        {accessories.length > 0 ? (
          <fieldset class="stack tight">
            <legend class="label">{t('also.accessories')}</legend>
            <Items page={page} items={accessories} errors={errors} />
          </fieldset>
        ) : null}
        {resources.length > 0 ? (
          <fieldset class="stack tight">
            <legend class="label">
              {t('also.resources')} <span class="faint">{t('also.resources-hint')}</span>
            </legend>
            <Items page={page} items={resources} errors={errors} />
          </fieldset>
        ) : null}
        {more.length > 0 ? (
          <div class="field">
            <label for="f-with">{t('also.add')}</label>
            <div class="row">
              <select class="input" id="f-with" name="with">
                <option value="">{t('also.none')}</option>
                {more.map(({ label, options }) => (
                  <optgroup label={label}>
                    {options.map(({ slug, name }) => (
                      <option value={slug}>{name}</option>
                    ))}
                  </optgroup>
                ))}
              </select>
              <button class="button" type="submit" name="check" value="1" formnovalidate>
                {t('also.add-button')}
              </button>
            </div>
          </div>
        ) : null}
      </div>
    </details>
  )
}

function Items({ page, items, errors }: { page: Page; items: readonly AlsoItem[]; errors: AlsoPartProps['errors'] }) {
  return (
    <>
      {items.map(({ slug, name, capacity, value }) => {
        const field = `with-${slug}`
        if (capacity > 1)
          return (
            <Field
              page={page}
              name={field}
              type="number"
              label={name}
              value={value}
              error={errors[field]}
              hint={page.t('also.stock', { count: capacity })}
              min={0}
              max={capacity}
            />
          )
        return (
          <div class="field">
            <label class="check">
              <input
                type="checkbox"
                name={field}
                value="1"
                checked={value !== ''}
                aria-describedby={errors[field] ? `f-${field}-error` : null}
              />
              {name}
            </label>
            {errors[field] ? (
              <span class="error" id={`f-${field}-error`}>
                {errors[field]}
              </span>
            ) : null}
          </div>
        )
      })}
    </>
  )
}
