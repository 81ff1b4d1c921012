import { ACCESS_TEXTS, type AccessPolicy, isWritten, textIn } from '../../server/domain/access-policy.ts'
import type { Lab, Resource } from '../../server/domain/resource.ts'
import { type Crumb, Crumbs } from '../components/crumbs.tsx'
import { SourceNotice } from '../equipment/resource-facts.tsx'
import { hours } from '../format.ts'
import type { Child, Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

export interface AccessPageProps {
  readonly page: Page
  readonly resource: Resource
  readonly lab: Lab
  readonly crumbs: readonly Crumb[]
  readonly policy: AccessPolicy
  readonly mayChange: boolean
}

/** Who may use a resource on which terms: what its owner wrote, and what the settings of booking say. */
export function AccessPage({ page, resource, lab, crumbs, policy, mayChange }: AccessPageProps): Html {
  const { t, locale } = page
  const title = t('access.of', { name: resource.name[locale] })
  const written = ACCESS_TEXTS.filter((name) => textIn(policy.texts[name], locale) !== '')
  return (
    <Layout page={page} title={title} nav="equipment">
      <div class="wrap">
        <Crumbs page={page} items={[...crumbs, { label: t('access.title') }]} />
        <div class="page-head">
          <h1>{title}</h1>
          <p class="quiet">{t('access.lead')}</p>
          <p class="row no-print">
            <a href={`/equipment/${resource.slug}`}>{t('access.book')}</a>
            {mayChange ? <a href={`/manage/resources/${resource.slug}/access`}>{t('access.manage')}</a> : null}
          </p>
        </div>
        <div class="stack">
          <SourceNotice page={page} resource={resource} />
          {isWritten(policy) ? (
            <dl class="facts facts--list">
              {policy.modes.length > 0 ? (
                <Fact name={t('access.modes')}>
                  {policy.modes.map((mode) => (
                    <p>
                      <b>{t(`access.mode-${mode}`)}</b>. {t(`access.mode-${mode}-hint`)}
                    </p>
                  ))}
                </Fact>
              ) : null}
              {written.map((name) => (
                <Fact name={t(`access.${name}`)}>
                  <Paragraphs text={textIn(policy.texts[name], locale)} />
                </Fact>
              ))}
            </dl>
          ) : (
            <p class="notice">{t('access.none')}</p>
          )}
        </div>
        <section class="section" aria-labelledby="rules">
          <div class="section__head">
            <h2 id="rules">{t('access.by-rules')}</h2>
          </div>
          <ByRules page={page} resource={resource} lab={lab} />
        </section>
      </div>
    </Layout>
  )
}

function ByRules({ page, resource, lab }: Pick<AccessPageProps, 'page' | 'resource' | 'lab'>) {
  const { t } = page
  const { policy } = resource
  const length = (minutes: number) => hours(minutes * 60_000)
  return (
    <dl class="facts facts--list">
      <Fact name={t('access.rule-approval')}>
        {policy.approval === 'owner'
          ? t('access.rule-approval-owner', { count: lab.decisionDays })
          : t('access.rule-approval-none')}
      </Fact>
      <Fact name={t('access.rule-qualification')}>
        {policy.qualificationRequired
          ? t('access.rule-qualification-level', { level: t(`level.${policy.qualificationRequired}`) })
          : t('access.rule-qualification-none')}
      </Fact>
      <Fact name={t('access.rule-notice')}>
        {policy.minNoticeMinutes > 0
          ? t('access.rule-notice-ahead', { length: length(policy.minNoticeMinutes) })
          : t('access.rule-notice-none')}{' '}
        {t('access.rule-horizon', { count: policy.horizonDays })}
      </Fact>
      <Fact name={t('access.rule-length')}>
        {t('access.rule-length-between', { least: length(policy.minMinutes), most: length(policy.maxMinutes) })}
      </Fact>
      <Fact name={t('access.rule-cancel')}>
        {policy.cancelNoticeMinutes > 0
          ? t('access.rule-cancel-ahead', { length: length(policy.cancelNoticeMinutes) })
          : t('access.rule-cancel-any')}
      </Fact>
      {policy.projectRequired ? <Fact name={t('access.rule-project')}>{t('access.rule-project-required')}</Fact> : null}
    </dl>
  )
}

const Paragraphs = ({ text }: { text: string }) => (
  <>
    {text.split(/\n{2,}/).map((paragraph) => (
      <p>{paragraph}</p>
    ))}
  </>
)

const Fact = ({ name, children }: { name: string; children?: Child }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
