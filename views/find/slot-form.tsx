import { WEEKDAYS } from '../../server/domain/hours-wished.ts'
import { Field, SelectField } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import { wordsOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { lengthName } from './length-name.ts'

/** What the slot finder was asked. */
export interface SlotForm {
  /** A technique, or words to search for. */
  readonly q: string
  readonly minutes: number
  /** Local days, both included. */
  readonly from: string
  readonly to: string
  /** Whole hours of the day; null for any. */
  readonly hoursFrom: number | null
  readonly hoursTo: number | null
  /** 0 for Monday; none for all. */
  readonly days: readonly number[]
  /** Slug, or empty. */
  readonly organisation: string
  readonly units: number
  readonly isQualified: boolean
  readonly isInstant: boolean
  /** Several times of each resource. */
  readonly isSeveral: boolean
  /** Slugs of the chosen ones; none for all. */
  readonly resources: readonly string[]
  readonly shown: number
  /** What could not be read, by field. */
  readonly faults: Readonly<Record<string, 'day' | 'order' | 'far' | 'length' | 'units'>>
}

export interface SlotFormProps {
  readonly page: Page
  readonly form: SlotForm
  readonly techniques: readonly string[]
  readonly organisations: readonly { readonly value: string; readonly label: string }[]
}

const LENGTHS = [30, 60, 90, 120, 180, 240, 480, 720, 1440, 2880, 4320, 10_080]
const HOURS = Array.from({ length: 25 }, (_, hour) => hour)

/** Where scripts run a choice takes hold at once and only the times change. */
const REFRESHES = {
  'hx-get': '/find',
  'hx-trigger': 'change delay:150ms, submit',
  'hx-target': '#slots',
  'hx-swap': 'outerHTML',
  'hx-push-url': 'true',
} as const

/** Everything one can say of the time one needs. */
export function SlotFinderForm({ page, form, techniques, organisations }: SlotFormProps): Html {
  const { t } = page
  const errorOf = (field: string) => (form.faults[field] ? t(`slots.fault.${form.faults[field]}`) : undefined)
  const lengths = [...new Set([...LENGTHS, form.minutes])].sort((a, b) => a - b)
  const hours = (any: string) => [
    { value: '', label: any },
    ...HOURS.map((hour) => ({ value: String(hour), label: `${hour}:00` })),
  ]
  const hourValue = (hour: number | null) => (hour === null ? '' : String(hour))
  return (
    <search aria-label={t('slots.form')}>
      <form id="slot-form" class="panel slot-form" action="/find" method="get" {...REFRESHES}>
        <div class="slot-form__what">
          <div class="field">
            <label for="q">{t('slots.what')}</label>
            <input
              class="input"
              type="search"
              id="q"
              name="q"
              value={form.q}
              list="techniques"
              autocomplete="off"
              maxlength="200"
            />
            <datalist id="techniques">
              {techniques.map((each) => (
                <option value={each} />
              ))}
            </datalist>
          </div>
          <SelectField
            page={page}
            name="duration"
            label={t('find.how-long')}
            value={String(form.minutes)}
            options={lengths.map((minutes) => ({ value: String(minutes), label: lengthName(t, minutes) }))}
            error={errorOf('duration')}
          />
          <Field
            page={page}
            name="from"
            type="date"
            label={t('slots.from')}
            value={form.from}
            error={errorOf('from')}
          />
          <Field page={page} name="to" type="date" label={t('slots.to')} value={form.to} error={errorOf('to')} />
        </div>
        <div class="slot-form__more">
          <SelectField
            page={page}
            name="hours_from"
            label={t('slots.hours-from')}
            value={hourValue(form.hoursFrom)}
            options={hours(t('slots.any-hour'))}
          />
          <SelectField
            page={page}
            name="hours_to"
            label={t('slots.hours-to')}
            value={hourValue(form.hoursTo)}
            options={hours(t('slots.any-hour'))}
          />
          <SelectField
            page={page}
            name="organisation"
            label={t('facets.organisation')}
            value={form.organisation}
            options={[{ value: '', label: t('slots.any-organisation') }, ...organisations]}
          />
          <Field
            page={page}
            name="units"
            type="number"
            label={t('slots.units')}
            value={String(form.units)}
            min={1}
            max={9999}
            error={errorOf('units')}
          />
        </div>
        <div class="slot-form__picks">
          <fieldset>
            <legend class="label">{t('slots.days')}</legend>
            <div class="row">
              {WEEKDAYS.map((day) => (
                <label class="check">
                  <input type="checkbox" name="day" value={String(day)} checked={form.days.includes(day)} />
                  <span>
                    <span aria-hidden="true">{wordsOf(page.locale).tinyDays[(day + 1) % 7]}</span>
                    <span class="vh">{wordsOf(page.locale).days[(day + 1) % 7]}</span>
                  </span>
                </label>
              ))}
            </div>
          </fieldset>
          <fieldset>
            <legend class="label">{t('slots.only')}</legend>
            <div class="row">
              <Tick name="instant" label={t('slots.instant')} isOn={form.isInstant} />
              {page.person ? <Tick name="qualified" label={t('slots.qualified')} isOn={form.isQualified} /> : null}
              <Tick name="several" label={t('slots.several')} isOn={form.isSeveral} />
            </div>
          </fieldset>
        </div>
        <p>
          <button class="button button--primary button--big" type="submit">
            <Icon name="search" /> {t('slots.go')}
          </button>
        </p>
      </form>
    </search>
  )
}

function Tick({ name, label, isOn }: { name: string; label: string; isOn: boolean }) {
  return (
    <label class="check">
      <input type="checkbox" name={name} value="1" checked={isOn} />
      <span>{label}</span>
    </label>
  )
}
