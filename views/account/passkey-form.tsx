import type { Child, Html } from '../jsx-runtime.ts'
import { raw } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

/** Goes into the head of pages with such a form. */
export const PASSKEY_SCRIPT = raw('<script src="/static/passkeys.js" defer></script>')

export interface PasskeyFormProps {
  readonly page: Page
  readonly action: string
  /** Makes a key, or signs with one. */
  readonly verb: 'create' | 'get'
  /** Where the challenge comes from. */
  readonly options: string
  /** The field that the browser's answer goes into. */
  readonly field?: string
  readonly fields?: readonly (readonly [string, string])[]
  readonly label: string
  readonly error?: string | null
  readonly isWide?: boolean
  readonly children?: Child
}

/** A form that a passkey fills in; without scripts it says that it needs them. */
export function PasskeyForm(props: PasskeyFormProps): Html {
  const { page, action, verb, options, field = 'credential', fields = [], label, error, isWide, children } = props
  const { t } = page
  return (
    <form
      class="stack"
      action={action}
      method="post"
      data-passkey={verb}
      data-passkey-options={options}
      data-passkey-field={field}
    >
      <input type="hidden" name="_csrf" value={page.csrf} />
      <input type="hidden" name={field} value="" />
      {fields.map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {children}
      <p>
        <button class={isWide ? 'button button--big button--wide' : 'button'} type="submit">
          {label}
        </button>
        <noscript>
          <br />
          <small class="quiet">{t('passkey.no-script')}</small>
        </noscript>
      </p>
      <p
        class="error"
        role="alert"
        data-passkey-trouble=""
        data-unsupported={t('passkey.unsupported')}
        data-failed={t('passkey.failed')}
        hidden={!error}
      >
        {error}
      </p>
    </form>
  )
}
