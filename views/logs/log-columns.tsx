import { LENGTH_UNITS, LOG_FORMATS, type LogColumn, type LogReading } from '../../server/domain/log-import.ts'
import { DataTable } from '../components/data-table.tsx'
import { Field, SelectField } from '../components/field.tsx'
import type { Html } from '../jsx-runtime.ts'
import type { LogImportPageProps } from './log-import-page.tsx'

/** Which column holds what, with the first lines below. */
export function LogColumns(props: LogImportPageProps): Html {
  const { page, log, headings, rows, reading, saveAs, errors, resource } = props
  const { t } = page
  const column = (name: LogColumn, label: string, more: { hint?: string; optional?: string } = {}) => (
    <SelectField
      page={page}
      name={name}
      label={label}
      value={reading[name] ?? ''}
      error={errors[name]}
      options={[{ value: '', label: t('log.no-column') }, ...headings.map((each) => ({ value: each, label: each }))]}
      {...more}
    />
  )
  const zones = [...new Set([resource.timeZone, 'Europe/Warsaw', 'UTC', reading.zone])]
  return (
    <section class="panel stack" aria-labelledby="columns">
      <h2 id="columns">{t('log.columns')}</h2>
      <p class="quiet">{t('log.columns-intro')}</p>
      <Remembered {...props} />
      <form class="stack" method="post" action={`/manage/logs/${log.id}`}>
        <div class="fields fields--wide">
          {column('start', t('log.start'))}
          {column('startTime', t('log.start-time'), { optional: t('log.optional-time') })}
          {column('end', t('log.end'), { hint: t('log.end-or-length') })}
          {column('endTime', t('log.end-time'), { optional: t('log.optional-time') })}
          {column('length', t('log.length'))}
          <SelectField
            page={page}
            name="lengthUnit"
            label={t('log.length-unit')}
            value={reading.lengthUnit}
            options={LENGTH_UNITS.map((each) => ({ value: each, label: t(`log.unit-${each}`) }))}
          />
          {column('person', t('log.person'), { hint: t('log.person-hint') })}
          {column('note', t('log.note'))}
          <SelectField
            page={page}
            name="format"
            label={t('log.format')}
            value={reading.format}
            options={LOG_FORMATS.map((each) => ({ value: each, label: t(`log.format-${each}`) }))}
          />
          <SelectField
            page={page}
            name="zone"
            label={t('log.zone')}
            value={reading.zone}
            error={errors['zone']}
            options={zones.map((zone) => ({
              value: zone,
              label: zone === resource.timeZone ? t('log.zone-resource', { zone }) : zone,
            }))}
          />
          <Field
            page={page}
            name="save_as"
            label={t('log.save-as')}
            optional={t('fault.photo-optional')}
            hint={t('log.save-as-hint')}
            value={saveAs}
            error={errors['save_as']}
            maxlength={60}
          />
        </div>
        <p>
          <button class={log.state === 'sent' ? 'button button--primary' : 'button'} type="submit">
            {t('log.check')}
          </button>
        </p>{' '}
        <input type="hidden" name="_csrf" value={page.csrf} />
      </form>
      <DataTable
        caption={t('log.columns-intro')}
        columns={headings.map((label) => ({ label }))}
        groups={[{ rows: rows.map((row) => headings.map((_, i) => (row[i] ?? '').slice(0, 80))) }]}
      />
    </section>
  )
}

/** Columns somebody gave a name to, each put into place by one button. */
function Remembered({ page, log, mappings }: LogImportPageProps) {
  const { t } = page
  if (mappings.length === 0) return null
  return (
    <div class="row">
      <b class="small">{t('log.saved')}</b>
      {mappings.map(({ name, reading }) => (
        <form method="post" action={`/manage/logs/${log.id}`}>
          <input type="hidden" name="_csrf" value={page.csrf} />
          {Object.entries(reading satisfies LogReading).map(([field, value]) => (
            <input type="hidden" name={field} value={value ?? ''} />
          ))}
          <button class="button" type="submit">
            {t('log.saved-use', { name })}
          </button>
        </form>
      ))}
    </div>
  )
}
