import type { DayTrace, Mark, OverviewDay } from '../../server/domain/lab-days.ts'
import type { Resource } from '../../server/domain/resource.ts'
import type { Format } from '../format.ts'
import { hours } from '../format.ts'
import { escapeHtml, type Html, raw } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { reserveLinks } from './calendar-links.ts'
import type { CalendarWords } from './calendar-words.ts'
import { Icon } from './icon.tsx'
import { type BookingKind, StateChip } from './state-chip.tsx'

export interface MatrixRow {
  readonly resource: Resource
  readonly traces: readonly DayTrace[]
}

export interface MatrixDrawing {
  readonly page: Page
  readonly zone: string
  readonly words: CalendarWords
  readonly format: Format
  readonly days: readonly OverviewDay[]
  readonly window: { readonly from: number; readonly to: number }
  readonly rows: readonly MatrixRow[]
  readonly holidays: readonly (string | null)[]
}

const NOON = 12 * 3_600_000

/**
 * Resources × days. Its hundreds of cells are written as strings: every text in them is either made here or escaped
 * in place.
 */
export function WeekMatrix({ drawing, caption }: { drawing: MatrixDrawing; caption: string }): Html {
  const { page, days } = drawing
  return (
    <table class="matrix">
      <caption class="vh">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span class="small">{page.t('lab.equipment')}</span>
          </th>
          {days.map((day, index) => (
            <DayHead day={day} index={index} drawing={drawing} />
          ))}
        </tr>
      </thead>
      <tbody>{raw(matrixRows(drawing))}</tbody>
    </table>
  )
}

/** How a day stands for all resources: nothing to tell apart when none of them is open. */
type Column = 'past' | 'today' | 'future' | 'shut'

function columnOf(drawing: MatrixDrawing, index: number): Column {
  const { days, page, rows } = drawing
  const day = days[index]!
  if (day.end <= page.now) return 'past'
  if (day.start <= page.now) return 'today'
  return rows.every((row) => row.traces[index]!.openMs === 0) ? 'shut' : 'future'
}

function DayHead({ day, index, drawing }: { day: OverviewDay; index: number; drawing: MatrixDrawing }) {
  const { format, words, window, holidays } = drawing
  const column = columnOf(drawing, index)
  const noon = day.start + NOON
  return (
    <th scope="col" data-day={column === 'future' ? null : column}>
      <b>{format.dayTiny(noon)}</b> <time datetime={format.isoDay(noon)}>{format.dayMonth(noon)}</time>
      {column === 'today' ? ` ${words.today}` : null}
      {column === 'shut' ? (
        <span class="day-note">
          {holidays[index] ? Icon({ name: 'flag' }) : Icon({ name: 'lock' })}{' '}
          {holidays[index] ? words.holiday : words.closed}
        </span>
      ) : (
        <HourScale window={window} count={3} />
      )}
    </th>
  )
}

/** Hours of the window, evenly spread. */
export function HourScale({ window, count }: { window: { from: number; to: number }; count: number }): Html {
  const step = (window.to - window.from) / (count - 1)
  return (
    <span class="hours" aria-hidden="true">
      {Array.from({ length: count }, (_, i) => (
        <span>{Math.round(window.from + i * step)}</span>
      ))}
    </span>
  )
}

function matrixRows(drawing: MatrixDrawing): string {
  const { rows, days, zone, format, page } = drawing
  const columns = days.map((_, index) => columnOf(drawing, index))
  const dayNames = days.map((day) => escapeHtml(format.shortDay(day.start + NOON)))
  const heads = rowHeads(
    rows.map((row) => row.resource),
    page,
  )
  const nowLine = nowMark(drawing)
  let out = ''
  rows.forEach(({ resource, traces }, row) => {
    const reserve = reserveLinks(resource.slug, zone)
    const ending = `: ${escapeHtml(resource.name[page.locale])}</span></a>`
    out += heads[row]!
    traces.forEach((trace, index) => {
      const column = columns[index]!
      if (column === 'shut') {
        if (row === 0) out += shutCell(rows.length, drawing.holidays[index] ?? null, drawing)
      } else if (trace.outUntil !== null && column !== 'past')
        out += `<td data-state="outage"><span class="tag">${Icon({ name: 'wrench' }).text} ${drawing.words.until}${format.dayShort(trace.outUntil)} ${format.clock(trace.outUntil)}</span></td>`
      else if (trace.openMs === 0 && column !== 'past' && trace.marks.length === 0)
        out += shutCell(1, drawing.holidays[index] ?? null, drawing)
      else {
        out += column === 'past' ? '<td data-day="past">' : '<td>'
        out += traceSvg(trace.marks, days[index]!, column === 'today' ? nowLine : '')
        out += `<div class="free">${freeText(trace, column, resource, dayNames[index]! + ending, reserve, drawing)}</div></td>`
      }
    })
    out += '</tr>'
  })
  return out
}

function shutCell(rows: number, holiday: string | null, { words }: MatrixDrawing): string {
  const span = rows > 1 ? ` rowspan="${rows}"` : ''
  if (holiday)
    return `<td${span} data-state="holiday"><span class="tag">${Icon({ name: 'flag' }).text} ${escapeHtml(holiday)}</span></td>`
  return `<td${span} data-state="closed"><span class="tag">${rows > 1 ? `${Icon({ name: 'lock' }).text} ` : ''}${words.closed}</span></td>`
}

/** `od 11:00` into the form, and what is free; or why nothing can be had. */
function freeText(
  trace: DayTrace,
  column: Column,
  resource: Resource,
  ending: string,
  reserve: (start: number, end: number) => string,
  { words, format }: MatrixDrawing,
): string {
  if (column === 'past') return `<span>${words.gone}</span>`
  if (!trace.firstStart) return `<span>${trace.openMs === 0 ? words.closed : words.full}</span>`
  const { at, longestMs } = trace.firstStart
  const end = at + Math.min(longestMs, proposedMs(resource))
  return `<a href="${reserve(at, end)}">${words.from}${format.clock(at)}<span class="vh">, ${ending}<span>${hours(trace.freeMs)}</span>`
}

export const proposedMs = ({ policy }: Resource): number =>
  Math.min(Math.max(policy.minMinutes, 60), policy.maxMinutes) * 60_000

const WIDTH = 140

/** A day as a timing diagram: high busy, low partly taken, on a baseline that means free. */
export function traceSvg(marks: readonly Mark[], day: OverviewDay, extra: string, attributes = ''): string {
  const scale = WIDTH / (day.windowEnd - day.windowStart)
  let busy = ''
  let mine = ''
  let asked = ''
  let out = ''
  for (const { start, end, kind } of marks) {
    const x = Math.round((start - day.windowStart) * scale)
    const w = Math.max(1, Math.round((end - day.windowStart) * scale) - x)
    if (kind === 'busy') busy += `M${x} 7h${w}v13h-${w}z`
    else if (kind === 'part') busy += `M${x} 14h${w}v6h-${w}z`
    else if (kind === 'mine') mine += `M${x} 7h${w}v13h-${w}z`
    else if (kind === 'requested') asked += `M${x} 10h${w}v10h-${w}z`
    else for (let at = x; at < x + w; at += 6) out += `M${at} 20l6-13M${at} 7l6 13`
  }
  // The baseline is the stylesheet's: it would be the longest part of most traces.
  const shapes = `${busy && `<path class="busy" d="${busy}"/>`}${out && `<path class="out" d="${out}"/>`}${mine && `<path class="mine" d="${mine}"/>`}${asked && `<path class="asked" d="${asked}"/>`}${extra}`
  return `<svg class="trace" viewBox="0 0 140 20"${attributes} aria-hidden="true">${shapes}</svg>`
}

/** The line of the present in today's traces. */
export function nowMark({ page, days }: Pick<MatrixDrawing, 'page' | 'days'>): string {
  const day = days.find((each) => each.start <= page.now && page.now < each.end)
  if (!day || page.now < day.windowStart || page.now > day.windowEnd) return ''
  const x = Math.round(((page.now - day.windowStart) / (day.windowEnd - day.windowStart)) * WIDTH * 10) / 10
  return `<path class="now" d="M${x} 0v20"/>`
}

/** Heads of the rows change only with the catalogue: kept as long as its resources are. */
const headsKept = new WeakMap<Resource, Map<string, string>>()

function rowHeads(resources: readonly Resource[], page: Page): string[] {
  return resources.map((resource) => {
    let ofLocale = headsKept.get(resource)
    if (!ofLocale) headsKept.set(resource, (ofLocale = new Map()))
    let head = ofLocale.get(page.locale)
    if (!head) ofLocale.set(page.locale, (head = `<tr>${rowHead(resource, page).text}`))
    return head
  })
}

function rowHead(resource: Resource, page: Page): Html {
  return (
    <th scope="row">
      <a href={`/equipment/${resource.slug}`}>{resource.name[page.locale]}</a>
      {resource.techniques.length > 0 ? [<br />, resource.techniques.slice(0, 2).join(' · ')] : null}
      <br />
      <HowToBook resource={resource} page={page} />
    </th>
  )
}

/** At once, after approval, after training, or not at all. */
export function HowToBook({ resource, page }: { resource: Resource; page: Page }): Html {
  return <StateChip page={page} kind={bookingKindOf(resource)} />
}

export function bookingKindOf({ status, policy }: Resource): BookingKind {
  if (status === 'planned') return 'planned'
  if (status !== 'active') return 'outage'
  if (policy.qualificationRequired) return 'qualification'
  return policy.approval === 'owner' ? 'approval' : 'instant'
}
