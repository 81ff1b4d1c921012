import { FEED_KINDS, type FeedKind } from '../../server/domain/feed.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Notice } from '../components/notice.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { FieldError } from './form-field.tsx'

interface Named {
  readonly slug: string
  readonly name: string
}

export interface FeedsPageProps {
  readonly page: Page
  readonly feeds: readonly {
    readonly id: number
    readonly kind: FeedKind
    readonly name: string
    /** UTC epoch ms. */
    readonly createdAt: number
    /** False when its owner has lost what it takes. */
    readonly isAlive: boolean
  }[]
  readonly resources: readonly Named[]
  /** Those the reader looks after. */
  readonly labs: readonly Named[]
  readonly decides: boolean
  /** An address just made: it is shown this once. */
  readonly fresh: { readonly name: string; readonly url: string } | null
  readonly fault: { readonly field: FeedKind | null; readonly message: string } | null
  readonly isRevoked: boolean
  /** Slug of the resource to begin with. */
  readonly chosen: string | null
}

/** Private calendar addresses, for programs that show calendars. */
export function FeedsPage(props: FeedsPageProps): Html {
  const { page, fresh, fault, isRevoked } = props
  const { t } = page
  const title = t('feeds.title')
  return (
    <Layout page={page} title={title}>
      <div class="wrap account">
        <Crumbs page={page} items={[{ label: t('account.title'), href: '/account' }, { label: title }]} />
        <div class="page-head">
          <h1>{title}</h1>
          <p class="quiet">{t('feeds.lead')}</p>
        </div>
        {fresh ? <Fresh page={page} fresh={fresh} /> : null}
        {isRevoked ? (
          <p class="notice" data-kind="ok" role="status">
            {t('feeds.revoked')}
          </p>
        ) : null}
        {fault?.field === null ? (
          <div role="alert">
            <Notice kind="stop">
              <p>{fault.message}</p>
            </Notice>
          </div>
        ) : null}
        <Mine {...props} />
        <Make {...props} />
      </div>
    </Layout>
  )
}

function Fresh({ page: { t }, fresh }: { page: Page; fresh: NonNullable<FeedsPageProps['fresh']> }) {
  return (
    <div role="status">
      <Notice kind="ok" title={t('feeds.made', { name: fresh.name })}>
        <div class="stack">
          <p>{t('feeds.once')}</p>
          <div class="field">
            <label for="address">{t('feeds.address')}</label>
            <input class="input" id="address" value={fresh.url} readonly data-select="all" spellcheck="false" />
          </div>
          <p class="row">
            <a class="button" href={fresh.url.replace(/^https?:/, 'webcal:')}>
              {t('feeds.open')}
            </a>
          </p>
          <p class="small quiet">{t('feeds.how')}</p>
        </div>
      </Notice>
    </div>
  )
}

function Mine({ page, feeds }: FeedsPageProps) {
  const { t, locale, timeZone } = page
  return (
    <section class="section section--close" aria-labelledby="mine">
      <div class="section__head">
        <h2 id="mine">{t('feeds.mine')}</h2>
      </div>
      {feeds.length === 0 ? (
        <p class="quiet">{t('feeds.none')}</p>
      ) : (
        <DataTable
          caption={t('feeds.mine')}
          columns={(['what', 'kind', 'since', 'action'] as const).map((each) => ({ label: t(`feeds.column-${each}`) }))}
          groups={[
            {
              rows: feeds.map(({ id, kind, name, createdAt, isAlive }) => [
                name,
                <>
                  {t(`feeds.kind-${kind}`)}
                  {isAlive ? null : <p class="small quiet">{t('feeds.not-alive')}</p>}
                </>,
                <time datetime={new Date(createdAt).toISOString()}>
                  {formatOf(locale, timeZone).moment(createdAt)}
                </time>,
                <form action={`/account/feeds/${id}/revocation`} method="post">
                  <input type="hidden" name="_csrf" value={page.csrf} />
                  <button class="button button--bare" type="submit" aria-label={`${t('feeds.revoke')}: ${name}`}>
                    {t('feeds.revoke')}
                  </button>
                </form>,
              ]),
            },
          ]}
        />
      )}
    </section>
  )
}

function Make(props: FeedsPageProps) {
  const { page, labs, decides } = props
  const { t } = page
  const offered = FEED_KINDS.filter((kind) => (kind === 'lab' ? labs.length > 0 : kind !== 'approvals' || decides))
  return (
    <section class="section" aria-labelledby="make">
      <div class="section__head">
        <h2 id="make">{t('feeds.make')}</h2>
      </div>
      <div class="stack">
        {offered.map((kind) => (
          <div>
            <MakeOne {...props} kind={kind} />
          </div>
        ))}
      </div>
    </section>
  )
}

function MakeOne({ page, kind, resources, labs, chosen, fault }: FeedsPageProps & { kind: FeedKind }) {
  const { t } = page
  const choices = kind === 'resource' ? resources : kind === 'lab' ? labs : null
  const error = fault?.field === kind ? fault.message : null
  const [id, told] = [`of-${kind}`, `of-${kind}-error`]
  return (
    <form class="panel stack tight" action="/account/feeds" method="post">
      <input type="hidden" name="_csrf" value={page.csrf} />
      <input type="hidden" name="kind" value={kind} />
      <h3>{t(`feeds.kind-${kind}`)}</h3>
      <p class="small quiet">{t(`feeds.about-${kind}`)}</p>
      {choices ? (
        <div class="field">
          <label for={id}>{t(`feeds.pick-${kind as 'lab'}`)}</label>
          <select class="input" id={id} name={kind} aria-describedby={error ? told : null}>
            {choices.map(({ slug, name }) => (
              <option value={slug} selected={slug === chosen}>
                {name}
              </option>
            ))}
          </select>
          {error ? <FieldError id={told} text={error} /> : null}
        </div>
      ) : null}
      {kind === 'resource' && chosen ? (
        <p class="small">
          <a href={`/equipment/${chosen}/busy.ics`}>{t('feeds.public-busy')}</a>
        </p>
      ) : null}
      <p>
        <button class="button" type="submit" aria-label={`${t('feeds.make-one')}: ${t(`feeds.kind-${kind}`)}`}>
          {t('feeds.make-one')}
        </button>
      </p>
    </form>
  )
}
