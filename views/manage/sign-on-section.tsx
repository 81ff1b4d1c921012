import { Field } from '../components/field.tsx'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

export interface SignOnSectionProps {
  readonly page: Page
  readonly action: string
  /** What people know the provider by. */
  readonly provider: string
  readonly domains: string
  readonly isTrusted: boolean
  readonly error: string | undefined
}

/** Whom an organisation takes for its own when they come by the provider of OpenID Connect. */
export function SignOnSection({ page, action, provider, domains, isTrusted, error }: SignOnSectionProps): Html {
  const { t } = page
  return (
    <section class="section section--close stack" aria-labelledby="sign-on">
      <h2 id="sign-on">{t('sign-on.organisation')}</h2>
      <p class="quiet">{t('sign-on.organisation.lead', { name: provider })}</p>
      <form class="panel stack" action={action} method="post">
        <input type="hidden" name="_csrf" value={page.csrf} />
        {page.person?.role === 'administrator' ? (
          <Field
            page={page}
            name="domains"
            label={t('sign-on.domains')}
            hint={t('sign-on.domains.hint')}
            value={domains}
            error={error}
            maxlength={2000}
            autocomplete="off"
          />
        ) : (
          <p>
            {t('sign-on.domains')}: {domains || t('sign-on.domains.none')}
            <br />
            <small class="quiet">{t('sign-on.domains.who')}</small>
          </p>
        )}
        <label class="check">
          <input type="checkbox" name="trusted" value="1" checked={isTrusted} />
          {t('sign-on.trust')}
        </label>
        <p class="small quiet">{t('sign-on.trust.hint')}</p>
        <p>
          <button class="button" type="submit">
            {t('sign-on.save')}
          </button>
        </p>
      </form>
    </section>
  )
}
