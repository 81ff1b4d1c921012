import type { OutageRecord } from '../../server/domain/outage.ts'
import { Field, TextAreaField } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { DocumentList, type ListedDocument } from './document-list.tsx'
import type { OutageEffect } from './outage-effect.tsx'
import type { OutageFormProps } from './outage-form.tsx'
import { OutageEditor } from './outage-new-page.tsx'
import { OutagesFrame, type OutagesOwner } from './outages-frame.tsx'

export interface OutagePageProps extends OutageFormProps {
  readonly owner: OutagesOwner
  readonly outage: OutageRecord
  readonly isRunning: boolean
  readonly effect: OutageEffect | null
  readonly log: { readonly text: string; readonly doneBy: string }
  readonly documents: readonly ListedDocument[]
}

/** One outage: ended, moved, logged, with its documents. */
export function OutagePage(props: OutagePageProps): Html {
  const { page, owner, outage, effect } = props
  const { t, locale } = page
  const format = formatOf(locale, owner.timeZone)
  const path = `${owner.path}/${outage.id}`
  const title = `${t(`calendar.outage-${outage.kind}`)}, ${format.daySpan(outage.start, outage.end)}`
  const { fields, errors, doubled, zone } = props
  return (
    <OutagesFrame page={page} owner={owner} title={title}>
      {props.isRunning ? <EndNow page={page} path={path} /> : null}
      <section class="section" aria-labelledby="log">
        <div class="section__head">
          <h2 id="log">{t('outages.log')}</h2>
        </div>
        <Log {...props} path={path} />
      </section>
      <section class="section" aria-labelledby="documents">
        <div class="section__head">
          <h2 id="documents">{t('outages.documents')}</h2>
        </div>
        <Documents {...props} path={path} />
      </section>
      <section class="section" aria-labelledby="time">
        <div class="section__head">
          <h2 id="time">{t('outages.time')}</h2>
          {outage.createdBy ? (
            <span class="small quiet">{t('outages.entered-by', { name: outage.createdBy })}</span>
          ) : null}
        </div>
        <OutageEditor page={page} owner={owner} action={path} effect={effect} {...{ fields, errors, doubled, zone }} />
      </section>
      <section class="section" aria-labelledby="removal">
        <div class="section__head">
          <h2 id="removal">{t('outages.remove')}</h2>
        </div>
        <form class="stack" method="post" action={`${path}/removal`}>
          <input type="hidden" name="_csrf" value={page.csrf} />
          <p class="quiet">{t('outages.remove-hint')}</p>
          <p>
            <button class="button button--stop" type="submit">
              {t('outages.remove')}
            </button>
          </p>
        </form>
      </section>
    </OutagesFrame>
  )
}

function EndNow({ page, path }: { page: Page; path: string }) {
  const { t } = page
  return (
    <form class="panel row" method="post" action={`${path}/end`}>
      <input type="hidden" name="_csrf" value={page.csrf} />
      <button class="button button--big" type="submit">
        {t('outages.end-now')}
      </button>
      <span class="quiet">{t('outages.end-now-hint')}</span>
    </form>
  )
}

type Part = OutagePageProps & { readonly path: string }

function Log({ page, log, errors, path }: Part) {
  const { t } = page
  return (
    <form class="stack" method="post" action={`${path}/log`}>
      <input type="hidden" name="_csrf" value={page.csrf} />
      <TextAreaField
        page={page}
        name="work_log"
        label={t('outages.log-text')}
        value={log.text}
        rows={4}
        maxlength={10_000}
        error={errors['work_log']}
      />
      <Field
        page={page}
        name="done_by"
        label={t('outages.done-by')}
        hint={t('outages.done-by-hint')}
        value={log.doneBy}
        maxlength={254}
        error={errors['done_by']}
      />
      <p>
        <button class="button" type="submit">
          {t('outages.log-save')}
        </button>
      </p>
    </form>
  )
}

function Documents({ page, owner, documents, errors, path }: Part) {
  const { t } = page
  const fault = errors['file']
  return (
    <div class="stack">
      {documents.length === 0 ? <p class="quiet">{t('outages.no-documents')}</p> : null}
      <DocumentList page={page} zone={owner.timeZone} documents={documents} />
      <form class="stack" method="post" action={`${path}/documents`} enctype="multipart/form-data">
        <input type="hidden" name="_csrf" value={page.csrf} />
        <div class="field">
          <label for="f-file">{t('outages.file')}</label>
          <input
            class="input"
            type="file"
            id="f-file"
            name="file"
            accept=".pdf,.png,.jpg,.jpeg,.txt"
            aria-invalid={fault ? 'true' : null}
            aria-describedby={fault ? 'f-file-error' : 'f-file-hint'}
          />
          {fault ? (
            <span class="error" id="f-file-error">
              <Icon name="stop" /> {fault}
            </span>
          ) : (
            <span class="hint" id="f-file-hint">
              {t('outages.file-hint')}
            </span>
          )}
        </div>
        <p>
          <button class="button" type="submit">
            {t('outages.attach')}
          </button>
        </p>
      </form>
    </div>
  )
}
