import { Icon } from '../components/icon.tsx'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

/** The form for several requests at once: `request_17`, `series_5`. */
export interface BulkFields {
  readonly picked: readonly string[]
  readonly reason: string
  readonly error: string | null
}

const FORM = 'bulk'

/** A box on a card that belongs to the form at the end of the page. */
export function Pick({
  page,
  name,
  isPicked,
  what,
}: {
  page: Page
  name: string
  isPicked: boolean
  what: string
}): Html {
  return (
    <label class="check">
      <input type="checkbox" form={FORM} name={name} value="1" checked={isPicked} />
      <span>
        {page.t('approvals.pick')}
        <span class="vh">: {what}</span>
      </span>
    </label>
  )
}

/** One decision and one reason for all that are picked; each is decided by itself. */
export function BulkDecision({ page, bulk }: { page: Page; bulk: BulkFields }): Html {
  const { t } = page
  return (
    <section class="panel stack section" aria-labelledby="bulk-title">
      <h2 id="bulk-title">{t('approvals.bulk')}</h2>
      <p class="small quiet">{t('approvals.bulk-hint')}</p>
      <form class="stack" id={FORM} action="/approvals/decisions" method="post">
        <input type="hidden" name="_csrf" value={page.csrf} />
        {bulk.error ? (
          <p class="error" id="bulk-error" role="alert">
            <Icon name="stop" /> {bulk.error}
          </p>
        ) : null}
        <div class="field">
          <label for="bulk-reason">
            {t('approvals.bulk-reason')} <span class="faint">{t('approvals.bulk-required')}</span>
          </label>
          <input
            class="input"
            type="text"
            id="bulk-reason"
            name="reason"
            list="reasons"
            value={bulk.reason}
            maxlength={500}
            aria-describedby={bulk.error ? 'bulk-error' : null}
          />
        </div>
        <p class="row">
          <button class="button" type="submit" name="decision" value="approve">
            <Icon name="check" /> {t('approvals.bulk-approve')}
          </button>
          <button class="button button--stop" type="submit" name="decision" value="decline">
            <Icon name="cross" /> {t('approvals.bulk-decline')}
          </button>
        </p>
      </form>
    </section>
  )
}

const KEYS = ['j', 'k', 'x', 'a', 'd'] as const

/** Keys that save way; nothing needs them. */
export function Keys({ page }: { page: Page }): Html {
  const { t } = page
  return (
    <details class="fold keys">
      <summary>
        <kbd>?</kbd> {t('approvals.keys')}
      </summary>
      <dl class="facts facts--list">
        {KEYS.map((key) => (
          <div>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`approvals.key-${key}`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
