import type { Mark, OverviewDay } from '../../server/domain/lab-days.ts'
import { reserveUrl } from '../components/calendar-links.ts'
import { DayTrace } from '../components/day-trace.tsx'
import { Icon } from '../components/icon.tsx'
import { StateChip } from '../components/state-chip.tsx'
import { TimePlate } from '../components/time-plate.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

export interface BoardRow {
  readonly slug: string
  readonly name: string
  readonly techniques: readonly string[]
  readonly organisation: string
  /** Of the reader's own organisation. */
  readonly isOwn: boolean
  readonly timeZone: string
  readonly mode: 'instant' | 'approval' | 'qualification'
  /** Training is what it takes, and the reader has asked for it. */
  readonly isAsked: boolean
  readonly start: number
  readonly end: number
  /** How long it stays free, when that is the same day. */
  readonly freeUntil: number | null
  readonly trace: { readonly day: OverviewDay; readonly marks: readonly Mark[] }
}

export interface BoardDay {
  readonly start: number
  /** Name of the public holiday. */
  readonly holiday: string | null
  readonly rows: readonly BoardRow[]
}

const NOON = 12 * 3_600_000

/** Free times as a departure board: by day and hour, what can be had then. */
export function Board({ page, days }: { page: Page; days: readonly BoardDay[] }): Html {
  return (
    <div class="board-list">
      {days.map((day) => (
        <Day page={page} day={day} />
      ))}
    </div>
  )
}

function Day({ page, day }: { page: Page; day: BoardDay }) {
  const { t } = page
  const name = dayName(page, day.start + NOON)
  const isGap = day.rows.length === 0
  return (
    <section aria-label={name}>
      <h3 class="board-day" data-state={isGap ? 'holiday' : null}>
        <b>{name}</b>{' '}
        {day.holiday ? (
          <span>
            <Icon name="flag" /> {day.holiday}
            {isGap ? `: ${t('find.holiday')}` : null}
          </span>
        ) : null}
        {isGap ? null : <span>{t('find.times', { count: day.rows.length })}</span>}
      </h3>
      {isGap ? null : (
        <ol class="board-rows">
          {day.rows.map((row) => (
            <Row page={page} row={row} day={name} />
          ))}
        </ol>
      )}
    </section>
  )
}

/** `Dziś, wtorek 10 listopada` */
function dayName({ t, locale, timeZone, now }: Page, noon: number): string {
  const { longDay, isoDay } = formatOf(locale, timeZone)
  const long = longDay(noon)
  if (isoDay(noon) === isoDay(now)) return `${t('find.today')}, ${long}`
  return long.charAt(0).toUpperCase() + long.slice(1)
}

const ACTIONS = { instant: 'find.book', approval: 'find.request', qualification: 'training.ask' } as const

/** What the button of a row does: books, or asks for what booking takes. */
function actionOf({ t }: Page, { mode, isAsked, slug, timeZone, ...span }: BoardRow) {
  if (mode !== 'qualification') return { label: t(ACTIONS[mode]), href: reserveUrl(slug, timeZone, span) }
  if (isAsked) return { label: t('training.see-request'), href: '/training#requests' }
  return { label: t(ACTIONS[mode]), href: `/training/new?resource=${slug}` }
}

function Row({ page, row, day }: { page: Page; row: BoardRow; day: string }) {
  const { t, locale } = page
  const format = formatOf(locale, row.timeZone)
  const href = reserveUrl(row.slug, row.timeZone, row)
  const action = actionOf(page, row)
  const time = format.clock(row.start)
  const isSameDay = format.isoDay(row.start) === format.isoDay(row.end - 1)
  const until = isSameDay ? format.clockOfEnd(row.end) : `${format.dayShort(row.end)} ${format.clock(row.end)}`
  return (
    <li class="board-row">
      <TimePlate
        kind={row.mode}
        href={href}
        start={row.start}
        time={time}
        until={t('find.until', { time: until })}
        label={`${day}: ${row.name}`}
      />
      <div>
        <h3>
          <a href={`/equipment/${row.slug}`}>{row.name}</a>
        </h3>
        <p class="board-row__meta">
          {row.techniques.length > 0 ? <span>{row.techniques.slice(0, 3).join(', ')}</span> : null}
          <span class="org">{row.organisation}</span>
        </p>
        <p class="board-row__state">
          <StateChip page={page} kind={row.mode} />
          {row.freeUntil ? <span>{t('find.free-until', { time: format.clockOfEnd(row.freeUntil) })}</span> : null}
          {row.isOwn ? (
            <span>
              <b>{t('find.own')}</b>
            </span>
          ) : null}
        </p>
      </div>
      <div class="board-row__end">
        <div class="board-row__trace">
          <DayTrace
            {...row.trace}
            found={row}
            now={page.now}
            format={format}
            label={t('find.trace', { day, from: time, until })}
          />
        </div>
        <p class="board-row__go">
          <a class="button" href={action.href}>
            {action.label}
            <span class="vh">
              : {row.name}, {time}
            </span>
          </a>
        </p>
      </div>
    </li>
  )
}
