import { LEAST_PASSWORD_LENGTH, MOST_PASSWORD_LENGTH } from '../../server/domain/password.ts'
import { LOCALES } from '../../server/domain/person.ts'
import { SelectField } from '../components/field.tsx'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { FormField } from './form-field.tsx'
import { GatePage, Submit } from './gate-page.tsx'

export interface SignUpFields {
  readonly name: string
  readonly email: string
  readonly organisation: string
  readonly locale: string
}

export interface SignUpPageProps {
  readonly page: Page
  readonly organisations: readonly { readonly slug: string; readonly name: string }[]
  readonly fields: SignUpFields
  readonly errors: Readonly<Record<string, string>>
}

/** Asks for an account. */
export function SignUpPage({ page, organisations, fields, errors }: SignUpPageProps): Html {
  const { t } = page
  return (
    <GatePage page={page} title={t('sign-up.title')} lead={t('sign-up.lead')}>
      <form class="panel stack" action="/sign-up" method="post">
        <input type="hidden" name="_csrf" value={page.csrf} />
        <Names page={page} name={fields.name} errors={errors} />
        <FormField
          name="email"
          label={t('sign-up.email')}
          type="email"
          autocomplete="username"
          value={fields.email}
          maxlength={254}
          error={errors['email'] ?? null}
        />
        <SelectField
          page={page}
          name="organisation"
          label={t('sign-up.organisation')}
          value={fields.organisation}
          options={[
            { value: '', label: t('sign-up.organisation.choose') },
            ...organisations.map(({ slug, name }) => ({ value: slug, label: name })),
          ]}
          error={errors['organisation']}
          required
        />
        <NewPassword page={page} name="password" error={errors['password']} />
        <Language page={page} locale={fields.locale} />
        {errors['form'] ? (
          <p class="error" role="alert">
            {errors['form']}
          </p>
        ) : null}
        <Submit label={t('sign-up.go')} />
      </form>
    </GatePage>
  )
}

export function Names({ page, name, errors }: Pick<SignUpPageProps, 'page' | 'errors'> & { name: string }): Html {
  return (
    <FormField
      name="name"
      label={page.t('sign-up.name')}
      autocomplete="name"
      value={name}
      maxlength={120}
      error={errors['name'] ?? null}
    />
  )
}

/** A password to be chosen: any may be pasted, and its rules stand beside it. */
export function NewPassword({
  page,
  name,
  label,
  error,
}: {
  page: Page
  name: string
  label?: string
  error: string | undefined
}): Html {
  const { t } = page
  return (
    <FormField
      name={name}
      label={label ?? t('sign-up.password')}
      type="password"
      autocomplete="new-password"
      hint={t('sign-up.password.hint', { least: LEAST_PASSWORD_LENGTH, most: MOST_PASSWORD_LENGTH })}
      maxlength={1000}
      error={error ?? null}
    />
  )
}

export function Language({ page, locale }: { page: Page; locale: string }): Html {
  const { t } = page
  const options = LOCALES.map((each) => ({ value: each, label: t(`account.language.${each}`) }))
  return <SelectField page={page} name="locale" label={t('sign-up.language')} value={locale} options={options} />
}

/** The same for an address with an account and for one without. */
export function LookAtMailPage({ page, text }: { page: Page; text: string }): Html {
  return (
    <GatePage page={page} title={page.t('sign-up.sent.title')}>
      <p class="notice" data-kind="ok" role="status">
        {text}
      </p>
    </GatePage>
  )
}

export interface ConfirmSignUpPageProps {
  readonly page: Page
  readonly token: string
  readonly name: string
  readonly email: string
  readonly organisation: string
  readonly error: string | null
}

/** Makes the account, by who has the link and knows the password. */
export function ConfirmSignUpPage({ page, token, name, email, organisation, error }: ConfirmSignUpPageProps): Html {
  const { t } = page
  return (
    <GatePage
      page={page}
      title={t('sign-up.confirm.title')}
      lead={t('sign-up.confirm.lead', { name, email, organisation })}
    >
      <form class="panel stack" action={`/sign-up/${token}`} method="post">
        <input type="hidden" name="_csrf" value={page.csrf} />
        <input name="username" type="text" autocomplete="username" value={email} hidden />
        <FormField
          name="password"
          label={t('sign-up.password')}
          type="password"
          autocomplete="current-password"
          maxlength={1000}
          error={error}
          autofocus
        />
        <Submit label={t('sign-up.confirm.go')} />
      </form>
      <p class="small quiet">{t('sign-up.confirm.not-mine')}</p>
    </GatePage>
  )
}
