import { type Crumb, Crumbs } from '../components/crumbs.tsx'
import { Field } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

export const ACCESSORY_NOTICES = ['added', 'saved', 'retired', 'restored'] as const

/** What was typed of an accessory. */
export interface AccessoryFields {
  readonly name_pl: string
  readonly name_en: string
  readonly stock: string
}

export interface ListedAccessory {
  readonly slug: string
  readonly name: string
  readonly stock: number
  readonly isRetired: boolean
  /** Null where others decide about it. */
  readonly form: {
    readonly fields: AccessoryFields
    /** Equipment of the person's labs, with whether it belongs to it. */
    readonly hosts: readonly { readonly slug: string; readonly name: string; readonly isChosen: boolean }[]
    /** Names of others' equipment that it belongs to, too. */
    readonly others: readonly string[]
  } | null
  readonly lab: string
}

export interface AccessoriesPageProps {
  readonly page: Page
  readonly resource: { readonly slug: string; readonly name: string }
  readonly crumbs: readonly Crumb[]
  readonly accessories: readonly ListedAccessory[]
  /** Accessories of the person's labs that could belong to it. */
  readonly sharable: readonly { readonly slug: string; readonly name: string }[]
  /** The empty form, or what was typed into it. */
  readonly fresh: AccessoryFields
  /** The form that was refused, the slug of its accessory or `new`, and what is wrong with its fields. */
  readonly refused: { readonly form: string; readonly errors: Readonly<Record<string, string>> } | null
  readonly notice: (typeof ACCESSORY_NOTICES)[number] | null
}

/** What is booked along with a resource: for who decides in its lab. */
export function AccessoriesPage(props: AccessoriesPageProps): Html {
  const { page, resource, accessories, sharable, fresh, refused, notice } = props
  const { t } = page
  const path = `/manage/resources/${resource.slug}/accessories`
  const title = `${t('accessories.title')}: ${resource.name}`
  return (
    <Layout page={page} title={title} nav="manage">
      <div class="wrap">
        <Crumbs page={page} items={[...props.crumbs, { label: t('accessories.title') }]} />
        <div class="page-head">
          <h1>{title}</h1>
          <p class="quiet">{t('accessories.intro')}</p>
        </div>
        {notice ? (
          <div role="status">
            <Notice kind="ok">
              <p>{t(`accessories.done-${notice}`)}</p>
            </Notice>
          </div>
        ) : null}
        {accessories.length === 0 ? <p class="quiet">{t('accessories.none')}</p> : null}
        {accessories.map((each) => (
          <Accessory
            page={page}
            path={path}
            accessory={each}
            errors={refused?.form === each.slug ? refused.errors : {}}
          />
        ))}
        <section class="panel stack section" aria-labelledby="add">
          <h2 id="add">{t('accessories.add')}</h2>
          <form class="stack" action={path} method="post">
            <input type="hidden" name="_csrf" value={page.csrf} />
            <Fields page={page} fields={fresh} prefix="new" errors={refused?.form === 'new' ? refused.errors : {}} />
            <p>
              <button class="button button--primary" type="submit">
                {t('accessories.add')}
              </button>
            </p>
          </form>
        </section>
        {sharable.length > 0 ? <Share page={page} path={path} sharable={sharable} /> : null}
      </div>
    </Layout>
  )
}

function Accessory({
  page,
  path,
  accessory,
  errors,
}: {
  page: Page
  path: string
  accessory: ListedAccessory
  errors: Readonly<Record<string, string>>
}) {
  const { t } = page
  const { slug, name, stock, isRetired, form } = accessory
  const id = `accessory-${slug}`
  return (
    <section class="panel stack section section--close" aria-labelledby={id}>
      <div class="row row--apart">
        <h2 id={id}>{name}</h2>
        <span class="small quiet">
          {t('accessories.pieces', { count: stock })}
          {isRetired ? `, ${t('accessories.retired')}` : null}
        </span>
      </div>
      {form ? (
        <form class="stack" action={`${path}/${slug}`} method="post">
          <input type="hidden" name="_csrf" value={page.csrf} />
          <Fields page={page} fields={form.fields} prefix={slug} errors={errors} />
          <details class="fold">
            <summary>
              {t('accessories.belongs')} ({form.hosts.filter((each) => each.isChosen).length + form.others.length})
            </summary>
            <fieldset class="stack tight" aria-label={`${t('accessories.belongs')}: ${name}`}>
              {form.hosts.map((host) => (
                <label class="check">
                  <input type="checkbox" name={`of-${host.slug}`} value="1" checked={host.isChosen} />
                  {host.name}
                </label>
              ))}
              {form.others.length > 0 ? (
                <p class="quiet small">{t('accessories.of-others', { names: form.others.join(', ') })}</p>
              ) : null}
            </fieldset>
          </details>
          <p class="row">
            <button class="button button--primary" type="submit">
              {t('accessories.save')}
              <span class="vh">: {name}</span>
            </button>
            <button class="button" type="submit" name="act" value={isRetired ? 'restore' : 'retire'} formnovalidate>
              {t(isRetired ? 'accessories.restore' : 'accessories.retire')}
              <span class="vh">: {name}</span>
            </button>
          </p>
        </form>
      ) : (
        <p class="quiet">{t('accessories.others', { lab: accessory.lab })}</p>
      )}
    </section>
  )
}

function Fields({
  page,
  fields,
  prefix,
  errors,
}: {
  page: Page
  fields: AccessoryFields
  prefix: string
  errors: Readonly<Record<string, string>>
}) {
  const { t } = page
  return (
    <div class="fields">
      <Field
        page={page}
        id={`${prefix}-name-pl`}
        name="name_pl"
        label={t('accessories.name-pl')}
        value={fields.name_pl}
        error={errors['name_pl']}
        maxlength={120}
        required
      />
      <Field
        page={page}
        id={`${prefix}-name-en`}
        name="name_en"
        label={t('accessories.name-en')}
        hint={t('accessories.name-en-hint')}
        value={fields.name_en}
        error={errors['name_en']}
        maxlength={120}
      />
      <Field
        page={page}
        id={`${prefix}-stock`}
        name="stock"
        type="number"
        label={t('accessories.stock')}
        value={fields.stock}
        error={errors['stock']}
        min={1}
        max={1000}
        required
      />
    </div>
  )
}

function Share({ page, path, sharable }: Pick<AccessoriesPageProps, 'page' | 'sharable'> & { path: string }) {
  const { t } = page
  return (
    <section class="panel stack section" aria-labelledby="share">
      <h2 id="share">{t('accessories.share')}</h2>
      <form class="row" action={path} method="post">
        <input type="hidden" name="_csrf" value={page.csrf} />
        <label class="vh" for="f-share">
          {t('accessories.which')}
        </label>
        <select class="input" id="f-share" name="share" required>
          {sharable.map(({ slug, name }) => (
            <option value={slug}>{name}</option>
          ))}
        </select>
        <button class="button" type="submit">
          {t('accessories.share-button')}
        </button>
      </form>
    </section>
  )
}
