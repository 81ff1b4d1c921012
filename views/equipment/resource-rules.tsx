import type { AvailabilityRule } from '../../server/domain/availability-rule.ts'
import type { OpeningLine, OpeningSummary } from '../../server/domain/opening-summary.ts'
import { LEVELS } from '../../server/domain/person.ts'
import type { Lab, Resource } from '../../server/domain/resource.ts'
import type { Routing } from '../../server/domain/routing.ts'
import { Icon, type IconName } from '../components/icon.tsx'
import { capitalised, hours, uncapitalised } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { ruleText } from '../manage/hours-words.ts'
import type { Page } from '../page.ts'
import { daysText, quotaText, weekHoursText } from '../text/quota-text.ts'

export interface ResourceRulesProps {
  readonly page: Page
  readonly resource: Resource
  readonly lab: Lab
  readonly opening: OpeningSummary
  /** Rules of its hours that the summary does not tell. */
  readonly others: readonly AvailabilityRule[]
  /** Local day, `2026-11-24`. */
  readonly today: string
}

/** The rules of booking in a few sentences. */
export function ResourceRules(props: ResourceRulesProps): Html {
  const { page, others } = props
  return (
    <>
      <ul class="plain-list">
        {sentencesOf(props).map(([icon, sentence]) => (
          <li>
            <Icon name={icon} />
            <span>{sentence}</span>
          </li>
        ))}
      </ul>
      {others.length > 0 ? <p class="small quiet">{page.t('hours.law')}</p> : null}
    </>
  )
}

/** More of them are left to the calendar. */
const MOST_OTHERS = 6
const ICON_OF: Record<AvailabilityRule['effect'], IconName> = { open: 'clock', closed: 'lock', replace: 'repeat' }

const MINUTE = 60_000
const length = (minutes: number) => (minutes >= 2880 && minutes % 1440 === 0 ? null : hours(minutes * MINUTE))

function sentencesOf({ page, resource, lab, opening, others, today }: ResourceRulesProps): [IconName, string][] {
  const { t } = page
  const { policy, capacity } = resource
  const text = (minutes: number) => length(minutes) ?? t('unit.days', { count: minutes / 1440 })
  const level = policy.qualificationRequired
  const sentences: [IconName, string | null][] = [
    ['clock', openingText(page, opening, others.length)],
    ...others
      .slice(0, MOST_OTHERS)
      .map((rule): [IconName, string] => [ICON_OF[rule.effect], ruleText(page, rule, today)]),
    [
      'repeat',
      t('rules.length', { min: text(policy.minMinutes), max: text(policy.maxMinutes), step: text(policy.stepMinutes) }),
    ],
    policy.approval === 'owner'
      ? [
          'half',
          `${decisionText(page, policy.decisionHours, lab.decisionDays)} ${routingText(page, policy.routing)}`.trim(),
        ]
      : ['instant', t('rules.instant')],
    ['key', level ? t('rules.qualification', { level: t(`level.${level}`) }) : null],
    ['person', capacity > 1 ? t('rules.capacity', { count: capacity }) : null],
    ['wrench', buffersText(page, policy.setupMinutes, policy.cleanupMinutes)],
    [
      'calendar',
      `${policy.minNoticeMinutes > 0 ? t('rules.notice', { notice: text(policy.minNoticeMinutes) }) : t('rules.no-notice')} ${t('rules.horizon', { count: policy.horizonDays })}`,
    ],
    [
      'cross',
      policy.cancelNoticeMinutes > 0
        ? t('rules.cancel', { notice: text(policy.cancelNoticeMinutes) })
        : t('rules.cancel-any'),
    ],
  ]
  return [...sentences, ...sentencesOfPeople(page, resource, text)].filter(
    (each): each is [IconName, string] => each[1] !== null,
  )
}

/** Rules about who books and what for, how much and until when. */
function sentencesOfPeople(
  { t, locale }: Page,
  { policy, quotas }: Resource,
  text: (minutes: number) => string,
): [IconName, string | null][] {
  const { bookers, levelHours, purposes, qualificationLapseMonths: months, lockMinutes } = policy
  const purposeNames = purposes?.map((each) => uncapitalised(t(`purpose.${each}`))).join(', ')
  return [
    ['person', bookers ? t('rules.bookers', { who: t(`bookers.${bookers.audience ?? 'people'}`) }) : null],
    ...LEVELS.map((level): [IconName, string | null] => {
      const hoursOfLevel = levelHours[level]
      const words = { level: capitalised(t(`level.${level}`)), hours: weekHoursText(locale, hoursOfLevel ?? []) }
      return ['key', hoursOfLevel ? t('rules.level-hours', words) : null]
    }),
    ['key', months === null ? null : t('rules.lapse', { count: months })],
    ['info', purposeNames ? t('rules.purposes', { purposes: purposeNames }) : null],
    ['info', policy.projectRequired ? t('rules.project') : null],
    ['person', policy.onePlace ? t('rules.one-place') : null],
    ['stop', lockMinutes > 0 ? t('rules.lock', { length: text(lockMinutes) }) : null],
    ...quotas.map((quota): [IconName, string] => ['clock', t('rules.quota', { quota: quotaText(locale, quota) })]),
  ]
}

function buffersText({ t }: Page, setup: number, cleanup: number): string | null {
  const texts = { setup: hours(setup * MINUTE), cleanup: hours(cleanup * MINUTE) }
  if (setup > 0 && cleanup > 0) return t('rules.buffers', texts)
  if (setup > 0) return t('rules.setup', texts)
  return cleanup > 0 ? t('rules.cleanup', texts) : null
}

/** Null where only the other rules say when it is open. */
function openingText(
  page: Page,
  { lines, isPartial, observesHolidays }: OpeningSummary,
  others: number,
): string | null {
  const { t } = page
  const isTold = others > 0 && others <= MOST_OTHERS
  if (lines.length === 0) {
    if (!isPartial) return t('rules.open-never')
    if (!isTold) return t('rules.open-calendar')
    return observesHolidays ? t('rules.holidays') : null
  }
  const byAudience = [...Map.groupBy(lines, (line) => line.audience)]
  const texts = byAudience.map(([audience, own]) => {
    const when = own.map((line) => lineText(page, line)).join(', ')
    return audience === 'everyone' && byAudience.length === 1
      ? t('rules.open', { when })
      : t(`rules.open-${audience}`, { when })
  })
  const rest = [observesHolidays ? t('rules.holidays') : null, isPartial && !isTold ? t('rules.open-more') : null]
  return [...texts, ...rest].filter(Boolean).join(' ')
}

function lineText(page: Page, { days, fromMinute, minutes }: OpeningLine): string {
  const { t } = page
  if (days.length === 7 && minutes === 1440) return t('rules.always')
  const when = days.length === 7 ? t('rules.daily') : daysText(page.locale, days)
  return minutes === 1440
    ? `${when} ${t('rules.round-the-clock')}`
    : `${when} ${clock(page, fromMinute)}\u2060–\u2060${clock(page, fromMinute + minutes, true)}`
}

function clock({ locale }: Page, minute: number, isEnd = false): string {
  const inDay = minute % 1440 === 0 && isEnd ? 1440 : minute % 1440
  const hour = Math.floor(inDay / 60)
  return `${locale === 'pl' ? hour : String(hour).padStart(2, '0')}:${String(inDay % 60).padStart(2, '0')}`
}

/** How long the stewards have. */
const decisionText = ({ t }: Page, hoursOpen: number | null, days: number) =>
  hoursOpen === null ? t('rules.approval', { count: days }) : t('rules.approval-hours', { count: hoursOpen })

const routingText = ({ t }: Page, routing: Routing) => (routing === 'any-steward' ? '' : t(`rules.routing-${routing}`))
