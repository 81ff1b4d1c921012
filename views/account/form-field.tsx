import type { Attributes } from '../jsx-runtime.ts'

export interface FormFieldProps {
  readonly name: string
  readonly label: string
  readonly value?: string
  readonly type?: 'text' | 'email' | 'password'
  readonly autocomplete?: string
  readonly hint?: string | null
  readonly error?: string | null
  readonly maxlength?: number
  readonly autofocus?: boolean
}

/** A labelled input; hint and error are tied to it for screen readers. */
export function FormField({ name, label, value, type = 'text', hint, error, ...rest }: FormFieldProps) {
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ')
  const attributes: Attributes = {
    ...rest,
    'aria-describedby': described || null,
    'aria-invalid': error ? 'true' : null,
  }
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {hint ? (
        <span class="hint" id={`${name}-hint`}>
          {hint}
        </span>
      ) : null}
      <input class="input" id={name} name={name} type={type} value={value} required {...attributes} />
      {error ? <FieldError id={`${name}-error`} text={error} /> : null}
    </div>
  )
}

export function FieldError({ id, text }: { id: string; text: string }) {
  return (
    <span class="error" id={id}>
      <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
        <path d="M5.2 1.8h5.6l3.4 3.4v5.6l-3.4 3.4H5.2l-3.4-3.4V5.2z" />
        <path d="M8 4.8v4M8 11v.2" />
      </svg>{' '}
      {text}
    </span>
  )
}
