import type { FaultStatus } from '../../server/domain/fault.ts'
import { groupOf, PURPOSES } from '../../server/domain/purpose.ts'
import type { Lab, Resource } from '../../server/domain/resource.ts'
import type { RightNow } from '../../server/domain/right-now.ts'
import { SelectField } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import { Notice } from '../components/notice.tsx'
import { FaultNotice } from '../faults/fault-words.tsx'
import { formatOf, hours } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { NOW_ICONS, nowWord, SeenTimeText, untilText } from './now-words.tsx'

/** A reservation the viewer can begin or end here. */
export interface Startable {
  readonly id: number
  /** Whose it is, when not the viewer's. */
  readonly name: string | null
}

export interface LabelPageProps {
  readonly page: Page
  readonly code: string
  readonly resource: Resource
  readonly lab: Lab
  readonly now: RightNow
  readonly fault: FaultStatus | null
  readonly checkIns: readonly Startable[]
  readonly checkOuts: readonly Startable[]
  /** From when the viewer's next reservation today can be begun; null where that is not what is missing. */
  readonly checkInFrom: number | null
  /** Lengths in minutes for which it can be taken at once; empty where it cannot. */
  readonly lengths: readonly number[]
  readonly isSteward: boolean
  readonly notice: 'in' | 'out' | 'walk-up' | null
  /** Until when what was just taken is the viewer's. */
  readonly mineUntil: number | null
  /** What stood in the way of what was asked. */
  readonly refusals: readonly string[]
  readonly typed: { readonly minutes: string; readonly purpose: string }
}

/** The page behind the label on the thing, for a phone: how it stands now, and what can be done. */
export function LabelPage(props: LabelPageProps): Html {
  const { page, resource, lab, fault, refusals, isSteward } = props
  const { t, locale, person } = page
  const name = resource.name[locale]
  return (
    <Layout page={page} title={t('label.title', { resource: name })} nav="equipment">
      <div class="wrap label-page">
        <div class="page-head">
          <h1>{name}</h1>
          <p class="quiet">
            <a href={`/labs/${lab.slug}`}>{lab.name[locale]}</a>
          </p>
        </div>
        <div class="stack">
          <DoneNotice {...props} />
          {refusals.length > 0 ? (
            <Notice kind="stop" title={t('label.not-possible')}>
              <ul>
                {refusals.map((each) => (
                  <li>{each}</li>
                ))}
              </ul>
            </Notice>
          ) : null}
          <Standing {...props} />
          <FaultNotice page={page} status={fault} resource={resource} />
          {person ? <Doing {...props} /> : <SignIn {...props} />}
          <p class="label-page__links">
            <a class="button button--wide" href={`/equipment/${resource.slug}/fault`}>
              <Icon name="care" />
              {t('fault.report')}
            </a>
            <a class="button button--wide" href={`/equipment/${resource.slug}#times`}>
              <Icon name="calendar" />
              {t('label.book')}
            </a>
            {isSteward ? (
              <a class="button button--wide" href={`/manage/resources/${resource.slug}/faults`}>
                <Icon name="wrench" />
                {t('label.faults')}
              </a>
            ) : null}
          </p>
        </div>
      </div>
    </Layout>
  )
}

function DoneNotice({ page, notice, mineUntil, resource }: LabelPageProps) {
  const { t, locale } = page
  if (!notice) return null
  const time = mineUntil === null ? '' : formatOf(locale, resource.timeZone).clockOfEnd(mineUntil)
  if (notice === 'walk-up' && mineUntil === null) return null
  return (
    <Notice kind="ok">
      <p>{t(`label.done-${notice}`, { time })}</p>
    </Notice>
  )
}

/** The state first, large; then whose time it is and who is next. */
function Standing({ page, now, resource }: LabelPageProps) {
  const { t, locale } = page
  const format = formatOf(locale, resource.timeZone)
  const until = untilText(page, now, resource)
  return (
    <section class="panel stack now" data-now={now.kind} aria-label={t('now.present')}>
      <p class="now__state">
        <Icon name={NOW_ICONS[now.kind]} />
        <b>{nowWord(page, now)}</b>
        {until ? <span>{until}</span> : null}
      </p>
      {now.outage ? <p>{t(`outages.kind-${now.outage.kind}`)}</p> : null}
      <dl class="facts facts--list">
        {now.present.length > 0 ? (
          <div>
            <dt>{t('now.present')}</dt>
            <dd>
              {now.present.map((time) => (
                <p>
                  <SeenTimeText page={page} time={time} format={format} />
                </p>
              ))}
            </dd>
          </div>
        ) : null}
        <div>
          <dt>{t('now.next')}</dt>
          <dd>{now.next ? <SeenTimeText page={page} time={now.next} format={format} /> : t('now.nobody-next')}</dd>
        </div>
      </dl>
    </section>
  )
}

function SignIn({ page, code }: LabelPageProps) {
  return (
    <section class="stack" aria-label={page.t('label.sign-in')}>
      <p>
        <a class="button button--primary button--big button--wide" href={`/sign-in?next=/r/${code}`}>
          {page.t('label.sign-in')}
        </a>
      </p>
      <p class="small quiet">{page.t('label.sign-in-hint')}</p>
    </section>
  )
}

function Doing(props: LabelPageProps) {
  const { page, checkIns, checkOuts, checkInFrom, lengths, resource } = props
  const { t, locale } = page
  const isMain = (each: Startable) => each.name === null
  return (
    <>
      {checkOuts.map((each) => (
        <Verb
          {...props}
          verb="check-out"
          of={each}
          isMain={isMain(each)}
          label={each.name ? t('label.check-out-for', { name: each.name }) : t('label.check-out')}
        />
      ))}
      {checkIns.map((each) => (
        <Verb
          {...props}
          verb="check-in"
          of={each}
          isMain={isMain(each)}
          label={each.name ? t('label.check-in-for', { name: each.name }) : t('label.check-in')}
        />
      ))}
      {checkInFrom === null ? null : (
        <p class="quiet">
          {t('label.check-in-from', { time: formatOf(locale, resource.timeZone).clock(checkInFrom) })}
        </p>
      )}
      {lengths.length > 0 ? <WalkUp {...props} /> : null}
    </>
  )
}

interface VerbProps extends LabelPageProps {
  readonly verb: 'check-in' | 'check-out'
  readonly of: Startable
  readonly label: string
  readonly isMain: boolean
}

function Verb({ page, code, verb, of, label, isMain }: VerbProps) {
  return (
    <form method="post" action={`/r/${code}/${verb}`}>
      <input type="hidden" name="_csrf" value={page.csrf} />
      <input type="hidden" name="reservation" value={of.id} />
      <button class={`button button--big button--wide${isMain ? ' button--primary' : ''}`} type="submit">
        {label}
      </button>
    </form>
  )
}

function WalkUp({ page, code, lengths, checkIns, checkOuts, isSteward, typed }: LabelPageProps) {
  const { t } = page
  const isMain = checkIns.length + checkOuts.length === 0
  const purposes = PURPOSES.filter((each) => isSteward || groupOf(each) !== 'neutral')
  return (
    <form class="panel stack" method="post" action={`/r/${code}/walk-up`}>
      <p class="small quiet">{t('label.walk-up-hint')}</p>
      <div class="fields">
        <SelectField
          page={page}
          name="minutes"
          label={t('label.how-long')}
          value={typed.minutes}
          options={lengths.map((each) => ({ value: String(each), label: hours(each * 60_000) }))}
        />
        <SelectField
          page={page}
          name="purpose"
          label={t('label.purpose')}
          value={typed.purpose}
          options={purposes.map((each) => ({ value: each, label: t(`purpose.${each}`) }))}
        />
      </div>
      <button class={`button button--big button--wide${isMain ? ' button--primary' : ''}`} type="submit">
        {t('label.walk-up')}
      </button>{' '}
      <input type="hidden" name="_csrf" value={page.csrf} />
    </form>
  )
}
