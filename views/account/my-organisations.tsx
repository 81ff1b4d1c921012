import { SelectField } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

export interface MyOrganisation {
  readonly slug: string
  readonly name: string
  readonly state: 'asked' | 'active'
  readonly isAdministrator: boolean
  readonly isActing: boolean
}

export interface MyOrganisationsProps {
  readonly page: Page
  readonly mine: readonly MyOrganisation[]
  /** Of the cluster, that one could ask. */
  readonly others: readonly { readonly slug: string; readonly name: string }[]
  readonly error: string | null
}

/** Which organisations one belongs to, and for which one acts. */
export function MyOrganisations({ page, mine, others, error }: MyOrganisationsProps): Html {
  const { t } = page
  return (
    <section class="section" aria-labelledby="organisations">
      <div class="section__head">
        <h2 id="organisations">{t('account.organisations')}</h2>
      </div>
      <div class="stack">
        {mine.some(({ state }) => state === 'active') ? (
          <p class="quiet">{t('account.organisations.lead')}</p>
        ) : (
          <Notice kind="wait">
            <p>{t('account.organisations.none')}</p>
          </Notice>
        )}
        {mine.map((each) => (
          <Mine page={page} organisation={each} />
        ))}
        {others.length > 0 ? (
          <form class="stack form" action="/account/organisations" method="post">
            <input type="hidden" name="_csrf" value={page.csrf} />
            <SelectField
              page={page}
              name="organisation"
              label={t(mine.length > 0 ? 'account.organisations.ask-which' : 'account.organisation')}
              value=""
              options={[
                { value: '', label: t('sign-up.organisation.choose') },
                ...others.map(({ slug, name }) => ({ value: slug, label: name })),
              ]}
              error={error ?? undefined}
              required
            />
            <p>
              <button class="button" type="submit">
                {t('account.organisations.ask')}
              </button>
            </p>
          </form>
        ) : null}
      </div>
    </section>
  )
}

function Mine({ page, organisation }: { page: Page; organisation: MyOrganisation }) {
  const { t } = page
  const { slug, name, state, isActing, isAdministrator } = organisation
  const path = `/account/organisations/${slug}`
  const words = [
    state === 'asked' ? t('account.organisations.asked') : null,
    isActing ? t('account.organisations.acting') : null,
  ].filter((each) => each !== null)
  return (
    <div class="panel row row--apart">
      <div>
        <p>
          <b>{name}</b>
        </p>
        <p class="small quiet">
          {words.join(', ')}
          {isAdministrator ? (
            <>
              {words.length > 0 ? ', ' : null}
              <a href={`/manage/organisations/${slug}`}>{t('organisation.administrator')}</a>
            </>
          ) : null}
        </p>
      </div>
      <div class="row">
        {state === 'active' && !isActing ? (
          <Post page={page} action={`${path}/acting`} label={t('account.organisations.act')} of={name} />
        ) : null}
        {state === 'active' ? (
          <a class="button button--small" href={`${path}/leaving`}>
            {t('account.organisations.leave')}
            <span class="vh">: {name}</span>
          </a>
        ) : (
          <Post page={page} action={`${path}/withdrawal`} label={t('account.organisations.withdraw')} of={name} />
        )}
      </div>
    </div>
  )
}

/** A form of one button, which says to those who do not see its row what it is about. */
export function Post({
  page,
  action,
  label,
  of,
  fields = {},
}: {
  page: Page
  action: string
  label: string
  of: string
  fields?: Readonly<Record<string, string>>
}): Html {
  return (
    <form action={action} method="post">
      <input type="hidden" name="_csrf" value={page.csrf} />
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <button class="button button--small" type="submit">
        {label}
        <span class="vh">: {of}</span>
      </button>
    </form>
  )
}
