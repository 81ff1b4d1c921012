import type { WeekCalendar, WeekDay } from '../../server/domain/week-calendar.ts'
import type { CellContent, WeekCell } from '../../server/domain/week-cells.ts'
import type { WeekRow } from '../../server/domain/week-rows.ts'
import type { Format } from '../format.ts'
import { hours } from '../format.ts'
import { escapeHtml, type Html, raw } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import type { CalendarWords } from './calendar-words.ts'
import { Icon } from './icon.tsx'
import { LaneRow } from './week-lanes.tsx'
import { lineOf, segmentMarkup, stateOf } from './week-segments.ts'

/** What every part of a rendered calendar needs. */
export interface Drawing {
  readonly page: Page
  readonly week: WeekCalendar
  readonly words: CalendarWords
  readonly format: Format
  /** Escaped address of the form for [start, end). */
  readonly reserve: (start: number, end: number) => string
  /** Escaped address of the waiting list for [start, end); null where nothing can be booked. */
  readonly wait: ((start: number, end: number) => string) | null
  /** The longest reservation there can be. */
  readonly longestMs: number
  /** How long a reservation from a picked start is proposed to last, at most. */
  readonly proposedMs: number
  /** Address of the week as a list. */
  readonly listUrl: string
}

/**
 * The week as a table. Its hundreds of cells are written as strings: every text in them is either a time made here
 * or escaped in place.
 */
export function WeekTable({ drawing, caption }: { drawing: Drawing; caption: string }): Html {
  const { page, week } = drawing
  return (
    <table class="cal">
      <caption class="vh">{caption}</caption>
      <colgroup>
        <col class="cal__times" />
        <col span="7" />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">
            <span class="vh">{page.t('calendar.hour')}</span>
          </th>
          {week.days.map((day) => (
            <DayHead day={day} drawing={drawing} />
          ))}
        </tr>
      </thead>
      <tbody>
        {week.lanes.map((lane) => (
          <LaneRow lane={lane} drawing={drawing} />
        ))}
        {raw(bodyRows(drawing))}
      </tbody>
    </table>
  )
}

function DayHead({ day, drawing }: { day: WeekDay; drawing: Drawing }) {
  const { format, words, listUrl, page } = drawing
  const noon = day.start + 12 * 3_600_000
  return (
    <th scope="col" data-day={dayState(day)}>
      <a class="day" href={`${listUrl}#d-${day.date}`}>
        <b>{format.dayTiny(noon)}</b> <time datetime={day.date}>{format.dayMonth(noon)}</time>
        {day.when === 'today' ? <span>{words.today}</span> : null}
      </a>
      <span class="day-note">
        {dayNote(day, words)}
        {hasClockChange(day) ? `, ${page.t('calendar.day-length', { hours: hours(day.end - day.start) })}` : null}
      </span>
    </th>
  )
}

export const hasClockChange = (day: WeekDay) => day.end - day.start !== 86_400_000

export function dayState(day: WeekDay): string | null {
  if (day.when === 'past') return 'past'
  if (day.when === 'today') return 'today'
  return day.openMs === 0 ? 'shut' : null
}

/** Free hours of a day, or why there are none. */
export function dayNote(day: WeekDay, words: CalendarWords) {
  if (day.when === 'past') return words.gone
  if (day.freeMs > 0) return [<b>{hours(day.freeMs)}</b>, ` ${words.free}`]
  if (day.openMs > 0) return words.full
  return day.holiday ? [Icon({ name: 'flag' }), ` ${words.holiday}`] : [Icon({ name: 'lock' }), ` ${words.closed}`]
}

function bodyRows(drawing: Drawing): string {
  const { week } = drawing
  const next = new Array<number>(week.days.length).fill(0)
  const longDays = week.days.map((day) => escapeHtml(drawing.format.longDay(day.start + 12 * 3_600_000)))
  let out = ''
  for (let row = 0; row < week.rows.length; row++) {
    const shape = week.rows[row]!
    out += `<tr data-tick="${shape.isCoarse ? 'night' : shape.from % 60 === 0 ? 'hour' : 'half'}"><th scope="row">${rowHead(row, shape, drawing)}</th>`
    for (let day = 0; day < week.days.length; day++) {
      const cell = week.days[day]!.cells[next[day]!]
      if (cell?.row !== row) continue
      next[day]!++
      const before = week.days[day]!.cells[next[day]! - 2]
      out += cellMarkup(cell, shape, week.days[day]!, longDays[day]!, drawing, before?.content.kind !== 'free')
    }
    out += '</tr>'
  }
  return out
}

function rowHead(row: number, shape: WeekRow, { week, format, words, page }: Drawing): string {
  if (shape.isCoarse) {
    const part =
      shape.from === 0
        ? shape.to > 12 * 60
          ? 'calendar.day-band'
          : 'calendar.night'
        : shape.to === 1440
          ? 'calendar.evening'
          : 'calendar.day-band'
    const changed = week.days.find((day) => hasClockChange(day) && isInRow(day, row, week))
    const length = changed ? `, ${escapeHtml(hours(lengthOfRow(changed, shape)))}` : ''
    return `${shape.from / 60}–${shape.to / 60}${length}<small>${escapeHtml(page.t(part))}</small>`
  }
  const label = format.clock(week.days[0]!.start + shape.from * 60_000)
  const today = week.days.find((day) => day.when === 'today')
  if (!today || hasClockChange(today)) return rowLabel(shape)
  const minute = (week.now - today.start) / 60_000
  if (minute < shape.from || minute >= shape.to) return rowLabel(shape)
  return `<span class="vh">${label}, ${words.now}</span><span class="now-tag">${format.clock(week.now)}</span>`
  function rowLabel({ from }: WeekRow) {
    const clock = `${Math.floor(from / 60)}:${from % 60 < 10 ? '0' : ''}${from % 60}`
    return page.locale === 'pl' || from >= 600 ? clock : `0${clock}`
  }
}

const isInRow = (day: WeekDay, row: number, week: WeekCalendar) =>
  lengthOfRow(day, week.rows[row]!) !== (week.rows[row]!.to - week.rows[row]!.from) * 60_000

/** The change of the clocks lies in the first hours of the day: the row that holds them is longer or shorter. */
function lengthOfRow(day: WeekDay, { from, to }: WeekRow): number {
  const nominal = (to - from) * 60_000
  return from === 0 ? nominal + (day.end - day.start - 86_400_000) : nominal
}

function cellMarkup(
  cell: WeekCell,
  shape: WeekRow,
  day: WeekDay,
  longDay: string,
  drawing: Drawing,
  isFirstFree: boolean,
): string {
  const { content, rows } = cell
  const { now } = drawing.week
  const span = rows > 1 ? ` rowspan="${rows}"` : ''
  const isNow = day.when === 'today' && cell.start <= now && now < cell.end
  const line = isNow ? nowLine(cell, day, drawing.week) : ''
  switch (content.kind) {
    case 'free':
      return `<td class="slot" data-state="free">${freeLink(content, shape, longDay, drawing, isFirstFree)}${line}</td>`
    case 'short':
      return `<td class="slot" data-state="short"><span class="slot__in">${drawing.format.clock(content.start.at)}<span>${drawing.words.upTo}${hours(content.start.longestMs)}</span></span>${line}</td>`
    case 'margin':
      return `<td class="slot"${span} data-state="margin"><span class="vh">${drawing.words.margin}</span>${line}</td>`
    case 'skipped':
      return `<td class="slot"${span} data-state="closed"><span class="vh">${drawing.words.skipped}</span></td>`
    case 'mixed':
      return `<td class="slot" data-state="mixed">${content.parts.map((part) => partMarkup(part, longDay, drawing)).join('')}${line}</td>`
    case 'segment': {
      const { segment } = content
      const when = segment.end <= now && segment.kind !== 'holiday' ? ' data-when="past"' : ''
      return `<td class="slot"${span} data-state="${stateOf(segment)}"${when}>${segmentMarkup(cell, segment, drawing)}${line}</td>`
    }
  }
}

/** Row heights of the stylesheet in px: what the line is measured on. */
const COARSE_PX = 44
const FINE_PX = 28

function nowLine(cell: WeekCell, day: WeekDay, { now, rows }: WeekCalendar): string {
  const minute = (now - day.start) / 60_000
  let height = 0
  let y = 0
  for (const row of rows.slice(cell.row, cell.row + cell.rows)) {
    const px = row.isCoarse ? COARSE_PX : FINE_PX
    if (minute >= row.from) y = height + px * Math.min(1, (minute - row.from) / (row.to - row.from))
    height += px
  }
  y = Math.round(y)
  return `<svg class="slot__now" viewBox="0 0 100 ${height}" preserveAspectRatio="none" aria-hidden="true"><line x1="0" x2="100" y1="${y}" y2="${y}"></line></svg>`
}

type Free = Extract<CellContent, { kind: 'free' }>

function freeLink(
  { start, until }: Free,
  shape: WeekRow,
  longDay: string,
  drawing: Drawing,
  isFirstFree: boolean,
): string {
  const { words, format, reserve, proposedMs, week } = drawing
  const href = reserve(start.at, start.at + Math.min(start.longestMs, proposedMs))
  const clock = format.clock(start.at)
  const units = week.capacity > 1 ? unitsText(start.left, drawing) : ''
  const longest = hours(start.longestMs)
  if (shape.isCoarse)
    return `<a href="${href}"><b>${clock}–${format.clockOfEnd(until)}</b><span class="vh">, ${longDay}: ${words.pickStart}</span><span aria-hidden="true">${units || words.free}</span></a>`
  return `<a href="${href}"><b>${clock}</b><span class="vh">, ${longDay}: ${words.reserve}, ${words.longest}${longest}</span>${units ? `<span>${units}</span>` : isFirstFree ? `<span aria-hidden="true">${words.upTo}${longest}</span>` : ''}</a>`
}

/** `2 z 3` */
export const unitsText = (left: number, { page, week }: Pick<Drawing, 'page' | 'week'>) =>
  escapeHtml(page.locale === 'pl' ? `${left}\u00a0z\u00a0${week.capacity}` : `${left}\u00a0of\u00a0${week.capacity}`)

function partMarkup(part: CellContent, longDay: string, drawing: Drawing): string {
  const { words, format, reserve, proposedMs } = drawing
  if (part.kind === 'free') {
    const href = reserve(part.start.at, part.start.at + Math.min(part.start.longestMs, proposedMs))
    return `<span class="slot__part" data-state="free"><a href="${href}"><b>${format.clock(part.start.at)}–${format.clockOfEnd(part.until)}</b><span class="vh">, ${longDay}: ${words.pickStart}</span><span aria-hidden="true">${words.free}</span></a></span>`
  }
  if (part.kind === 'short')
    return `<span class="slot__part" data-state="short">${format.clock(part.start.at)} ${words.tooShort}</span>`
  if (part.kind !== 'segment') return ''
  const { segment } = part
  return `<span class="slot__part" data-state="${stateOf(segment)}">${lineOf(segment, drawing)}</span>`
}
