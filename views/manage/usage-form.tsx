import type { LocalFault } from '../../server/domain/local-span.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { Field } from '../components/field.tsx'
import type { Child, Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { DoubledHour } from '../reservations/doubled-hour.tsx'

/** A record of use as it was typed, by the names of the form. */
export type UsageFields = Readonly<Record<string, string>>

export interface UsageFormProps {
  readonly page: Page
  readonly resource: Resource
  readonly path: string
  /** What was typed, and what is wrong with it. */
  readonly fields: UsageFields
  readonly errors: Readonly<Record<string, string>>
  /** Hours that the clocks show twice: which is meant has to be said. */
  readonly doubled: readonly Extract<LocalFault, { kind: 'twice' }>[]
}

/** When a resource was used, by whom and of which reservation, with the reason, `why`; the children are its button. */
export function UsageForm(props: UsageFormProps & { readonly why: string; readonly children?: Child }): Html {
  const { page, resource, path, fields, errors, doubled } = props
  const { t } = page
  const field = (name: string) => ({ page, name, value: fields[name] ?? '', error: errors[name] })
  return (
    <form class="stack" method="post" action={path}>
      <input type="hidden" name="_csrf" value={page.csrf} />
      {errors['when'] ? (
        <p class="error" role="alert">
          {errors['when']}
        </p>
      ) : null}
      <div class="fields fields--roomy">
        <Field {...field('date')} type="date" label={t('reservation.date')} required />
        <Field {...field('start')} label={t('reservation.start')} required maxlength={5} />
        <Field
          {...field('end_date')}
          type="date"
          label={t('reservation.end-date')}
          hint={t('reservation.end-date-hint')}
        />
        <Field {...field('end')} label={t('reservation.end')} required maxlength={5} />
        {doubled.map((fault) => (
          <DoubledHour page={page} zone={resource.timeZone} fault={fault} />
        ))}
        {(['start', 'end'] as const).map((name) => (
          <ChosenFold {...props} name={name} />
        ))}
        <Field {...field('person')} type="email" label={t('use.person')} hint={t('use.person-hint')} maxlength={254} />
        <Field
          {...field('reservation')}
          label={t('use.reservation')}
          optional={t('reservation.optional')}
          maxlength={15}
        />
        {resource.capacity > 1 ? <Field {...field('units')} label={t('reservation.units')} maxlength={4} /> : null}
        <Field {...field('reason')} label={props.why} required maxlength={500} />
      </div>
      {props.children}
    </form>
  )
}

/** What has been said of an hour that comes twice is not asked again. */
function ChosenFold({ fields, doubled, name }: UsageFormProps & { readonly name: 'start' | 'end' }) {
  const chosen = fields[`${name}_fold`]
  if (!chosen || doubled.some((fault) => fault.field === name)) return null
  return <input type="hidden" name={`${name}_fold`} value={chosen} />
}
