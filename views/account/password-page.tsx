import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { FormField } from './form-field.tsx'
import { GatePage, Submit } from './gate-page.tsx'
import { NewPassword } from './sign-up-page.tsx'

/** Asks for a link on which a new password is set. */
export function PasswordPage({ page, email, error }: { page: Page; email: string; error: string | null }): Html {
  const { t } = page
  return (
    <GatePage page={page} title={t('password.title')} lead={t('password.lead')}>
      <form class="panel stack" action="/password" method="post">
        <input type="hidden" name="_csrf" value={page.csrf} />
        <FormField
          name="email"
          label={t('sign-in.email')}
          type="email"
          autocomplete="username"
          value={email}
          maxlength={320}
          error={error}
        />
        <Submit label={t('password.go')} />
      </form>
    </GatePage>
  )
}

export interface SetPasswordPageProps {
  readonly page: Page
  readonly token: string
  readonly email: string
  readonly errors: Readonly<Record<string, string>>
}

export function SetPasswordPage({ page, token, email, errors }: SetPasswordPageProps): Html {
  const { t } = page
  return (
    <GatePage page={page} title={t('password.set.title')} lead={t('password.set.lead')}>
      <form class="panel stack" action={`/password/${token}`} method="post">
        <input type="hidden" name="_csrf" value={page.csrf} />
        <input name="username" type="text" autocomplete="username" value={email} hidden />
        <NewPassword page={page} name="fresh" label={t('account.password.fresh')} error={errors['fresh']} />
        <FormField
          name="repeat"
          label={t('account.password.repeat')}
          type="password"
          autocomplete="new-password"
          maxlength={1000}
          error={errors['repeat'] ?? null}
        />
        <Submit label={t('password.set.go')} />
      </form>
    </GatePage>
  )
}

/** Gives the account the address that the link was sent to. */
export function ConfirmEmailPage({ page, token, email }: { page: Page; token: string; email: string }): Html {
  const { t } = page
  return (
    <GatePage page={page} title={t('email.confirm.title')} lead={t('email.confirm.lead', { email })}>
      <form class="panel stack" action={`/account/email/${token}`} method="post">
        <input type="hidden" name="_csrf" value={page.csrf} />
        <Submit label={t('email.confirm.go')} />
      </form>
    </GatePage>
  )
}
