import type { Interval } from '../../server/domain/interval.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { Field, SelectField } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import { capitalised, formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { WhatPart } from '../reservations/what-part.tsx'
import { type Scope, ScopeFields } from './scope-fields.tsx'
import { type SeriesChangeCheck, SeriesChangePanel } from './series-change-panel.tsx'

/** What was typed, as it was typed. */
export interface SeriesFields extends Scope {
  /** The time and the length the form was opened with: a shift is counted from them. */
  readonly was: string
  readonly was_minutes: string
  readonly day_shift: string
  readonly start: string
  readonly end: string
  readonly title: string
  readonly purpose: string
  readonly project: string
  readonly note: string
  readonly units: string
  readonly override: string
  readonly reason: string
}

export interface SeriesFormProps {
  readonly page: Page
  readonly series: { readonly id: number; readonly version: number; readonly title: string }
  readonly sentence: string
  readonly resource: { readonly name: string; readonly capacity: number; readonly timeZone: string }
  /** The dates that can still be changed, in order. */
  readonly open: readonly Interval[]
  readonly fields: SeriesFields
  readonly errors: Readonly<Record<string, string>>
  readonly check: SeriesChangeCheck | null
  readonly projects: readonly { readonly code: string; readonly title: string }[]
  readonly mayOverride: boolean
  /** Whose it is, where somebody else changes it. */
  readonly why: { readonly tells: string | null }
  readonly notice?: { readonly title: string; readonly hint: string } | undefined
}

/** Changing a series, or what follows one of its dates; every date is checked before anything is saved. */
export function SeriesForm(props: SeriesFormProps): Html {
  const { page, series, sentence, resource, check, notice } = props
  const { t } = page
  const action = `/series/${series.id}`
  return (
    <Layout page={page} title={`${t('series.change')}: ${series.title}`} nav="mine">
      <div class="wrap">
        <Crumbs
          page={page}
          items={[
            { label: t('reservation.mine'), href: '/reservations' },
            { label: t('series.number', { id: series.id }), href: action },
            { label: t('series.change') },
          ]}
        />
        <div class="page-head">
          <h1>{t('series.change')}</h1>
          <p>
            <b>{series.title}</b>, {resource.name}
            <br />
            <span class="quiet small">{capitalised(sentence)}.</span>
          </p>
        </div>
        {notice ? (
          <div class="notice" data-kind="stop" role="alert">
            <Icon name="stop" />
            <div>
              <b>{notice.title}</b>
              <p>{notice.hint}</p>
            </div>
          </div>
        ) : null}
        <form class="form-grid" action={action} method="post">
          <input type="hidden" name="_csrf" value={page.csrf} />
          <input type="hidden" name="version" value={series.version} />
          <input type="hidden" name="was" value={props.fields.was} />
          <input type="hidden" name="was_minutes" value={props.fields.was_minutes} />
          {/* Enter in a field presses the first button of a form: let that be the one that sends. */}
          <button type="submit" hidden>
            {t('reservation.save')}
          </button>
          <When {...props} />
          <SeriesChangePanel page={page} check={check} timeZone={resource.timeZone} />
          <div class="what stack">
            <WhatPart {...props} />
            <p class="row row--end">
              <a class="button button--bare" href={action}>
                {t('series.open')}
              </a>
              <button class="button button--primary button--big" type="submit">
                {t('reservation.save')}
              </button>
            </p>
          </div>
        </form>
      </div>
    </Layout>
  )
}

const FURTHEST = 6

function When({ page, series, resource, open, fields, errors }: SeriesFormProps) {
  const { t } = page
  return (
    <fieldset
      class="panel when stack"
      aria-labelledby="when"
      hx-post={`/series/${series.id}`}
      hx-trigger="change delay:150ms"
      hx-include="closest form"
      hx-vals='{"check":"1"}'
      hx-target="#check"
      hx-swap="outerHTML"
    >
      <h2 id="when">{t('reservation.when')}</h2>
      <ScopeFields page={page} starts={open} timeZone={resource.timeZone} chosen={fields} />
      <div class="fields">
        <SelectField
          page={page}
          name="day_shift"
          label={t('series.day-shift')}
          value={fields.day_shift || '0'}
          error={errors['day_shift']}
          options={dayShifts(page, open, fields, resource.timeZone)}
        />
        <Field
          page={page}
          name="start"
          inputmode="numeric"
          label={t('reservation.start')}
          value={fields.start}
          error={errors['start']}
          hint={t('series.start-hint', { time: fields.was })}
          required
        />
        <Field
          page={page}
          name="end"
          inputmode="numeric"
          label={t('reservation.end')}
          value={fields.end}
          error={errors['end']}
          required
        />
        {resource.capacity > 1 ? (
          <Field
            page={page}
            name="units"
            type="number"
            label={t('reservation.units')}
            value={fields.units}
            error={errors['units']}
            min={1}
            max={resource.capacity}
          />
        ) : null}
      </div>
      <p class="row">
        <button class="button" type="submit" name="check" value="1" formnovalidate>
          {t('series.preview-change')}
        </button>
      </p>
    </fieldset>
  )
}

/** A day or more sooner or later, each named by the weekday that the first date in question would come to. */
function dayShifts(page: Page, open: readonly Interval[], fields: SeriesFields, timeZone: string) {
  const { t } = page
  const format = formatOf(page.locale, timeZone)
  const first = open.find(({ start }) => fields.scope === 'following' && String(start) === fields.from) ?? open[0]
  return Array.from({ length: 2 * FURTHEST + 1 }, (_, i) => {
    const days = i - FURTHEST
    if (days === 0) return { value: '0', label: t('series.same-day') }
    const day = first ? format.dayName(first.start + days * 86_400_000) : ''
    const label = t(days > 0 ? 'series.days-later' : 'series.days-earlier', { number: Math.abs(days), day })
    return { value: String(days), label }
  })
}
