import { OUTAGE_KINDS } from '../../server/domain/availability-rule.ts'
import type { LocalFault } from '../../server/domain/local-span.ts'
import { Field } from '../components/field.tsx'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { DoubledHour } from '../reservations/doubled-hour.tsx'
import { type RuleFields, RuleForm } from './rule-form.tsx'

/** An outage as it was typed. Names are those of the form; its time is a rule's, `once` for a single one. */
export interface OutageFields extends RuleFields {
  readonly kind: string
  /** `yes` or `no`. */
  readonly planned: string
  readonly reason: string
  /** Which of two equal hours was said to be meant; empty where nothing was. */
  readonly start_fold: string
  readonly end_fold: string
}

export interface OutageFormProps {
  readonly page: Page
  readonly fields: OutageFields
  /** Field → what is wrong with it. */
  readonly errors: Readonly<Record<string, string>>
  /** Hours that the clocks show twice: which is meant has to be said. */
  readonly doubled: readonly Extract<LocalFault, { kind: 'twice' }>[]
  readonly zone: string
}

/** A new outage, once or again and again, as a sentence. */
export function OutageForm(props: OutageFormProps): Html {
  const { page, fields, errors } = props
  return (
    <>
      <RuleForm page={page} kind="resource" fields={fields} errors={errors} lead={<What {...props} />} />
      <Besides {...props} />
    </>
  )
}

/** The time and the matter of one that is there. */
export function OutageTimeForm(props: OutageFormProps): Html {
  const { page, fields, errors } = props
  const { t } = page
  const field = (name: 'from_date' | 'from' | 'to_date' | 'to', label: string) => (
    <Field
      page={page}
      name={name}
      label={label}
      type={name.endsWith('date') ? 'date' : 'text'}
      {...(name.endsWith('date') ? {} : { inputmode: 'numeric', maxlength: 5 })}
      value={fields[name]}
      error={errors[name]}
    />
  )
  return (
    <>
      <input type="hidden" name="pattern" value="once" />
      <div class="sentence">
        <What {...props} />
      </div>
      <div class="fields fields--wide">
        {field('from_date', t('outages.from-date'))}
        {field('from', t('outages.from'))}
        {field('to_date', t('outages.to-date'))}
        {field('to', t('outages.to'))}
      </div>
      <Besides {...props} />
    </>
  )
}

function What({ page, fields }: OutageFormProps) {
  const { t } = page
  const select = (name: 'kind' | 'planned', label: string, options: readonly (readonly [string, string])[]) => (
    <select class="input" id={`f-${name}`} name={name} aria-label={label}>
      {options.map(([value, text]) => (
        <option value={value} selected={fields[name] === value}>
          {text}
        </option>
      ))}
    </select>
  )
  return (
    <>
      <span>{t('outages.is')}</span>{' '}
      {select(
        'planned',
        t('outages.planned-label'),
        (['yes', 'no'] as const).map((each) => [each, t(`outages.is-planned-${each}`)]),
      )}{' '}
      {select(
        'kind',
        t('outages.kind'),
        OUTAGE_KINDS.map((each) => [each, t(`outages.kind-${each}`)]),
      )}
    </>
  )
}

function Besides({ page, fields, errors, doubled, zone }: OutageFormProps) {
  const { t } = page
  return (
    <>
      {doubled.map((fault) => (
        <DoubledHour page={page} zone={zone} fault={fault} />
      ))}
      {/* What has been said of an hour that comes twice is not asked again. */}
      {(['start', 'end'] as const).map((name) =>
        fields[`${name}_fold`] && !doubled.some(({ field }) => field === name) ? (
          <input type="hidden" name={`${name}_fold`} value={fields[`${name}_fold`]} />
        ) : null,
      )}
      <Field
        page={page}
        name="reason"
        label={t('outages.reason')}
        optional={t('hours.optional')}
        hint={t('outages.reason-hint')}
        value={fields.reason}
        error={errors['reason']}
        maxlength={500}
      />
    </>
  )
}
