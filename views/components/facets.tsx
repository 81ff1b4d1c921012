import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

export interface FacetGroup {
  readonly name: string
  readonly title: string
  readonly options: readonly {
    readonly value: string
    readonly label: string
    /** How many there would be with this value and the other filters. */
    readonly count: number
    readonly checked: boolean
  }[]
}

export interface FacetsProps {
  readonly page: Pick<Page, 't'>
  readonly action: string
  readonly groups: readonly FacetGroup[]
  /** What else the query holds, kept as it is. */
  readonly kept: readonly (readonly [name: string, value: string])[]
}

/** Filters as boxes with counts: a column beside wide lists, a fold above narrow ones. */
export function Facets(props: FacetsProps): Html {
  const { t } = props.page
  return (
    <>
      <div class="facets-wide">
        <FacetForm {...props} label={t('facets.title')} />
      </div>
      <details class="fold facets-fold">
        <summary>{t('facets.title')}</summary>
        <FacetForm {...props} label={t('facets.fold')} />
      </details>
    </>
  )
}

function FacetForm({ page, action, groups, kept, label }: FacetsProps & { label: string }) {
  return (
    <form class="facets" action={action} method="get" aria-label={label} data-submit="change">
      {kept.map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {groups
        .filter((group) => group.options.length > 0)
        .map((group) => (
          <fieldset>
            <legend>{group.title}</legend>
            {group.options.map(({ value, label: text, count, checked }) => (
              <label class="check">
                <input type="checkbox" name={group.name} value={value} checked={checked} />
                <span>{text}</span>
                <span class="n">{count}</span>
              </label>
            ))}
          </fieldset>
        ))}
      <p>
        <button class="button button--wide" type="submit">
          {page.t('facets.apply')}
        </button>
      </p>
    </form>
  )
}
