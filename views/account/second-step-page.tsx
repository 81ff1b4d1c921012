import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { FormField } from './form-field.tsx'
import { GatePage, Submit } from './gate-page.tsx'
import { PASSKEY_SCRIPT, PasskeyForm } from './passkey-form.tsx'

export interface SecondStepPageProps {
  readonly page: Page
  /** Where to go on afterwards: a local path. */
  readonly next: string | null
  readonly hasTotp: boolean
  readonly hasPasskeys: boolean
  readonly fault: SecondStepFault | null
}

export type SecondStepFault =
  | { readonly kind: 'wrong' | 'unreadable' | 'passkey' }
  | { readonly kind: 'wait'; readonly seconds: number }

/** Asks who has shown the password for the second factor. */
export function SecondStepPage({ page, next, hasTotp, hasPasskeys, fault }: SecondStepPageProps): Html {
  const { t } = page
  const ofPasskey = fault?.kind === 'passkey'
  return (
    <Layout page={page} title={t('second-step.title')} head={hasPasskeys ? PASSKEY_SCRIPT : null}>
      <div class="wrap gate">
        <div class="stack">
          <h1>{t('second-step.title')}</h1>
          <p class="quiet">{t('second-step.lead')}</p>
          {hasPasskeys ? (
            <PasskeyForm
              page={page}
              action="/sign-in/code"
              verb="get"
              options="/sign-in/code/passkey"
              fields={next ? [['next', next]] : []}
              label={t('passkey.use')}
              error={ofPasskey ? t('passkey.wrong') : null}
              isWide
            />
          ) : null}
          <form class="panel stack" action="/sign-in/code" method="post">
            <input type="hidden" name="_csrf" value={page.csrf} />
            {next ? <input type="hidden" name="next" value={next} /> : null}
            <FormField
              name="code"
              label={t(hasTotp ? 'second-step.code' : 'second-step.code.recovery')}
              autocomplete="one-time-code"
              maxlength={40}
              error={fault && !ofPasskey ? faultText(page, fault) : null}
              autofocus
            />
            <Submit label={t('second-step.go')} />
          </form>
          <p class="small quiet">{t('second-step.lost')}</p>
        </div>
      </div>
    </Layout>
  )
}

function faultText({ t }: Page, fault: SecondStepFault) {
  if (fault.kind === 'wait') return t('sign-in.wait', { count: Math.ceil(fault.seconds / 60) })
  return t(fault.kind === 'unreadable' ? 'second-step.unreadable' : 'second-step.wrong')
}

/** Nobody in this browser owes a second factor (any more). */
export function SecondStepOverPage({ page }: { page: Page }): Html {
  const { t } = page
  return (
    <GatePage page={page} title={t('second-step.title')} lead={t('second-step.over')}>
      <p>
        <a class="button" href="/sign-in">
          {t('second-step.restart')}
        </a>
      </p>
    </GatePage>
  )
}
