import type { Steward } from '../../server/domain/catalogue.ts'
import type { OverviewDay } from '../../server/domain/lab-days.ts'
import type { LinkedData } from '../../server/domain/linked-data.ts'
import type { Lab, Organisation } from '../../server/domain/resource.ts'
import { decidesFor } from '../../server/domain/stewardship.ts'
import { DAY_MS, weekOf } from '../../server/domain/zone.ts'
import { SWAPS_CALENDAR } from '../components/calendar-links.ts'
import { calendarWords } from '../components/calendar-words.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { Icon } from '../components/icon.tsx'
import { LabDay } from '../components/lab-day.tsx'
import { LinkedDataBlock } from '../components/linked-data.tsx'
import { WeekSteps, zoneText } from '../components/week-calendar.tsx'
import { type MatrixDrawing, type MatrixRow, WeekMatrix } from '../components/week-matrix.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

export interface LabOverviewProps {
  readonly page: Page
  readonly lab: Lab
  readonly days: readonly OverviewDay[]
  readonly window: { readonly from: number; readonly to: number }
  readonly rows: readonly MatrixRow[]
  readonly holidays: readonly (string | null)[]
  /** The week around a single day, for its strip. */
  readonly strip: readonly OverviewDay[]
}

export interface LabPageProps extends LabOverviewProps {
  readonly organisation: Organisation
  readonly stewards: readonly Steward[]
  /** What the page says for machines. */
  readonly data: LinkedData
}

/** A lab: whose it is and who looks after it, and all its equipment over a week or a day. */
export function LabPage(props: LabPageProps): Html {
  const { page, lab, organisation, stewards, rows } = props
  const { t, locale } = page
  return (
    <Layout
      page={page}
      title={lab.name[locale]}
      nav="labs"
      bodyClass="page-wide"
      head={<LinkedDataBlock data={props.data} />}
    >
      <div class="wrap">
        <Crumbs
          page={page}
          items={[
            { label: t('nav.labs'), href: '/labs' },
            { label: organisation.name[locale], href: `/organisations/${organisation.slug}` },
            { label: lab.name[locale] },
          ]}
        />
        <div class="page-head">
          <h1>{lab.name[locale]}</h1>
          <p class="quiet">{introOf(props)}</p>
          {lab.description ? <p class="quiet">{lab.description}</p> : null}
          {stewards.length > 0 ? (
            <p class="small quiet">{t('lab.stewards', { names: stewards.map((each) => each.name).join(', ') })}</p>
          ) : null}
          {decidesFor(page.person, { labId: lab.id }) ? (
            <p class="small">
              <a class="alone" href={`/manage/labs/${lab.slug}/hours`}>
                {t('manage.change-hours')}
              </a>
            </p>
          ) : null}
          <p class="small no-print">
            <a class="alone" href={`/labs/${lab.slug}/now`}>
              {t('board.now')}
            </a>
          </p>
        </div>
        {rows.length === 0 ? <p class="notice">{t('lab.empty')}</p> : <LabOverviewFrame {...props} />}
      </div>
    </Layout>
  )
}

function introOf({ page, lab, organisation, rows }: LabPageProps): string {
  const parts = [lab.unit, organisation.name[page.locale], lab.city, page.t('lab.count', { count: rows.length })]
  return parts.filter(Boolean).join(', ')
}

/** Week or day with its navigation: the part that htmx swaps. */
export function LabOverviewFrame(props: LabOverviewProps): Html {
  const { page, lab, days, window, rows, holidays, strip } = props
  const { t } = page
  const zone = lab.timeZone
  const format = formatOf(page.locale, zone)
  const drawing: MatrixDrawing = { page, zone, words: calendarWords(page.locale), format, days, window, rows, holidays }
  const isDay = days.length === 1
  const first = days[0]!
  const week = weekOf(format.isoDay(first.start))
  const url = (query: string) => `/labs/${lab.slug}?${query}`
  const shownDay = isDay
    ? 0
    : Math.max(
        0,
        days.findIndex((day) => day.start <= page.now && page.now < day.end),
      )
  const between = t('lab.between', { from: window.from, to: window.to })
  const dates = format.dates(first.start, days.at(-1)!.end)
  return (
    <section aria-labelledby="overview" id="calendar">
      <h2 class="vh" id="overview">
        {isDay ? format.fullDay(first.start) : `${t('calendar.week', { week: Number(week.slice(6)) })}, ${dates}`}
      </h2>
      <div class="cal-frame">
        <div class="cal-bar">
          {isDay ? (
            <DaySteps page={page} day={first} zone={zone} urlOf={(day) => url(`day=${day}`)}>
              <b>{format.fullDay(first.start)}</b>
              <small>{`${t('calendar.week-low', { week: Number(week.slice(6)) })} · ${zoneText(page, zone, first.start)}`}</small>
            </DaySteps>
          ) : (
            <WeekSteps
              page={page}
              zone={zone}
              week={{ start: first.start, end: days.at(-1)!.end }}
              urlOf={(each) => url(`week=${each}`)}
            >
              <b>{dates}</b>
              <small>{`${t('calendar.week-low', { week: Number(week.slice(6)) })} · ${between}`}</small>
            </WeekSteps>
          )}
          <nav class="segments" {...SWAPS_CALENDAR} aria-label={t('lab.range')}>
            <a href={url(`day=${format.isoDay(days[shownDay]!.start)}`)} aria-current={isDay ? 'true' : null}>
              {t('lab.day')}
            </a>
            <a href={url(`week=${week}`)} aria-current={isDay ? null : 'true'}>
              {t('lab.week')}
            </a>
          </nav>
        </div>
        {isDay ? null : <WeekMatrix drawing={drawing} caption={t('lab.caption-week', { dates })} />}
        <LabDay drawing={drawing} index={shownDay} strip={strip} urlOfDay={(day) => url(`day=${day}`)} />
        <Legend page={page} />
      </div>
    </section>
  )
}

interface DayStepsProps {
  readonly page: Page
  readonly zone: string
  readonly day: OverviewDay
  readonly urlOf: (day: string) => string
  readonly children?: import('../jsx-runtime.ts').Child
}

function DaySteps({ page, zone, day, urlOf, children }: DayStepsProps) {
  const format = formatOf(page.locale, zone)
  const before = day.start - DAY_MS / 2
  const after = day.end + DAY_MS / 2
  return (
    <div class="cal-bar__week">
      <div class="steps-pair" {...SWAPS_CALENDAR}>
        <a class="step" href={urlOf(format.isoDay(before))} rel="prev">
          <Icon name="back" />
          <span class="vh">{page.t('calendar.previous-day', { day: format.longDay(before) })}</span>
        </a>
        <a class="step" href={urlOf(format.isoDay(after))} rel="next">
          <Icon name="next" />
          <span class="vh">{page.t('calendar.next-day', { day: format.longDay(after) })}</span>
        </a>
      </div>
      <p>{children}</p>
    </div>
  )
}

function Legend({ page }: { page: Page }) {
  const { t } = page
  const entries = [
    [<path class="busy" d="M10 7h14v13H10z" />, t('lab.legend-busy')],
    [<path class="busy" d="M10 14h14v6H10z" />, t('lab.legend-part')],
    [<path class="mine" d="M10 7h14v13H10z" />, t('lab.legend-mine')],
    [<path class="out" d="M10 20l6-13M10 7l6 13M16 20l6-13M16 7l6 13" />, t('lab.legend-out')],
    [null, t('lab.legend-free')],
  ] as const
  return (
    <ul class="legend">
      {entries.map(([shape, text]) => (
        <li>
          <svg class="trace key-trace" viewBox="0 0 36 22" aria-hidden="true">
            <path class="base" d="M0 20.5H36" />
            {shape}
          </svg>
          {text}
        </li>
      ))}
    </ul>
  )
}
