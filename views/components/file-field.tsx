import type { Html } from '../jsx-runtime.ts'
import { Icon } from './icon.tsx'

interface FileFieldProps {
  readonly label: string
  readonly hint: string
  /** File endings and media types, as the attribute has them. */
  readonly accept: string
  readonly error: string | undefined
}

/** The form's `file`, with its fault in place of the hint. */
export function FileField({ label, hint, accept, error }: FileFieldProps): Html {
  return (
    <div class="field">
      <label for="f-file">{label}</label>
      <input
        class="input"
        type="file"
        id="f-file"
        name="file"
        accept={accept}
        aria-invalid={error ? 'true' : null}
        aria-describedby={error ? 'f-file-error' : 'f-file-hint'}
      />
      {error ? (
        <span class="error" id="f-file-error">
          <Icon name="stop" /> {error}
        </span>
      ) : (
        <span class="hint" id="f-file-hint">
          {hint}
        </span>
      )}
    </div>
  )
}
