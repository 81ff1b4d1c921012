import type { Policy, PolicyField } from '../../server/domain/policy.ts'
import type { Quota } from '../../server/domain/quota.ts'
import { type Crumb, Crumbs } from '../components/crumbs.tsx'
import { Notice } from '../components/notice.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { quotaText } from '../text/quota-text.ts'
import type { TextKey } from '../text/translate.ts'
import { type PolicyEffect, PolicyEffectPanel } from './policy-effect.tsx'
import { PolicyFormFields, type PolicyFormProps } from './policy-form.tsx'
import { PolicyQuotas, type PolicyQuotasProps } from './policy-quotas.tsx'
import { policyWords } from './policy-words.ts'

/** Who did what of the rules when; `before` and `after` as they were kept. */
interface PolicyEvent {
  readonly kind: string
  readonly personName: string | null
  readonly before: object | null
  readonly after: object | null
  readonly at: number
}

export interface PolicyPageProps extends PolicyFormProps {
  readonly kind: 'resource' | 'lab' | 'organisation'
  readonly name: string
  readonly crumbs: readonly Crumb[]
  /** The address of this page. */
  readonly path: string
  readonly effect: PolicyEffect | null
  readonly isSaved: boolean
  readonly quotas: Omit<PolicyQuotasProps, 'page' | 'action'>
  readonly events: readonly PolicyEvent[]
}

/** The rules of booking of a resource, a lab or an organisation, for who sets them. */
export function PolicyPage(props: PolicyPageProps): Html {
  const { page, name, path, kind, quotas, effect } = props
  const { t } = page
  const title = t('policy.title')
  return (
    <Layout page={page} title={`${title}: ${name}`} nav="manage">
      <div class="wrap">
        <Crumbs page={page} items={[...props.crumbs, { label: title }]} />
        <div class="page-head">
          <h1>{`${title}: ${name}`}</h1>
          <p class="quiet">{t(`policy.intro-${kind}`)}</p>
        </div>
        {props.isSaved ? (
          <div role="status">
            <Notice kind="ok">
              <p>{t('policy.saved')}</p>
            </Notice>
          </div>
        ) : null}
        <form class="stack" method="post" action={path}>
          <input type="hidden" name="_csrf" value={page.csrf} />
          {/* Enter in a field presses the first button of a form: let that be the one that shows. */}
          <button type="submit" hidden>
            {t('policy.preview')}
          </button>
          {effect ? <PolicyEffectPanel page={page} effect={effect} inherited={props.inherited} /> : null}
          <PolicyFormFields {...props} />
          <p>
            <button class="button" type="submit">
              {t('policy.preview')}
            </button>
          </p>
        </form>
        <PolicyQuotas page={page} action={path.replace(/policy$/, 'quotas')} {...quotas} />
        <History {...props} />
      </div>
    </Layout>
  )
}

function History({ page, events }: PolicyPageProps) {
  const { t, locale } = page
  const format = formatOf(locale, page.timeZone)
  return (
    <section class="section" aria-labelledby="history">
      <div class="section__head">
        <h2 id="history">{t('policy.history')}</h2>
      </div>
      {events.length === 0 ? <p class="quiet">{t('policy.no-history')}</p> : null}
      <ol class="stack">
        {events.map((event) => (
          <li>
            <time
              datetime={new Date(event.at).toISOString()}
            >{`${format.date(event.at)}, ${format.clock(event.at)}`}</time>
            {event.personName ? `, ${event.personName}` : null}: {eventText(page, event)}
          </li>
        ))}
      </ol>
    </section>
  )
}

function eventText(page: Page, { kind, before, after }: PolicyEvent): string {
  const { t, locale } = page
  if (kind !== 'policy-changed')
    return t(`policy.event-${kind}` as TextKey, { what: quotaText(locale, (after ?? before) as Quota) })
  const was = (before ?? {}) as Partial<Policy>
  const will = (after ?? {}) as Partial<Policy>
  const fields = [...new Set([...Object.keys(was), ...Object.keys(will)])] as PolicyField[]
  const words = (field: PolicyField, policy: Partial<Policy>) =>
    policy[field] === undefined ? '–' : policyWords(page, field, policy[field])
  const what = fields.map((each) => `${t(`policy.${each}` as TextKey)}: ${words(each, was)} → ${words(each, will)}`)
  return t('policy.event-policy-changed', { what: what.join('; ') })
}
