import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { type HoursEffect, HoursEffectPanel } from './hours-effect.tsx'
import { HoursFrame, type HoursOwner, hoursHeading, Overtaken } from './hours-place.tsx'
import { RuleForm, type RuleFormProps } from './rule-form.tsx'
import { ViewAs } from './view-as.tsx'

export interface RulePageProps extends Omit<RuleFormProps, 'kind'> {
  readonly owner: HoursOwner
  /** Of a rule that exists; null for a new one. */
  readonly id: number | null
  /** For whom the preview is, one of AUDIENCES. */
  readonly viewAs: string
  readonly effect: HoursEffect
  /** The digest of the rule as it was shown; null for a new one. */
  readonly seen: string | null
  /** How the rule reads that somebody else has written meanwhile; null for none. */
  readonly notice: string | null
}

/** The editor of one rule: the sentence, what it changes, and whom it concerns, before anything is saved. */
export function RulePage({ page, owner, id, viewAs, effect, seen, notice, ...form }: RulePageProps): Html {
  const { t } = page
  const title = t(id === null ? 'hours.new' : 'hours.edit')
  const action = id === null ? owner.path : `${owner.path}/${id}`
  return (
    <HoursFrame page={page} owner={owner} title={title}>
      <div class="page-head">
        <h1>{hoursHeading(page, owner, title)}</h1>
      </div>
      <Overtaken page={page} notice={notice} />
      <form class="rule-form" method="post" action={action}>
        <input type="hidden" name="_csrf" value={page.csrf} />
        {seen === null ? null : <input type="hidden" name="seen" value={seen} />}
        {/* Enter in a field presses the first button of a form: let that be the one that shows. */}
        <button type="submit" name="check" value="1" hidden>
          {t('hours.check')}
        </button>
        <section
          class="panel stack"
          aria-label={title}
          hx-post={action}
          hx-trigger="change delay:150ms"
          hx-include="closest form"
          hx-vals='{"check":"1"}'
          hx-target="#effect"
          hx-swap="outerHTML"
        >
          <p class="small quiet">{t('hours.reads-like')}</p>
          <RuleForm page={page} kind={owner.kind} {...form} />
          <ViewAs page={page} value={viewAs} />
        </section>
        <HoursEffectPanel page={page} effect={effect} />
        <Save page={page} path={owner.path} id={id} />
      </form>
    </HoursFrame>
  )
}

function Save({ page, path, id }: { page: Page; path: string; id: number | null }) {
  const { t } = page
  return (
    <p class="row rule-form__save">
      <button class="button button--primary button--big" type="submit" name="save" value="1">
        {t('hours.save')}
      </button>
      <a class="button button--bare" href={path}>
        {t('hours.give-up')}
      </a>
      {id === null ? null : (
        <a class="button button--bare" href={`${path}/${id}/removal`}>
          {t('hours.remove-rule')}
        </a>
      )}
    </p>
  )
}
