import type { WeekCell } from '../../server/domain/week-cells.ts'
import type { Segment } from '../../server/domain/week-segments.ts'
import { escapeHtml } from '../jsx-runtime.ts'
import { Icon } from './icon.tsx'
import type { Drawing } from './week-table.tsx'

/** The name of a state for the stylesheet. */
export function stateOf({ kind }: Segment): string {
  if (kind === 'setup' || kind === 'cleanup') return 'buffer'
  return kind === 'beyond' ? 'closed' : kind
}

/** A segment on one line. */
export function lineOf(segment: Segment, drawing: Drawing): string {
  const { words, format } = drawing
  const seen = segment.taken?.seen
  const when = format.span(segment.start, segment.end)
  if (segment.kind === 'setup') return words.setup
  if (segment.kind === 'cleanup') return words.cleanup
  if (segment.kind === 'outage') return `<b>${words.outages[segment.outage!.kind]}</b> ${when}`
  if (seen)
    return `<a href="/reservations/${seen.id}">${escapeHtml(seen.isMine ? words.mine : seen.title)}<span class="vh">${seen.isMine ? `: ${escapeHtml(seen.title)}` : ''}, ${when}</span></a>`
  if (segment.taken?.held) return heldMarkup(segment, drawing)
  return segment.kind === 'busy' ? `<b>${words.busy}</b><span class="vh"> ${when}</span>` : ''
}

/** Time that is kept: for the reader a way back to the form, for others until when. */
export function heldMarkup({ start, end, taken }: Segment, { words, format, reserve }: Drawing): string {
  const { isMine, until } = taken!.held!
  const when = `<span class="nowrap">${words.until}${format.clock(until)}</span>`
  const icon = Icon({ name: 'clock' }).text
  if (isMine) return `<b>${icon} <a href="${reserve(start, end)}">${words.heldMine}</a></b> ${when}`
  return `<b>${icon} ${words.held}</b> ${when}`
}

/** The way to the waiting list from a time that others have taken; nothing where waiting makes no sense. */
export function waitLink({ taken, kind }: Segment, { words, format, wait, week, longestMs, page }: Drawing): string {
  if (!taken || !wait || kind !== 'busy' || taken.seen?.isMine || week.capacity > 1) return ''
  const start = taken.start + taken.setupMinutes * 60_000
  const end = Math.min(taken.end - taken.cleanupMinutes * 60_000, start + longestMs)
  if (start <= week.now) return ''
  const label = escapeHtml(page.t('calendar.wait-for-long', { time: format.daySpan(start, end) }))
  return ` <a href="${wait(start, end)}">${words.waitFor}<span class="vh">: ${label}</span></a>`
}

/** What stands in the cell of a segment; text that people typed is escaped in place. */
export function segmentMarkup(cell: WeekCell, segment: Segment, drawing: Drawing): string {
  const { words } = drawing
  const isTall = cell.rows > 1
  switch (segment.kind) {
    case 'past':
      return `<span class="vh">${words.past}</span>`
    case 'closed':
      return isTall
        ? labelled(`<b>${Icon({ name: 'lock' }).text} ${words.closedCap}</b>`)
        : `<span class="vh">${words.closed}</span>`
    case 'beyond':
      return isTall ? labelled(words.beyond) : `<span class="vh">${words.beyond}</span>`
    case 'holiday':
      return isTall
        ? labelled(`<b>${Icon({ name: 'flag' }).text} ${words.holidayCap}</b>${escapeHtml(segment.holiday ?? '')}`)
        : `<span class="vh">${words.holiday}</span>`
    case 'setup':
      return labelled(words.setup)
    case 'cleanup':
      return labelled(words.cleanup)
    case 'outage':
      return outageMarkup(cell, segment, drawing)
    case 'gap':
      return ''
    default:
      return isTall
        ? reservationMarkup(cell, segment, drawing)
        : `<span class="slot__in">${lineOf(segment, drawing)}</span>`
  }
}

const labelled = (inner: string) => `<span class="slot__in"><span class="slot__label">${inner}</span></span>`

function outageMarkup(cell: WeekCell, segment: Segment, { words, format }: Drawing): string {
  const { kind, planned, reason } = segment.outage!
  const when = format.span(segment.start, segment.end)
  if (cell.rows === 1)
    return labelled(`${words.outages[kind]}<span class="vh"> ${when}${reason && `: ${escapeHtml(reason)}`}</span>`)
  return labelled(
    `<b>${Icon({ name: 'wrench' }).text} ${words.outages[kind]}</b>${planned ? `${words.planned}, ` : ''}${when}${reason && `<br>${escapeHtml(reason)}`}`,
  )
}

/** A reservation: mine with title and state, one I may know of with title and person, any other just busy. */
function reservationMarkup(cell: WeekCell, segment: Segment, drawing: Drawing): string {
  const { words } = drawing
  const seen = segment.taken?.seen
  const when = partOfDay(segment, cell, drawing)
  if (segment.taken?.held) return labelled(heldMarkup(segment, drawing))
  if (!seen) return `<span class="slot__in"><b>${words.busy}</b>${when}${waitLink(segment, drawing)}</span>`
  const link = `<a href="/reservations/${seen.id}">${escapeHtml(seen.title)}</a>`
  if (!seen.isMine) {
    const word = seen.state === 'requested' ? `${words.requested}, ${words.states['requested']}` : words.busy
    return `<span class="slot__in"><b>${word} · ${when}</b>${link}<br>${escapeHtml(seen.requester ?? '')}</span>`
  }
  if (seen.state === 'requested')
    return `<span class="slot__in"><span class="slot__label"><b>${Icon({ name: 'half' }).text} ${words.mineRequested}</b>${link}<br>${words.states['requested']}</span></span>`
  return `<span class="slot__in"><b>${Icon({ name: 'person' }).text} ${words.mine} · <span class="nowrap">${when}</span></b>${link}<br>${words.states[seen.state] ?? ''}</span>`
}

/** `8:00–11:30`, or from which day and to which when it reaches beyond this one. */
function partOfDay(segment: Segment, cell: WeekCell, { format, words, week }: Drawing): string {
  const day = week.days.find((each) => cell.start >= each.start && cell.start < each.end)!
  const begins = segment.start >= day.start
  const ends = segment.end <= day.end
  if (begins && ends) return `${format.clock(segment.start)}–${format.clockOfEnd(segment.end)}`
  const from = begins ? format.clock(segment.start) : `${format.dayShort(segment.start)} ${format.clock(segment.start)}`
  const until = ends
    ? format.clock(segment.end)
    : `${format.dayShort(segment.end - 1)} ${format.clockOfEnd(segment.end)}`
  return `<span>${words.from}${from}</span> <span>${words.until}${until}</span>`
}
