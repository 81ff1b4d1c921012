import { Field, SelectField, TextAreaField } from '../components/field.tsx'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { PurposePicks } from './purpose-picks.tsx'

export interface WhatPartProps {
  readonly page: Page
  readonly fields: {
    readonly title: string
    readonly purpose: string
    readonly project: string
    readonly note: string
    readonly override: string
    readonly reason?: string
  }
  /** Field name → what is wrong with it. */
  readonly errors: Readonly<Record<string, string>>
  readonly projects: readonly { readonly code: string; readonly title: string }[]
  readonly mayOverride: boolean
  readonly titleHint?: string | undefined
  /** Of a change: whose it is, where somebody else makes it and has to say why; null where a reason may go with it. */
  readonly why?: { readonly tells: string | null } | null
}

/** What a reservation or a series is for: the part of its form below the time. */
export function WhatPart({ page, fields, errors, projects, mayOverride, titleHint, why }: WhatPartProps): Html {
  const { t } = page
  return (
    <fieldset class="panel stack" aria-labelledby="what">
      <h2 id="what">{t('reservation.what')}</h2>
      <Field
        page={page}
        name="title"
        label={t('reservation.title')}
        value={fields.title}
        error={errors['title']}
        hint={titleHint}
        maxlength={200}
        required
      />
      <PurposePicks page={page} chosen={fields.purpose} error={errors['purpose']} withUpkeep={mayOverride} />
      {projects.length > 0 ? (
        <SelectField
          page={page}
          name="project"
          label={t('reservation.project')}
          value={fields.project}
          error={errors['project']}
          options={[
            { value: '', label: t('reservation.no-project') },
            ...projects.map(({ code, title }) => ({ value: code, label: `${title} (${code})` })),
          ]}
        />
      ) : null}
      <TextAreaField
        page={page}
        name="note"
        label={t('reservation.note')}
        optional={t('reservation.optional')}
        value={fields.note}
        error={errors['note']}
        rows={3}
        maxlength={2000}
      />
      {why ? (
        <Field
          page={page}
          name="reason"
          label={t('reservation.change-reason')}
          value={fields.reason ?? ''}
          error={errors['reason']}
          optional={why.tells ? undefined : t('reservation.optional')}
          hint={
            why.tells ? t('reservation.change-reason-hint', { name: why.tells }) : t('reservation.purpose-reason-hint')
          }
          maxlength={500}
          required={why.tells !== null}
        />
      ) : null}
      {mayOverride ? (
        <Field
          page={page}
          name="override"
          label={t('reservation.override')}
          optional={t('reservation.optional')}
          value={fields.override}
          error={errors['override']}
          hint={t('reservation.override-hint')}
          maxlength={500}
        />
      ) : null}
    </fieldset>
  )
}
