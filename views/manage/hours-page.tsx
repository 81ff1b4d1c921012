import type { AvailabilityRule } from '../../server/domain/availability-rule.ts'
import { SelectField } from '../components/field.tsx'
import { Icon, type IconName } from '../components/icon.tsx'
import { Notice } from '../components/notice.tsx'
import { formatOf } from '../format.ts'
import type { Child, Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import type { TextKey } from '../text/translate.ts'
import { type HoursEvent, HoursHistory } from './hours-history.tsx'
import { HoursFrame, type HoursOwner, hoursHeading } from './hours-place.tsx'
import { ruleText } from './hours-words.ts'

export interface HoursPageProps {
  readonly page: Page
  readonly owner: HoursOwner
  /** Local day: rules that are over are told from those in force. */
  readonly today: string
  readonly own: readonly ListedRule[]
  /** Of the lab, on the page of a resource. */
  readonly inherited: readonly ListedRule[]
  /** Of a lab: how many resources keep its hours. */
  readonly followers: number
  readonly holidays: {
    /** What the place says itself; null is as its lab. */
    readonly own: boolean | null
    readonly ofLab: boolean
  }
  readonly copyFrom: readonly { readonly value: string; readonly label: string }[]
  readonly events: readonly HoursEvent[]
  /** What has just been done, in sentences. */
  readonly done: readonly string[]
}

export interface ListedRule {
  readonly rule: AvailabilityRule
  readonly isOver: boolean
}

/** The hours of a lab or a resource as rules, for who decides about them. */
export function HoursPage(props: HoursPageProps): Html {
  const { page, owner, own, done, today } = props
  const { t } = page
  const over = own.filter((each) => each.isOver)
  return (
    <HoursFrame page={page} owner={owner}>
      <div class="page-head">
        <h1>{hoursHeading(page, owner)}</h1>
        <p class="quiet">{t('hours.law')}</p>
        {props.followers > 0 ? <p class="small quiet">{t('hours.concerns', { count: props.followers })}</p> : null}
      </div>
      {done.length > 0 ? (
        <div role="status" class="page-notice">
          <Notice kind="ok">
            <p>{done.join(' ')}</p>
          </Notice>
        </div>
      ) : null}
      <section class="panel" aria-labelledby="in-force">
        <h2 id="in-force">{t('hours.in-force')}</h2>
        {own.length === 0 ? <p class="quiet">{t(`hours.none-${owner.kind}`)}</p> : null}
        <ol class="rule-list">
          {own
            .filter((each) => !each.isOver)
            .map(({ rule }) => (
              <RuleItem page={page} owner={owner} rule={rule} today={today}>
                <RuleLinks page={page} owner={owner} rule={rule} today={today} />
              </RuleItem>
            ))}
        </ol>
        {over.length > 0 ? (
          <details class="fold">
            <summary>{t('hours.over')}</summary>
            <ol class="rule-list">
              {over.map(({ rule }) => (
                <RuleItem page={page} owner={owner} rule={rule} today={today}>
                  <RuleLinks page={page} owner={owner} rule={rule} today={today} />
                </RuleItem>
              ))}
            </ol>
          </details>
        ) : null}
        <p class="row">
          <a class="button button--primary" href={`${owner.path}/new`}>
            {t('hours.add')}
          </a>
          <a class="button" href={`${owner.path}/import`}>
            {t('hours.import')}
          </a>
        </p>
      </section>
      {owner.kind === 'resource' ? <Inherited {...props} /> : null}
      <div class="two two--even section--close">
        <Holidays {...props} />
        <Copy {...props} />
      </div>
      <HoursHistory page={page} events={props.events} timeZone={owner.timeZone} today={today} />
    </HoursFrame>
  )
}

const ICONS: Record<AvailabilityRule['effect'], IconName> = { open: 'clock', closed: 'lock', replace: 'repeat' }

interface RuleItemProps {
  readonly page: Page
  readonly owner: HoursOwner
  readonly rule: AvailabilityRule
  readonly today: string
  readonly children?: Child
}

function RuleItem({ page, owner, rule, today, children }: RuleItemProps) {
  return (
    <li>
      <Icon name={ICONS[rule.effect]} />
      <div>
        <b>{ruleText(page, rule, today)}</b>
        <br />
        <span class="small quiet">
          {[rule.label, sinceText(page, owner, rule)].filter((each) => each !== '').join(' · ')}
        </span>
      </div>
      {children}
    </li>
  )
}

/** `od 1 stycznia 2026, bez daty końca`; what has an end says so in its sentence. */
function sinceText({ t, locale }: Page, { timeZone }: HoursOwner, rule: AvailabilityRule): string {
  if (rule.rrule === '' || rule.validUntil !== null || /UNTIL|COUNT/.test(rule.rrule)) return ''
  const day = Date.parse(`${rule.startLocal.slice(0, 10)}T12:00:00Z`)
  return `${t('hours.since', { date: formatOf(locale, timeZone).date(day) })}, ${t('hours.no-end')}`
}

function RuleLinks({ page, owner, rule, today }: RuleItemProps) {
  const { t } = page
  const named = t('hours.rule-named', { rule: ruleText(page, rule, today) })
  return (
    <span class="rule-list__links">
      <a class="button button--bare" href={`${owner.path}/${rule.id}`}>
        {t('hours.change')}
        <span class="vh"> {named}</span>
      </a>
      <a class="button button--bare" href={`${owner.path}/${rule.id}/removal`}>
        {t('hours.remove')}
        <span class="vh"> {named}</span>
      </a>
    </span>
  )
}

function Inherited({ page, owner, own, inherited, today }: HoursPageProps) {
  const { t } = page
  const hasOwnOpen = own.some(({ rule }) => rule.effect === 'open')
  const rules = inherited.filter((each) => !each.isOver)
  return (
    <section class="panel section--close" aria-labelledby="from-lab">
      <h2 id="from-lab">{t('hours.from-lab')}</h2>
      {hasOwnOpen && rules.some(({ rule }) => rule.effect === 'open') ? (
        <p class="small quiet">{t('hours.lab-open-idle')}</p>
      ) : null}
      <ol class="rule-list">
        {rules.map(({ rule }) => (
          <RuleItem page={page} owner={owner} rule={rule} today={today}>
            {hasOwnOpen && rule.effect === 'open' ? <span class="small faint">{t('hours.not-here')}</span> : null}
          </RuleItem>
        ))}
      </ol>
      {rules.length === 0 ? <p class="quiet">{t('hours.none-in-lab')}</p> : null}
      <p class="small">
        <a class="alone" href={`/manage/labs/${owner.lab.slug}/hours`}>
          {t('hours.change-lab')}
        </a>
      </p>
    </section>
  )
}

function Holidays({ page, owner, holidays }: HoursPageProps) {
  const { t } = page
  const { kind } = owner
  const choices = [
    ...(kind === 'resource'
      ? [{ value: 'lab', label: t(holidays.ofLab ? 'hours.holidays-as-lab-closed' : 'hours.holidays-as-lab-open') }]
      : []),
    ...(['yes', 'no'] as const).map((value) => ({ value, label: t(`hours.holidays-${kind}-${value}` as TextKey) })),
  ]
  return (
    <section class="panel stack" aria-labelledby="holidays">
      <h2 id="holidays">{t('hours.holidays')}</h2>
      <form class="stack" method="post" action={`${owner.path}/holidays`}>
        <input type="hidden" name="_csrf" value={page.csrf} />
        <SelectField
          page={page}
          name="observes"
          label={t(`hours.holidays-${kind}`)}
          value={holidays.own === null ? 'lab' : holidays.own ? 'yes' : 'no'}
          options={choices}
        />
        <p>
          <button class="button" type="submit">
            {t('hours.holidays-save')}
          </button>
        </p>
      </form>
    </section>
  )
}

function Copy({ page, owner, copyFrom }: HoursPageProps) {
  const { t } = page
  return (
    <section class="panel stack" aria-labelledby="copy">
      <h2 id="copy">{t('hours.copy')}</h2>
      {copyFrom.length === 0 ? (
        <p class="quiet">{t('hours.copy-none')}</p>
      ) : (
        <form class="stack" method="get" action={`${owner.path}/copy`}>
          <SelectField
            page={page}
            name="from"
            label={t('hours.copy-from')}
            hint={t('hours.copy-hint')}
            value={copyFrom[0]!.value}
            options={copyFrom}
          />
          <p>
            <button class="button" type="submit">
              {t('hours.copy-check')}
            </button>
          </p>
        </form>
      )}
    </section>
  )
}
