import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { FormField } from './form-field.tsx'
import { type SignInFault, signInFaultText } from './sign-in.tsx'

export interface ProvePageProps {
  readonly page: Page
  /** Where what was typed was on its way to. */
  readonly action: string
  readonly email: string
  readonly fields: readonly (readonly [string, string])[]
  readonly fault: SignInFault | null
}

/** Asks for the password once more, and carries on what was typed. */
export function ProvePage({ page, action, email, fields, fault }: ProvePageProps): Html {
  const { t } = page
  return (
    <Layout page={page} title={t('prove.title')}>
      <div class="wrap gate">
        <div class="stack">
          <h1>{t('prove.title')}</h1>
          <p class="quiet">{t('prove.why')}</p>
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
              error={fault && signInFaultText(page, fault)}
              autofocus
            />
            <button class="button button--primary button--big button--wide" type="submit">
              {t('prove.go')}
            </button>
          </form>
          <p>
            <a href="/password">{t('sign-in.forgotten')}</a>
          </p>
        </div>
      </div>
    </Layout>
  )
}
