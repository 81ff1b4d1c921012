import type { Policy } from '../../server/domain/resource.ts'
import type { WeekCalendar } from '../../server/domain/week-calendar.ts'
import { offsetMinutes, weekOf } from '../../server/domain/zone.ts'
import { formatOf, hours } from '../format.ts'
import { type Html, raw } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import type { TextKey } from '../text/translate.ts'
import { Agenda } from './agenda.tsx'
import { type CalendarQuery, calendarUrl, reserveLinks, SWAPS_CALENDAR, waitLinks } from './calendar-links.ts'
import { calendarWords } from './calendar-words.ts'
import { Icon } from './icon.tsx'
import { type Drawing, WeekTable } from './week-table.tsx'
import { type WeekSummary, WeeksStrip } from './weeks-strip.tsx'

export interface WeekCalendarProps {
  readonly page: Page
  readonly slug: string
  readonly zone: string
  readonly policy: Policy
  readonly week: WeekCalendar
  readonly weeks: readonly WeekSummary[]
  readonly query: CalendarQuery
  /** Why nothing can be booked, when that is so. */
  readonly notice: TextKey | null
}

const DAY = 86_400_000

/** Weeks, table, list and key: the part of a resource's page that htmx swaps. */
export function WeekCalendarFrame(props: WeekCalendarProps): Html {
  const { page, slug, zone, policy, week, weeks, query, notice } = props
  const { t } = page
  const drawing = drawingOf(props)
  const isoWeek = weekOf(week.monday)
  const number = Number(isoWeek.slice(6))
  const dates = drawing.format.dates(week.start, week.end)
  return (
    <div class="cal-frame" id="calendar" data-view={query.isList ? 'list' : null}>
      <WeeksStrip
        page={page}
        zone={zone}
        weeks={weeks}
        current={isoWeek}
        urlOf={(each) => calendarUrl(slug, each, query)}
      />
      <div class="cal-bar">
        <WeekSteps page={page} zone={zone} week={week} urlOf={(each) => calendarUrl(slug, each, query)}>
          <b>{dates}</b>
          <small>{`${t('calendar.week-low', { week: number })} · ${zoneText(page, zone, week.start)}`}</small>
        </WeekSteps>
        <div class="row">
          <Durations page={page} policy={policy} query={query} urlOf={(each) => calendarUrl(slug, isoWeek, each)} />
          <nav class="segments only-grid" {...SWAPS_CALENDAR} aria-label={t('calendar.view')}>
            <a
              href={calendarUrl(slug, isoWeek, { ...query, isList: false })}
              aria-current={query.isList ? null : 'true'}
            >
              <Icon name="calendar" /> {t('calendar.as-table')}
            </a>
            <a
              href={calendarUrl(slug, isoWeek, { ...query, isList: true })}
              aria-current={query.isList ? 'true' : null}
            >
              <Icon name="list" /> {t('calendar.as-list')}
            </a>
          </nav>
        </div>
      </div>
      {notice ? <p class="notice">{t(notice)}</p> : null}
      {query.isList ? null : <WeekTable drawing={drawing} caption={t('calendar.caption', { week: number, dates })} />}
      <Agenda drawing={drawing} isComplete={query.isList} />
      {query.isList ? null : legend(page)}
    </div>
  )
}

function drawingOf({ page, slug, zone, policy, week, query, notice }: WeekCalendarProps): Drawing {
  return {
    page,
    week,
    words: calendarWords(page.locale),
    format: formatOf(page.locale, zone),
    reserve: reserveLinks(slug, zone),
    wait: notice === null ? waitLinks(slug, zone) : null,
    longestMs: policy.maxMinutes * 60_000,
    // Without a wish an hour is proposed; the form changes it.
    proposedMs: (query.duration ?? Math.min(Math.max(policy.minMinutes, 60), policy.maxMinutes)) * 60_000,
    listUrl: calendarUrl(slug, weekOf(week.monday), { ...query, isList: true }),
  }
}

interface WeekStepsProps {
  readonly page: Page
  readonly zone: string
  readonly week: { readonly start: number; readonly end: number }
  readonly urlOf: (week: string) => string
  readonly children?: import('../jsx-runtime.ts').Child
}

/** To the week before and after, with what is shown between them. */
export function WeekSteps({ page, zone, week, urlOf, children }: WeekStepsProps): Html {
  const { t } = page
  const format = formatOf(page.locale, zone)
  const before = { start: week.start - 7 * DAY, end: week.start }
  const after = { start: week.end, end: week.end + 7 * DAY }
  return (
    <div class="cal-bar__week">
      <div class="steps-pair" {...SWAPS_CALENDAR}>
        <a class="step" href={urlOf(weekOf(format.isoDay(week.start - DAY)))} rel="prev">
          <Icon name="back" />
          <span class="vh">
            {t('calendar.previous', { dates: format.shortDates(before.start + DAY / 2, before.end) })}
          </span>
        </a>
        <a class="step" href={urlOf(weekOf(format.isoDay(week.end + DAY)))} rel="next">
          <Icon name="next" />
          <span class="vh">{t('calendar.next', { dates: format.shortDates(after.start, after.end - DAY / 2) })}</span>
        </a>
      </div>
      <p>{children}</p>
    </div>
  )
}

/** `czas polski (UTC+1)` */
export function zoneText(page: Page, zone: string, at: number): string {
  const minutes = offsetMinutes(at, zone)
  const sign = minutes < 0 ? '−' : '+'
  const rest = Math.abs(minutes) % 60
  const offset = `UTC${sign}${Math.floor(Math.abs(minutes) / 60)}${rest ? `:${rest}` : ''}`
  return `${zone === 'Europe/Warsaw' ? page.t('calendar.zone') : zone} (${offset})`
}

interface DurationsProps {
  readonly page: Page
  readonly policy: Policy
  readonly query: CalendarQuery
  readonly urlOf: (query: CalendarQuery) => string
}

const USUAL = [30, 60, 120, 240, 480, 1440, 4320, 10_080]

function Durations({ page, policy, query, urlOf }: DurationsProps) {
  const { t } = page
  const fitting = USUAL.filter(
    (each) => each >= policy.minMinutes && each <= policy.maxMinutes && each % policy.stepMinutes === 0,
  )
  const choices: (number | null)[] = [null, ...fitting.slice(0, 5)]
  const last = fitting.at(-1)
  if (last !== undefined && !choices.includes(last)) choices.push(last)
  if (query.duration !== null && !choices.includes(query.duration)) choices.push(query.duration)
  return (
    <nav class="segments" {...SWAPS_CALENDAR} aria-label={t('calendar.need')}>
      {choices.map((minutes) => (
        <a href={urlOf({ ...query, duration: minutes })} aria-current={minutes === query.duration ? 'true' : null}>
          <span class="vh">{t('calendar.need-vh')} </span>
          {minutes === null ? t('calendar.any') : lengthText(page, minutes)}
        </a>
      ))}
    </nav>
  )
}

/** Whole days as days, anything else as hours. */
const lengthText = ({ t }: Page, minutes: number) =>
  minutes >= 2880 && minutes % 1440 === 0 ? t('unit.days', { count: minutes / 1440 }) : hours(minutes * 60_000)

const legends = new Map<string, Html>()

/** The key never changes: made once per language. */
function legend({ locale, t }: Page): Html {
  let made = legends.get(locale)
  if (made) return made
  const entries: readonly (readonly [string, string])[] = [
    ['free', t('calendar.legend-free')],
    ['busy', t('calendar.legend-busy')],
    ['mine', t('calendar.legend-mine')],
    ['requested', t('calendar.legend-requested')],
    ['held', t('calendar.legend-held')],
    ['buffer', t('calendar.legend-buffer')],
    ['margin', t('calendar.legend-margin')],
    ['outage', t('calendar.legend-outage')],
    ['holiday', t('calendar.holiday')],
    ['closed', t('calendar.closed')],
  ]
  made = raw(
    (
      <ul class="legend" aria-label={t('calendar.legend')}>
        {entries.map(([state, text]) => (
          <li>
            <span class="swatch" data-state={state} />
            {text}
          </li>
        ))}
        <li>
          <span class="swatch swatch--now" />
          {t('calendar.legend-now')}
        </li>
      </ul>
    ).text,
  )
  legends.set(locale, made)
  return made
}
