import { AUDIENCES } from '../../server/domain/availability-rule.ts'
import { LEVELS } from '../../server/domain/person.ts'
import { APPROVALS, type Policy, type PolicyField } from '../../server/domain/policy.ts'
import { ROUTINGS } from '../../server/domain/routing.ts'
import { Field, SelectField, TextAreaField } from '../components/field.tsx'
import type { Child, Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import type { TextKey } from '../text/translate.ts'
import { DayBoxes, PurposeBoxes } from './policy-boxes.tsx'
import { policyWords } from './policy-words.ts'

/** Every field of the form as typed; what is left out is empty. */
export type PolicyFields = Readonly<Record<string, string>>

/** What holds where the field stays empty, and where it comes from. */
export interface Inherited {
  readonly policy: Policy
  readonly from: Readonly<Record<PolicyField, 'lab' | 'organisation' | 'house'>>
}

export interface PolicyFormProps {
  readonly page: Page
  readonly fields: PolicyFields
  readonly errors: Readonly<Record<string, string>>
  readonly inherited: Inherited
}

const LENGTHS = ['stepMinutes', 'minMinutes', 'maxMinutes', 'setupMinutes', 'cleanupMinutes'] as const
const NOTICES = ['minNoticeMinutes', 'cancelNoticeMinutes', 'lockMinutes'] as const

/** Every rule of booking with the place's own value, or what it takes from above. */
export function PolicyFormFields(props: PolicyFormProps): Html {
  const { t } = props.page
  return (
    <>
      <Group page={props.page} name="time" hint={t('policy.length-hint')}>
        {LENGTHS.map((name) => textField(props, name))}
      </Group>
      <Group page={props.page} name="ahead">
        {NOTICES.map((name) => textField(props, name))}
        {figureField(props, 'horizonDays')}
        {AUDIENCES.map((audience) => horizonField(props, audience))}
      </Group>
      <Group
        page={props.page}
        name="who"
        after={
          <>
            <PurposeBoxes page={props.page} legend={t('policy.purposes')} prefix="purpose" fields={props.fields} />
            <AutoBoxes {...props} />
          </>
        }
      >
        {choiceField(
          props,
          'approval',
          named(APPROVALS, (each) => t(`policy.approval-${each}`)),
        )}
        {choiceField(
          props,
          'routing',
          named(ROUTINGS, (each) => t(`policy.routing-${each}`)),
        )}
        {figureField(props, 'decisionHours', t('policy.decision-hint'))}
        {choiceField(
          props,
          'autoApprove',
          named(['none', 'chosen'] as const, (each) => t(`policy.auto-${each}`)),
        )}
        {choiceField(props, 'onePlace', yesOrNo(props))}
        {choiceField(props, 'projectRequired', yesOrNo(props))}
        {choiceField(
          props,
          'bookers',
          named([...AUDIENCES, 'people'] as const, (each) => t(`policy.bookers-${each}`)),
        )}
        <People {...props} />
        {choiceField(
          props,
          'purposes',
          named(['all', 'chosen'] as const, (each) => t(`policy.purposes-${each}`)),
        )}
      </Group>
      <Group page={props.page} name="rights">
        {choiceField(props, 'qualificationRequired', [
          ['none', t('policy.qualification-none')],
          ...named(LEVELS, (each) => t(`level.${each}`)),
        ])}
        {figureField(props, 'qualificationLapseMonths', t('policy.months-hint'))}
      </Group>
      <LevelHours {...props} />
      <Group page={props.page} name="use">
        {figureField(props, 'noShowAfterMinutes', t('policy.no-show-hint'))}
        {choiceField(props, 'autoCheckOut', yesOrNo(props))}
        {figureField(props, 'approvalAfterMisses', t('policy.misses-hint'))}
        {figureField(props, 'calibrationEveryMonths', t('policy.calibration-hint'))}
      </Group>
    </>
  )
}

interface GroupProps {
  readonly page: Page
  readonly name: string
  readonly hint?: string
  /** What stands below the fields, over the whole width. */
  readonly after?: Child
  readonly children?: Child
}

function Group({ page, name, hint, after, children }: GroupProps) {
  const id = `policy-${name}`
  return (
    <section class="panel stack" aria-labelledby={id}>
      <h2 id={id}>{page.t(`policy.group-${name}` as TextKey)}</h2>
      {hint ? <p class="small quiet">{hint}</p> : null}
      <div class="fields fields--roomy">{children}</div>
      {after}
    </section>
  )
}

/** `jak w laboratorium (30 min)` */
function inheritedText({ page, inherited }: PolicyFormProps, field: PolicyField): string {
  const value = policyWords(page, field, inherited.policy[field])
  return page.t(`policy.from-${inherited.from[field]}`, { value })
}

const labelOf = ({ page }: PolicyFormProps, field: PolicyField) => page.t(`policy.${field}` as TextKey)

function textField(props: PolicyFormProps, name: PolicyField) {
  const { page, fields, errors } = props
  return (
    <Field
      page={page}
      name={name}
      label={labelOf(props, name)}
      value={fields[name] ?? ''}
      error={errors[name]}
      hint={inheritedText(props, name)}
      maxlength={30}
    />
  )
}

function figureField(props: PolicyFormProps, name: PolicyField, hint = '') {
  const { page, fields, errors } = props
  return (
    <Field
      page={page}
      name={name}
      inputmode="numeric"
      label={labelOf(props, name)}
      value={fields[name] ?? ''}
      error={errors[name]}
      hint={`${hint} ${inheritedText(props, name)}`.trim()}
      maxlength={4}
    />
  )
}

function horizonField(props: PolicyFormProps, audience: (typeof AUDIENCES)[number]) {
  const { page, fields, errors, inherited } = props
  const name = `horizon-${audience}`
  const days = inherited.policy.horizonDaysFor[audience]
  const from = inherited.from.horizonDaysFor
  return (
    <Field
      page={page}
      name={name}
      inputmode="numeric"
      label={`${page.t('policy.horizonDays')}: ${page.t(`policy.bookers-${audience}`)}`}
      optional={page.t('policy.optional')}
      value={fields[name] ?? ''}
      error={errors[name]}
      hint={
        days === undefined
          ? page.t('policy.horizon-hint')
          : page.t(`policy.from-${from}`, { value: page.t('unit.days', { count: days }) })
      }
      maxlength={4}
    />
  )
}

type Options = readonly (readonly [value: string, label: string])[]

const named = <V extends string>(values: readonly V[], nameOf: (value: V) => string): Options =>
  values.map((value) => [value, nameOf(value)])
const yesOrNo = ({ page: { t } }: PolicyFormProps): Options => [
  ['yes', t('policy.yes')],
  ['no', t('policy.no')],
]

function choiceField(props: PolicyFormProps, name: PolicyField, options: Options) {
  const { page, fields, errors } = props
  const all: Options = [['', inheritedText(props, name)], ...options]
  return (
    <SelectField
      page={page}
      name={name}
      label={labelOf(props, name)}
      value={fields[name] ?? ''}
      error={errors[name]}
      options={all.map(([value, label]) => ({ value, label }))}
    />
  )
}

/** The conditions under which nobody need decide; all that are chosen must hold. */
function AutoBoxes({ page, fields, errors }: PolicyFormProps) {
  const { t } = page
  return (
    <>
      <fieldset class="boxes">
        <legend class="label">{t('policy.auto-conditions')}</legend>
        {(['qualified', 'own'] as const).map((each) => (
          <label class="box">
            <input type="checkbox" name={`auto-${each}`} checked={Boolean(fields[`auto-${each}`])} />
            {t(`policy.auto-${each}`)}
          </label>
        ))}
      </fieldset>
      <div class="fields fields--roomy">
        <Field
          page={page}
          name="auto-length"
          label={t('policy.auto-length')}
          optional={t('policy.optional')}
          value={fields['auto-length'] ?? ''}
          error={errors['auto-length']}
          maxlength={30}
        />
      </div>
      <PurposeBoxes page={page} legend={t('policy.auto-purposes')} prefix="auto-purpose" fields={fields} />
    </>
  )
}

function People({ page, fields, errors }: PolicyFormProps) {
  return (
    <TextAreaField
      page={page}
      name="people"
      label={page.t('policy.people')}
      optional={page.t('policy.optional')}
      value={fields['people'] ?? ''}
      error={errors['people']}
      hint={page.t('policy.people-hint')}
      maxlength={20_000}
    />
  )
}

function LevelHours(props: PolicyFormProps) {
  const { page, fields, errors } = props
  return (
    <section class="panel stack" aria-labelledby="policy-hours">
      <h2 id="policy-hours">{labelOf(props, 'levelHours')}</h2>
      <p class="small quiet">{`${page.t('policy.levelHours-hint')} ${inheritedText(props, 'levelHours')}.`}</p>
      {LEVELS.map((level) => (
        <DayBoxes
          page={page}
          legend={page.t(`level.${level}`)}
          prefix={`hours-${level}`}
          fields={fields}
          error={errors[`hours-${level}`]}
        />
      ))}
    </section>
  )
}
