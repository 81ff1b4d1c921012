import type { Html } from '../jsx-runtime.ts'
import { type OutageEffect, OutageEffectPanel } from './outage-effect.tsx'
import { OutageForm, type OutageFormProps, OutageTimeForm } from './outage-form.tsx'
import { OutagesFrame, type OutagesOwner } from './outages-frame.tsx'

export interface OutageNewPageProps extends OutageFormProps {
  readonly owner: OutagesOwner
  readonly effect: OutageEffect | null
  /** The report of a fault that it answers; empty for none. */
  readonly fault?: string
  /** The removal that it takes back; empty for none. */
  readonly restores?: string
}

/** A new outage: what it is, when, and whom it takes time from, before anything is saved. */
export function OutageNewPage({ page, owner, effect, ...form }: OutageNewPageProps): Html {
  return (
    <OutagesFrame page={page} owner={owner} title={page.t('outages.new')}>
      <OutageEditor page={page} owner={owner} action={owner.path} isNew effect={effect} {...form} />
    </OutagesFrame>
  )
}

interface EditorProps extends OutageNewPageProps {
  readonly action: string
  readonly isNew?: boolean
}

/** The form with its preview: htmx looks again at every change, a button does the same without it. */
export function OutageEditor({ page, owner, action, isNew, effect, fault, restores, ...form }: EditorProps): Html {
  const { t } = page
  return (
    <form class="rule-form" method="post" action={action}>
      <input type="hidden" name="_csrf" value={page.csrf} />
      {fault ? <input type="hidden" name="fault" value={fault} /> : null}
      {restores ? <input type="hidden" name="restores" value={restores} /> : null}
      {/* Enter in a field presses the first button of a form: let that be the one that shows. */}
      <button type="submit" name="check" value="1" hidden>
        {t('outages.check')}
      </button>
      <section
        class="panel stack"
        aria-label={t('outages.when')}
        hx-post={action}
        hx-trigger="change delay:150ms"
        hx-include="closest form"
        hx-vals='{"check":"1"}'
        hx-target="#effect"
        hx-swap="outerHTML"
      >
        {isNew ? <OutageForm page={page} {...form} /> : <OutageTimeForm page={page} {...form} />}
      </section>
      {effect ? <OutageEffectPanel page={page} effect={effect} /> : <div id="effect" aria-live="polite" />}
      <p class="row rule-form__save">
        <button class="button button--primary button--big" type="submit" name="save" value="1">
          {t(isNew ? 'outages.save' : 'outages.save-change')}
        </button>
        <button class="button" type="submit" name="check" value="1">
          {t('outages.check')}
        </button>
        <a class="button button--bare" href={owner.path}>
          {t('outages.give-up')}
        </a>
      </p>
    </form>
  )
}
