import { ACCESS_MODES, ACCESS_TEXTS, type AccessText, accessPolicyFrom } from '../../server/domain/access-policy.ts'
import { type Crumb, Crumbs } from '../components/crumbs.tsx'
import { TextAreaField } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import type { TextKey } from '../text/translate.ts'
import { type FormEvent, FormHistory } from './form-history.tsx'
import { Outcome } from './record-page.tsx'

export interface AccessFormPageProps {
  readonly page: Page
  readonly resource: { readonly slug: string; readonly name: string }
  readonly crumbs: readonly Crumb[]
  /** `mode-NAME`, `NAME_pl`, `NAME_en`. */
  readonly fields: Readonly<Record<string, string>>
  /** Fields that are too long. */
  readonly tooLong: readonly string[]
  readonly seen: string
  readonly outcome: 'saved' | 'overtaken' | null
  /** Others of the person's resources that have a policy. */
  readonly sources: readonly { readonly slug: string; readonly name: string }[]
  /** Whose policy was loaded into the form. */
  readonly copiedFrom: string | null
  readonly events: readonly FormEvent[]
}

/** The access policy of a resource, written by its stewards in both languages. */
export function AccessFormPage(props: AccessFormPageProps): Html {
  const { page, resource, outcome, copiedFrom, sources } = props
  const { t } = page
  const title = t('access.of', { name: resource.name })
  const path = `/manage/resources/${resource.slug}/access`
  return (
    <Layout page={page} title={title} nav="manage">
      <div class="wrap">
        <Crumbs page={page} items={[...props.crumbs, { label: t('access.title') }]} />
        <div class="page-head">
          <h1>{title}</h1>
          <p class="quiet">{t('access.form-intro')}</p>
          <p class="small">
            <a class="alone" href={`/equipment/${resource.slug}/access`}>
              {t('access.see')}
            </a>
          </p>
        </div>
        {outcome === 'saved' ? (
          <div role="status">
            <Notice kind="ok">
              <p>{t('access.saved')}</p>
            </Notice>
          </div>
        ) : (
          <Outcome page={page} outcome={props.tooLong.length > 0 ? 'wrong' : outcome} />
        )}
        {copiedFrom ? (
          <div role="status">
            <Notice>
              <p>{t('access.copied', { name: copiedFrom })}</p>
            </Notice>
          </div>
        ) : null}
        {sources.length > 0 ? <Copy page={page} path={path} sources={sources} /> : null}
        <form class="stack" method="post" action={path}>
          <input type="hidden" name="_csrf" value={page.csrf} />
          <input type="hidden" name="seen" value={props.seen} />
          <Modes {...props} />
          {ACCESS_TEXTS.map((name) => (
            <BothLanguages {...props} name={name} />
          ))}
          <p>
            <button class="button button--primary" type="submit">
              {t('access.save')}
            </button>
          </p>
        </form>
        <FormHistory page={page} events={props.events} told={(event) => toldOf(page, event)} />
      </div>
    </Layout>
  )
}

function Copy({ page: { t }, path, sources }: Pick<AccessFormPageProps, 'page' | 'sources'> & { path: string }) {
  return (
    <form class="row" action={path} method="get">
      <label for="f-from">{t('access.copy')}</label>
      <select class="input" id="f-from" name="from">
        {sources.map(({ slug, name }) => (
          <option value={slug}>{name}</option>
        ))}
      </select>
      <button class="button" type="submit">
        {t('access.copy-button')}
      </button>
    </form>
  )
}

function Modes({ page: { t }, fields }: AccessFormPageProps) {
  return (
    <fieldset class="stack tight">
      <legend class="label">{t('access.modes')}</legend>
      {ACCESS_MODES.map((mode) => (
        <label class="check">
          <input type="checkbox" name={`mode-${mode}`} value="1" checked={fields[`mode-${mode}`] !== undefined} />
          <span>
            {t(`access.mode-${mode}`)} <small class="quiet">{t(`access.mode-${mode}-hint`)}</small>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

const HINTS: Partial<Record<AccessText, TextKey>> = {
  units: 'access.units-hint',
  acknowledgement: 'access.acknowledgement-hint',
}

function BothLanguages({ page, fields, tooLong, name }: AccessFormPageProps & { name: AccessText }) {
  const { t } = page
  const hint = HINTS[name]
  const area = (language: 'pl' | 'en') => {
    const field = `${name}_${language}`
    return (
      <TextAreaField
        page={page}
        name={field}
        label={t(`access.${name}`)}
        optional={`(${t(`access.in-${language}`)})`}
        hint={hint && t(hint)}
        value={fields[field] ?? ''}
        maxlength={5000}
        error={tooLong.includes(field) ? t('record.fault.long') : undefined}
      />
    )
  }
  return (
    <div class="two two--even">
      {area('pl')}
      {area('en')}
    </div>
  )
}

function toldOf({ t }: Page, { before, after }: FormEvent): string {
  const was = accessPolicyFrom((before ?? {}) as Record<string, unknown>)
  const is = accessPolicyFrom((after ?? {}) as Record<string, unknown>)
  const texts = ACCESS_TEXTS.filter(
    (name) => was.texts[name].pl !== is.texts[name].pl || was.texts[name].en !== is.texts[name].en,
  )
  const modes = 'modes' in (after ?? {}) ? [t('access.modes')] : []
  return t('record.changed', { fields: [...modes, ...texts.map((name) => t(`access.${name}`))].join(', ') })
}
