import { Icon } from '../components/icon.tsx'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

interface DeclineFoldProps {
  readonly t: Page['t']
  /** Of the field: one page holds many. */
  readonly id: string
  readonly label: string
  /** What went wrong with the decision just sent, and the reason typed. */
  readonly fault: { readonly reason: string } | undefined
}

/** The other half of a decision: a decline with its reason, open once it failed. */
export function DeclineFold({ t, id, label, fault }: DeclineFoldProps): Html {
  return (
    <details class="fold" open={fault !== undefined}>
      <summary>{t('approvals.decline-fold')}</summary>
      <div class="stack">
        <div class="field">
          <label for={id}>
            {t('approvals.reason')} <span class="faint">{t('approvals.required')}</span>
          </label>
          <input
            class="input"
            type="text"
            id={id}
            name="reason"
            list="reasons"
            value={fault?.reason ?? ''}
            maxlength={500}
          />
        </div>
        <p>
          <button class="button button--stop" type="submit" name="decision" value="decline">
            <Icon name="cross" /> {label}
          </button>
        </p>
      </div>
    </details>
  )
}
