import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { type HoursEffect, HoursEffectPanel } from './hours-effect.tsx'
import { HoursFrame, type HoursOwner, hoursHeading, Overtaken } from './hours-place.tsx'
import { ViewAs } from './view-as.tsx'

export interface HoursChangePageProps {
  readonly page: Page
  readonly owner: HoursOwner
  readonly title: string
  /** Where the form goes. */
  readonly action: string
  /** What the form repeats. */
  readonly hidden: Readonly<Record<string, string>>
  readonly save: string
  readonly isRemoval: boolean
  /** How the rule reads that somebody else has written meanwhile; null for none. */
  readonly notice: string | null
  readonly viewAs: string
  readonly effect: HoursEffect
}

/** A removal, a copy or another setting of holidays, looked at before it is made. */
export function HoursChangePage(props: HoursChangePageProps): Html {
  const { page, owner, title, action, hidden } = props
  const { t } = page
  return (
    <HoursFrame page={page} owner={owner} title={title}>
      <div class="page-head">
        <h1>{hoursHeading(page, owner, title)}</h1>
      </div>
      <Overtaken page={page} notice={props.notice} />
      <form class="rule-form" method="post" action={action}>
        <input type="hidden" name="_csrf" value={page.csrf} />
        {Object.entries(hidden).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <section
          class="panel"
          aria-label={t('hours.preview-for')}
          hx-post={action}
          hx-trigger="change delay:150ms"
          hx-include="closest form"
          hx-vals='{"check":"1"}'
          hx-target="#effect"
          hx-swap="outerHTML"
        >
          <ViewAs page={page} value={props.viewAs} />
        </section>
        <HoursEffectPanel page={page} effect={props.effect} />
        {'faults' in props.effect ? null : (
          <p class="row rule-form__save">
            <button
              class={props.isRemoval ? 'button button--stop button--big' : 'button button--primary button--big'}
              type="submit"
              name="save"
              value="1"
            >
              {props.save}
            </button>
            <a class="button button--bare" href={owner.path}>
              {t('hours.give-up')}
            </a>
          </p>
        )}
      </form>
    </HoursFrame>
  )
}
