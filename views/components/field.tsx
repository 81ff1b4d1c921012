import type { Child, Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { Icon } from './icon.tsx'

interface Labelled {
  readonly page: Pick<Page, 't'>
  readonly name: string
  readonly label: string
  /** A word behind the label, such as "(optional)". */
  readonly optional?: string | undefined
  readonly hint?: string | undefined
  /** What is wrong with what was typed. */
  readonly error?: string | undefined
  readonly required?: boolean
  /** When the name occurs more than once on the page. */
  readonly id?: string
}

export interface FieldProps extends Labelled {
  readonly value: string
  readonly type?: 'text' | 'date' | 'time' | 'number' | 'email' | 'password' | 'search' | 'datetime-local'
  readonly autocomplete?: string
  readonly inputmode?: 'numeric' | 'decimal' | 'email'
  readonly min?: string | number
  readonly max?: string | number
  readonly step?: number
  readonly maxlength?: number
}

/** A labelled input with its hint, or with what is wrong and what to do. What was typed stays. */
export function Field({
  type = 'text',
  value,
  autocomplete,
  inputmode,
  min,
  max,
  step,
  maxlength,
  ...labelled
}: FieldProps): Html {
  return (
    <Frame {...labelled}>
      <input
        class="input"
        type={type}
        {...controlOf(labelled)}
        value={value}
        autocomplete={autocomplete}
        inputmode={inputmode}
        min={min}
        max={max}
        step={step}
        maxlength={maxlength}
      />
    </Frame>
  )
}

export interface SelectFieldProps extends Labelled {
  readonly value: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

export function SelectField({ value, options, ...labelled }: SelectFieldProps): Html {
  return (
    <Frame {...labelled}>
      <select class="input" {...controlOf(labelled)}>
        {options.map((option) => (
          <option value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </Frame>
  )
}

export interface TextAreaFieldProps extends Labelled {
  readonly value: string
  readonly rows?: number
  readonly maxlength?: number
}

export function TextAreaField({ value, rows = 3, maxlength, ...labelled }: TextAreaFieldProps): Html {
  return (
    <Frame {...labelled}>
      {/* The newline is eaten by the parser; without it the first one typed would be. */}
      <textarea class="input" {...controlOf(labelled)} rows={rows} maxlength={maxlength}>
        {`\n${value}`}
      </textarea>
    </Frame>
  )
}

const idOf = ({ id, name }: Labelled) => id ?? `f-${name}`

function controlOf(labelled: Labelled) {
  const id = idOf(labelled)
  const { name, error, hint, required } = labelled
  return {
    id,
    name,
    required: required === true,
    'aria-invalid': error ? 'true' : null,
    'aria-describedby': error ? `${id}-error` : hint ? `${id}-hint` : null,
  }
}

function Frame({ children, ...labelled }: Labelled & { children?: Child }) {
  const id = idOf(labelled)
  const { label, optional, hint, error } = labelled
  return (
    <div class="field">
      <label for={id}>
        {label}
        {optional ? <span class="faint"> {optional}</span> : null}
      </label>
      {children}
      {error ? (
        <span class="error" id={`${id}-error`}>
          <Icon name="stop" /> {error}
        </span>
      ) : hint ? (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      ) : null}
    </div>
  )
}
