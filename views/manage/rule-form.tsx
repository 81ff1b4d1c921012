import { AUDIENCES, RULE_EFFECTS } from '../../server/domain/availability-rule.ts'
import { RULE_NTHS, RULE_PATTERNS } from '../../server/domain/rule-picks.ts'
import { Field } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import type { Child, Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import type { TextKey } from '../text/translate.ts'

/** A rule as it was typed. Names are those of the form. */
export interface RuleFields {
  readonly effect: string
  readonly audience: string
  /** One of RULE_PATTERNS. */
  readonly pattern: string
  /** Weekdays ticked, 0 for Monday. */
  readonly weekdays: readonly number[]
  readonly every_weeks: string
  /** Months ticked, from 1 on. */
  readonly months: readonly number[]
  readonly nth: string
  readonly nth_day: string
  readonly month_day: string
  readonly every_months: string
  readonly from: string
  readonly to: string
  readonly from_date: string
  readonly to_date: string
  readonly valid_until: string
  readonly exdates: string
  readonly rdates: string
  readonly label: string
  /** RRULE text in place of what is picked. */
  readonly rrule: string
  readonly to_days: string
}

export interface RuleFormProps {
  readonly page: Page
  readonly kind: 'lab' | 'resource'
  readonly fields: RuleFields
  /** Field → what is wrong with it. */
  readonly errors: Readonly<Record<string, string>>
  /** How the sentence begins where the rule is about something else than hours: such a rule has no exceptions. */
  readonly lead?: Child
}

/** A rule of opening hours that reads as a sentence. Which of its parts show follows from the pattern, by CSS alone. */
export function RuleForm(props: RuleFormProps): Html {
  const { page, fields, errors, lead } = props
  const { t } = page
  return (
    <>
      <div class="sentence">
        {props.lead ?? <OpenFor {...props} />}{' '}
        <Pick
          {...props}
          name="pattern"
          label={t('hours.pattern')}
          options={RULE_PATTERNS.map((each) => [each, t(`hours.pattern-${each}`)])}
        />{' '}
        <Weekly {...props} />
        <MonthlyByWeekday {...props} />
        <MonthlyByDay {...props} />
        <span class="sentence__part">
          <span>{t('hours.from')}</span> <Typed {...props} name="from" label={t('hours.from-time')} size={5} />{' '}
          <span>{t('hours.to')}</span> <Typed {...props} name="to" label={t('hours.to-time')} size={5} />,
        </span>{' '}
        <span class="sentence__part">
          <label for="f-from_date">{t('hours.from-date')}</label> <DateOf {...props} name="from_date" />
        </span>
        <span class="sentence__part" data-for="year once">
          {' '}
          <label for="f-to_date">{t('hours.to-date')}</label>{' '}
          <DateOf {...props} name="to_date" hint={t('hours.to-date-hint')} />
        </span>
        <span class="sentence__part" data-for="week month-nth month-day year">
          , <label for="f-valid_until">{t('hours.valid-until')}</label>{' '}
          <DateOf {...props} name="valid_until" hint={t('hours.valid-until-hint')} />
        </span>
        .
      </div>
      {IN_SENTENCE.map((name) =>
        errors[name] ? (
          <p class="error" id={`f-${name}-error`}>
            <Icon name="stop" /> {errors[name]}
          </p>
        ) : null,
      )}
      <Months {...props} />
      <More page={page} fields={fields} errors={errors} lead={lead} />
    </>
  )
}

function OpenFor(props: RuleFormProps) {
  const { kind, page } = props
  const { t } = page
  return (
    <>
      <span>{t(`hours.${kind}-is`)}</span>{' '}
      <Pick
        {...props}
        name="effect"
        label={t('hours.effect')}
        options={RULE_EFFECTS.map((each) => [each, t(`hours.${kind}-${each}`)])}
      />{' '}
      <span>{t('hours.for')}</span>{' '}
      <Pick
        {...props}
        name="audience"
        label={t('hours.audience')}
        options={AUDIENCES.map((each) => [each, t(`hours.audience-${each}`)])}
      />
    </>
  )
}

/** Those without a place of their own for what is wrong with them. */
const IN_SENTENCE = [
  'effect',
  'audience',
  'pattern',
  'days',
  'every_weeks',
  'nth',
  'month_day',
  'every_months',
  'from',
  'to',
  'from_date',
  'to_date',
  'valid_until',
  'rules',
]

const WEEK = [0, 1, 2, 3, 4, 5, 6]
const YEAR = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]

function Weekly(props: RuleFormProps) {
  const { page, fields, errors } = props
  const { t } = page
  return (
    <div class="sentence__part" data-for="week">
      <fieldset class="inline" aria-describedby={errors['days'] ? 'f-days-error' : null}>
        <legend class="vh">{t('hours.days')}</legend>
        <span class="segments segments--days">
          {WEEK.map((each) => (
            <label>
              <input type="checkbox" name={`day_${each}`} value="1" checked={fields.weekdays.includes(each)} />
              {t(`hours.day-${each}` as TextKey)}
            </label>
          ))}
        </span>
      </fieldset>{' '}
      <Every {...props} name="every_weeks" label={t('hours.every-weeks')} unit={t('hours.weeks')} />
    </div>
  )
}

function MonthlyByWeekday(props: RuleFormProps) {
  const { t } = props.page
  return (
    <span class="sentence__part" data-for="month-nth">
      <Pick
        {...props}
        name="nth"
        label={t('hours.nth')}
        options={RULE_NTHS.map((each) => [String(each), t(`hours.nth-${each}` as TextKey)])}
      />{' '}
      <Pick
        {...props}
        name="nth_day"
        label={t('hours.nth-day')}
        options={WEEK.map((each) => [String(each), t(`hours.weekday-${each}` as TextKey)])}
      />{' '}
      <span>{t('hours.of-month')}</span>{' '}
    </span>
  )
}

function MonthlyByDay(props: RuleFormProps) {
  const { t } = props.page
  const days = Array.from({ length: 31 }, (_, i) => [String(i + 1), t('hours.month-day-n', { day: i + 1 })] as const)
  return (
    <>
      <span class="sentence__part" data-for="month-day">
        <Pick
          {...props}
          name="month_day"
          label={t('hours.month-day')}
          options={[...days, ['-1', t('hours.last-day')] as const]}
        />{' '}
      </span>
      <span class="sentence__part" data-for="month-nth month-day">
        <Every {...props} name="every_months" label={t('hours.every-months')} unit={t('hours.months')} />
      </span>
    </>
  )
}

function Every(props: RuleFormProps & { name: 'every_weeks' | 'every_months'; label: string; unit: string }) {
  return (
    <>
      <span>{props.page.t('hours.every')}</span> <Typed {...props} size={2} /> <span>{props.unit}</span>{' '}
    </>
  )
}

function Months({ page, fields }: RuleFormProps) {
  const { t } = page
  return (
    <fieldset class="rule-months" data-for="week">
      <legend class="label">
        {t('hours.only-months')} <span class="faint">({t('hours.only-months-hint')})</span>
      </legend>
      <span class="segments segments--days">
        {YEAR.map((each) => (
          <label>
            <input type="checkbox" name={`month_${each}`} value="1" checked={fields.months.includes(each)} />
            {t(`hours.month-${each}` as TextKey)}
          </label>
        ))}
      </span>
    </fieldset>
  )
}

function More({ page, fields, errors, lead }: Omit<RuleFormProps, 'kind'>) {
  const { t } = page
  const isOpen = (names: readonly (keyof RuleFields)[]) => names.some((name) => fields[name] !== '' || errors[name])
  const optional = t('hours.optional')
  const field = (name: 'label' | 'exdates' | 'rdates' | 'rrule' | 'to_days', hint: string) => (
    <Field
      page={page}
      name={name}
      label={t(name === 'to_days' ? 'hours.to-days' : `hours.${name}`)}
      optional={optional}
      hint={hint}
      value={fields[name]}
      error={errors[name]}
      maxlength={name === 'label' ? 200 : 2000}
    />
  )
  return (
    <>
      {lead ? null : (
        <details class="fold" open={isOpen(['label', 'exdates', 'rdates'])}>
          <summary>{t('hours.more')}</summary>
          <div class="fields fields--wide">
            {field('label', t('hours.label-hint'))}
            {field('exdates', t('hours.exdates-hint'))}
            {field('rdates', t('hours.rdates-hint'))}
          </div>
        </details>
      )}
      <details class="fold" open={isOpen(['rrule', 'to_days'])}>
        <summary>{t('hours.expert')}</summary>
        <div class="fields fields--wide">
          {field('rrule', t('hours.rrule-hint'))}
          {field('to_days', t('hours.to-days-hint'))}
        </div>
      </details>
    </>
  )
}

type Choosing = 'effect' | 'audience' | 'pattern' | 'nth' | 'nth_day' | 'month_day'

interface PickProps extends RuleFormProps {
  readonly name: Choosing
  readonly label: string
  readonly options: readonly (readonly [value: string, label: string])[]
}

function Pick({ fields, errors, name, label, options }: PickProps) {
  return (
    <select class="input" id={`f-${name}`} name={name} aria-label={label} {...faultOf(name, errors)}>
      {options.map(([value, text]) => (
        <option value={value} selected={fields[name] === value}>
          {text}
        </option>
      ))}
    </select>
  )
}

interface TypedProps extends RuleFormProps {
  readonly name: 'from' | 'to' | 'every_weeks' | 'every_months'
  readonly label: string
  readonly size: number
}

function Typed({ fields, errors, name, label, size }: TypedProps) {
  return (
    <input
      class="input"
      type="text"
      inputmode="numeric"
      id={`f-${name}`}
      name={name}
      size={size}
      maxlength={size}
      value={fields[name]}
      aria-label={label}
      {...faultOf(name, errors)}
    />
  )
}

interface DateProps extends RuleFormProps {
  readonly name: 'from_date' | 'to_date' | 'valid_until'
  readonly hint?: Child
}

function DateOf({ fields, errors, name, hint }: DateProps) {
  const fault = faultOf(name, errors)
  return (
    <>
      <input
        class="input"
        type="date"
        id={`f-${name}`}
        name={name}
        value={fields[name]}
        {...fault}
        aria-describedby={fault['aria-describedby'] ?? (hint ? `f-${name}-hint` : null)}
      />
      {hint ? (
        <span class="hint" id={`f-${name}-hint`}>
          {' '}
          ({hint})
        </span>
      ) : null}
    </>
  )
}

const faultOf = (name: string, errors: Readonly<Record<string, string>>) => ({
  'aria-invalid': errors[name] ? 'true' : null,
  'aria-describedby': errors[name] ? `f-${name}-error` : null,
})
