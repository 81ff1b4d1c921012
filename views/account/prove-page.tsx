import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { FormField } from './form-field.tsx'
import { PASSKEY_SCRIPT, PasskeyForm } from './passkey-form.tsx'
import { type SignInFault, signInFaultText } from './sign-in.tsx'

export interface ProvePageProps {
  readonly page: Page
  /** Where what was typed was on its way to. */
  readonly action: string
  readonly email: string
  readonly fields: readonly (readonly [string, string])[]
  readonly fault: ProveFault | null
  readonly hasPassword: boolean
  readonly hasPasskeys: boolean
  /** The provider that the account is connected with; null for none. */
  readonly provider: string | null
  /** Where the form stood: what was typed does not survive the way to the provider. */
  readonly next: string
}

export type ProveFault = SignInFault | { readonly kind: 'passkey' }

/** Asks once more who it is, by password, passkey or provider, and carries on what was typed. */
export function ProvePage(props: ProvePageProps): Html {
  const { page, action, email, fields, fault, hasPassword, hasPasskeys, provider, next } = props
  const { t } = page
  return (
    <Layout page={page} title={t('prove.title')} head={hasPasskeys ? PASSKEY_SCRIPT : null}>
      <div class="wrap gate">
        <div class="stack">
          <h1>{t('prove.title')}</h1>
          <p class="quiet">{t(hasPassword ? 'prove.why' : 'prove.no-password')}</p>
          {hasPassword ? (
            <form class="panel stack" action={action} method="post">
              <input type="hidden" name="_csrf" value={page.csrf} />
              {fields.map(([name, value]) => (
                <input type="hidden" name={name} value={value} />
              ))}
              <input name="username" type="text" autocomplete="username" value={email} hidden />
              <FormField
                name="_proof"
                label={t('sign-in.password')}
                type="password"
                autocomplete="current-password"
                maxlength={1000}
                error={fault && fault.kind !== 'passkey' ? signInFaultText(page, fault) : null}
                autofocus
              />
              <button class="button button--primary button--big button--wide" type="submit">
                {t('prove.go')}
              </button>
            </form>
          ) : null}
          {hasPasskeys ? (
            <PasskeyForm
              page={page}
              action={action}
              verb="get"
              options="/account/proof/passkey"
              field="_passkey"
              fields={fields}
              label={t('passkey.use')}
              error={fault?.kind === 'passkey' ? t('passkey.wrong') : null}
              isWide
            />
          ) : null}
          {provider === null ? null : (
            <form action="/account/proof/oidc" method="post">
              <input type="hidden" name="_csrf" value={page.csrf} />
              <input type="hidden" name="next" value={next} />
              <button class="button button--big button--wide" type="submit">
                {t('sign-on.go', { name: provider })}
              </button>
            </form>
          )}
          <p>
            <a href="/password">{t(hasPassword ? 'sign-in.forgotten' : 'prove.set-password')}</a>
          </p>
        </div>
      </div>
    </Layout>
  )
}
