import { faultAfter, faultStands, LONGEST_FAULT } from '../../server/domain/fault.ts'
import { SelectField, TextAreaField } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { FaultPageProps } from './fault-page.tsx'

/** What the reader can do with a report: stewards everything, its reporter add words. */
export function FaultAnswers(props: FaultPageProps): Html | null {
  const { page, fault, resource, cares, others, errors } = props
  const { t } = page
  if (faultAfter(fault.state, 'answer') === null) return null
  return (
    <>
      {errors['verb'] ? (
        <Notice kind="stop">
          <p>{errors['verb']}</p>
        </Notice>
      ) : null}
      <WordsForm {...props} />
      {cares && faultStands(fault) ? (
        <section class="panel stack" aria-label={t('fault.merge-title')}>
          <p>
            <a href={outageUrl(resource.slug, fault)}>{t('fault.open-outage')}</a>
          </p>
          {others.length > 0 ? <MergeForm {...props} /> : null}
        </section>
      ) : null}
    </>
  )
}

function WordsForm({ page, fault, cares, typed, errors }: FaultPageProps) {
  const { t } = page
  const { state } = fault
  return (
    <form class="panel stack" method="post" action={`/faults/${fault.id}`}>
      <TextAreaField
        page={page}
        name="words"
        label={t(cares ? 'fault.answer-words' : 'fault.add-words')}
        hint={t(cares ? 'fault.answer-hint' : 'fault.add-words-hint')}
        value={typed}
        error={errors['words']}
        maxlength={LONGEST_FAULT}
      />
      <p class="row">
        {cares && faultAfter(state, 'resolve') ? <Verb verb="resolve" label={t('fault.resolve')} isMain /> : null}
        {cares && faultAfter(state, 'acknowledge') ? <Verb verb="acknowledge" label={t('fault.acknowledge')} /> : null}
        {cares && faultAfter(state, 'reopen') ? <Verb verb="reopen" label={t('fault.reopen')} /> : null}
        <Verb verb="answer" label={t(cares ? 'fault.answer' : 'fault.add-words')} />
      </p>{' '}
      <input type="hidden" name="_csrf" value={page.csrf} />
    </form>
  )
}

function Verb({ verb, label, isMain }: { verb: string; label: string; isMain?: boolean }) {
  return (
    <button class={isMain ? 'button button--primary' : 'button'} type="submit" name="verb" value={verb}>
      {label}
    </button>
  )
}

function MergeForm({ page, fault, resource, others, errors }: FaultPageProps) {
  const { t, locale } = page
  const format = formatOf(locale, resource.timeZone)
  return (
    <form class="row fault__merge" method="post" action={`/faults/${fault.id}`}>
      <input type="hidden" name="_csrf" value={page.csrf} />
      <SelectField
        page={page}
        name="into"
        label={t('fault.merge-into')}
        value=""
        error={errors['into']}
        options={others.map((each) => ({
          value: String(each.id),
          label: `${format.dayMonth(each.createdAt)}, ${t('fault.number', { id: each.id })}: ${each.words.slice(0, 60)}`,
        }))}
      />
      <button class="button" type="submit" name="verb" value="merge">
        {t('fault.merge')}
      </button>
    </form>
  )
}

/** The form of an outage, filled with what the report says. */
const outageUrl = (slug: string, { id, words }: FaultPageProps['fault']) =>
  `/manage/resources/${slug}/outages/new?${new URLSearchParams({ kind: 'breakdown', fault: String(id), reason: words.slice(0, 200) })}`
