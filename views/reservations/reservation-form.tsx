import type { LocalFault } from '../../server/domain/local-span.ts'
import type { Invitee } from '../../server/domain/participant.ts'
import { isDay } from '../../server/domain/zone.ts'
import { CheckPanel, type CheckPanelProps } from '../components/check-panel.tsx'
import { Crumbs } from '../components/crumbs.tsx'
import { Field } from '../components/field.tsx'
import { StateChip } from '../components/state-chip.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { type RepeatFields, RepeatPart } from '../series/repeat-part.tsx'
import { type SeriesCheck, SeriesCheckPanel } from '../series/series-check.tsx'
import { HoldPart, type HoldShown } from '../waiting/hold-line.tsx'
import { type AlsoFields, AlsoPart } from './also-part.tsx'
import { DoubledHour } from './doubled-hour.tsx'
import { GuestFields } from './guests-panel.tsx'
import { WhatPart } from './what-part.tsx'

/** What was typed, as it was typed. */
export interface ReservationFields {
  readonly date: string
  readonly start: string
  readonly end_date: string
  readonly end: string
  readonly start_fold: string
  readonly end_fold: string
  readonly title: string
  readonly purpose: string
  readonly project: string
  readonly note: string
  readonly units: string
  readonly override: string
  /** Why somebody else's reservation is changed. */
  readonly reason: string
  /** What is taken along: slug → how many. */
  readonly also: Readonly<Record<string, string>>
  /** Addresses of people to invite along, and the ids of those ticked. */
  readonly participants: string
  readonly guests: readonly number[]
}

export interface ExistingReservation {
  readonly id: number
  readonly version: number
  /** The series it is one date of, and when that date starts. */
  readonly series: { readonly id: number; readonly start: number } | null
  /** Whether it is asked why: of a change by somebody else, and of what was confirmed. */
  readonly why: { readonly tells: string | null } | null
}

export interface ReservationFormProps {
  readonly page: Page
  readonly resource: {
    readonly slug: string
    readonly name: string
    readonly organisation: string
    readonly approval: 'none' | 'owner'
    readonly stepMinutes: number
    readonly capacity: number
    readonly timeZone: string
    readonly decisionDays: number
    readonly decisionHours: number | null
  }
  readonly fields: ReservationFields
  /** Field name → what is wrong with it. */
  readonly errors: Readonly<Record<string, string>>
  /** Doubled hours that the person must tell apart. */
  readonly doubled: readonly Extract<LocalFault, { kind: 'twice' }>[]
  readonly check: CheckPanelProps['check'] | null
  readonly also: AlsoFields
  /** How a new reservation repeats; null for one that exists. */
  readonly repeat: RepeatFields | null
  /** Its dates, where it does. */
  readonly series: SeriesCheck | null
  readonly projects: readonly { readonly code: string; readonly title: string }[]
  /** A steward may set rules aside with a reason. */
  readonly mayOverride: boolean
  /** Whom they may pick to come along. */
  readonly near: readonly Invitee[]
  /** Null for a new reservation. */
  readonly existing: ExistingReservation | null
  readonly calendarUrl: string
  /** What is known of a hold on the time; null where the reservation exists. */
  readonly hold: HoldShown | null
  /** Sent with the form: it makes one reservation, however often it is sent. */
  readonly key: string
  readonly notice?: { readonly title: string; readonly hint: string } | undefined
}

/** The form of a new or changed reservation, with the check of its time beside it. */
export function ReservationFormPage(props: ReservationFormProps): Html {
  const { page, resource, existing } = props
  const { t } = page
  const title = t(existing ? 'reservation.edit' : 'reservation.new')
  const needsApproval = resource.approval === 'owner'
  return (
    <Layout page={page} title={`${title}: ${resource.name}`} nav={existing ? 'mine' : 'equipment'}>
      <div class="wrap">
        <Crumbs
          page={page}
          items={[
            { label: t('nav.equipment'), href: '/equipment' },
            { label: resource.name, href: `/equipment/${resource.slug}` },
            ...(existing
              ? [{ label: t('reservation.number', { id: existing.id }), href: `/reservations/${existing.id}` }]
              : []),
            { label: title },
          ]}
        />
        <div class="page-head">
          <h1>{title}</h1>
          <p class="row">
            <b>{resource.name}</b> <span class="quiet small">{resource.organisation}</span>{' '}
            <StateChip page={page} kind={needsApproval ? 'approval' : 'instant'} />
          </p>
          {existing?.series ? (
            <p class="small">
              {t('series.only-this')}{' '}
              <a href={`/series/${existing.series.id}/edit?from=${existing.series.start}`}>
                {t('series.change-following')}
              </a>
            </p>
          ) : null}
        </div>
        {props.notice ? (
          <div class="notice" data-kind="stop" role="alert">
            <div>
              <b>{props.notice.title}</b>
              <p>{props.notice.hint}</p>
            </div>
          </div>
        ) : null}
        <form class="form-grid" action={existing ? `/reservations/${existing.id}` : '/reservations'} method="post">
          <input type="hidden" name="_csrf" value={page.csrf} />
          <input type="hidden" name="resource" value={resource.slug} />
          {existing ? (
            <input type="hidden" name="version" value={existing.version} />
          ) : (
            <input type="hidden" name="key" value={props.key} />
          )}
          {/* Enter in a field presses the first button of a form: let that be the one that sends. */}
          <button type="submit" hidden>
            {t(existing ? 'reservation.save' : 'reservation.book')}
          </button>
          <When {...props} />
          {props.series ? (
            <SeriesCheckPanel page={page} check={props.series} timeZone={resource.timeZone} />
          ) : (
            <CheckPanel page={page} check={props.check} />
          )}
          <div class="what stack">
            <WhatPart {...props} titleHint={t('reservation.title-hint')} why={existing?.why ?? null} />
            {existing ? null : <GuestsPart {...props} />}
            <div class="row row--apart">
              <p class="small quiet">
                {needsApproval ? answerBy(page, resource) : t('reservation.instant')}
                {needsApproval ? ' ' + t('reservation.held-for-you') : null}
              </p>
              <p class="row">
                <a class="button button--bare" href={props.calendarUrl}>
                  {t('reservation.back-to-calendar')}
                </a>
                <button class="button button--primary button--big" type="submit">
                  {t(existing ? 'reservation.save' : needsApproval ? 'reservation.send-request' : 'reservation.book')}
                </button>
              </p>
            </div>
          </div>
        </form>
      </div>
    </Layout>
  )
}

function GuestsPart({ page, near, fields, errors }: ReservationFormProps) {
  const error = errors['participants']
  return (
    <details class="panel fold" open={error !== undefined || fields.guests.length > 0 || fields.participants !== ''}>
      <summary>
        {page.t('participants.title')} <span class="faint">{page.t('reservation.optional')}</span>
      </summary>
      <GuestFields page={page} near={near} chosen={fields.guests} addresses={fields.participants} error={error} />
    </details>
  )
}

function When({ page, resource, fields, errors, doubled, existing, repeat, also, hold }: ReservationFormProps) {
  const { t } = page
  const stepHint =
    resource.timeZone === 'Europe/Warsaw'
      ? t('reservation.step-hint', { step: resource.stepMinutes })
      : t('reservation.step-hint-zone', { step: resource.stepMinutes, zone: resource.timeZone })
  return (
    <fieldset
      class="panel when stack"
      aria-labelledby="when"
      hx-post={existing ? `/reservations/${existing.id}` : '/reservations'}
      hx-trigger="change delay:150ms"
      hx-include="closest form"
      hx-vals='{"check":"1"}'
      hx-target="#check"
      hx-swap="outerHTML"
    >
      <h2 id="when">{t('reservation.when')}</h2>
      <div class="fields">
        <Field
          page={page}
          name="date"
          type="date"
          label={t('reservation.date')}
          hint={weekday(fields.date, page)}
          value={fields.date}
          error={errors['date']}
          required
        />
        <Field
          page={page}
          name="start"
          inputmode="numeric"
          label={t('reservation.start')}
          value={fields.start}
          error={errors['start']}
          hint={stepHint}
          required
        />
        <Field
          page={page}
          name="end_date"
          type="date"
          label={t('reservation.end-date')}
          value={fields.end_date}
          error={errors['end_date']}
          hint={t('reservation.end-date-hint')}
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
            value={fields.units || '1'}
            error={errors['units']}
            hint={t('reservation.units-hint', { capacity: resource.capacity })}
            min={1}
            max={resource.capacity}
          />
        ) : null}
      </div>
      {doubled.map((fault) => (
        <DoubledHour page={page} zone={resource.timeZone} fault={fault} />
      ))}
      {doubled.some((fault) => fault.field === 'start') || !fields.start_fold ? null : (
        <input type="hidden" name="start_fold" value={fields.start_fold} />
      )}
      {doubled.some((fault) => fault.field === 'end') || !fields.end_fold ? null : (
        <input type="hidden" name="end_fold" value={fields.end_fold} />
      )}
      <AlsoPart page={page} also={also} errors={errors} />
      {repeat ? <RepeatPart page={page} repeat={repeat} errors={errors} /> : null}
      {hold ? <HoldPart page={page} hold={hold} /> : null}
      <p class="row">
        <button class="button" type="submit" name="check" value="1" formnovalidate>
          {t('reservation.check')}
        </button>
      </p>
    </fieldset>
  )
}

const weekday = (day: string, { locale }: Page) =>
  isDay(day) ? formatOf(locale, 'UTC').dayName(Date.parse(day)) : undefined

const answerBy = ({ t }: Page, { decisionDays: days, decisionHours: count }: ReservationFormProps['resource']) =>
  count === null ? t('reservation.answer-by', { days }) : t('reservation.answer-by-hours', { count })
