import type { Interval } from '../../server/domain/interval.ts'
import type { Taken, WeekDay, WeekStart } from '../../server/domain/week-calendar.ts'
import type { Segment } from '../../server/domain/week-segments.ts'
import { capitalised, hours } from '../format.ts'
import { escapeHtml, type Html, raw } from '../jsx-runtime.ts'
import { Icon } from './icon.tsx'
import { heldMarkup, stateOf, waitLink } from './week-segments.ts'
import { type Drawing, dayNote, dayState, hasClockChange, unitsText } from './week-table.tsx'

/** Buttons of one free stretch beside a table; the list shows them all. */
const FEW = 7

/** The same week told day by day: what phones show, and the list view everywhere. */
export function Agenda({ drawing, isComplete }: { drawing: Drawing; isComplete: boolean }): Html {
  const { week, page } = drawing
  return (
    <div class="agenda">
      <nav class="agenda__strip" aria-label={page.t('calendar.days')}>
        <ol class="strip">
          {week.days.map((day) => (
            <StripDay day={day} drawing={drawing} />
          ))}
        </ol>
      </nav>
      {week.days.map((day) => (
        <AgendaDay day={day} drawing={drawing} isComplete={isComplete} />
      ))}
    </div>
  )
}

const noonOf = (day: WeekDay) => day.start + 12 * 3_600_000

function StripDay({ day, drawing }: { day: WeekDay; drawing: Drawing }) {
  const { format, words } = drawing
  const length = day.end - day.start
  const percent = (ms: number) => Math.round((ms / length) * 1000) / 10
  const bars = day.free.map((each: Interval) => {
    const width = percent(each.end - each.start)
    return `M${percent(each.start - day.start)} 0h${width}v10h-${width}z`
  })
  const note = day.freeMs > 0 ? `${hours(day.freeMs)} ${words.free}` : plainNote(day, drawing)
  return (
    <li>
      <a href={`#d-${day.date}`} data-day={dayState(day)}>
        <span>{format.dayTiny(noonOf(day))}</span>
        <b>{Number(day.date.slice(8))}</b>
        <span class="vh">{`, ${format.longDay(noonOf(day))}: ${note}`}</span>
        <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
          <path class="bed" d="M0 5h100" />
          {bars.length > 0 ? <path class="fill" d={bars.join('')} /> : null}
        </svg>
      </a>
    </li>
  )
}

function plainNote(day: WeekDay, { words }: Drawing): string {
  if (day.when === 'past') return words.gone
  return day.openMs > 0 ? words.full : day.holiday ? words.holiday : words.closed
}

function AgendaDay({ day, drawing, isComplete }: { day: WeekDay; drawing: Drawing; isComplete: boolean }) {
  const { format, words, page } = drawing
  const name = capitalised(format.longDay(noonOf(day)))
  const spans = raw(`<ol class="spans">${spansOf(day, drawing, isComplete)}</ol>`)
  if (day.when === 'past')
    return (
      <section class="agenda-day" id={`d-${day.date}`} aria-label={name}>
        <details class="fold">
          <summary>
            <time datetime={day.date}>{name}</time> <span>{words.gone}</span>
          </summary>
          {spans}
        </details>
      </section>
    )
  return (
    <section class="agenda-day" id={`d-${day.date}`} aria-labelledby={`h-${day.date}`}>
      <h3 id={`h-${day.date}`}>
        <time datetime={day.date}>{day.when === 'today' ? `${name}, ${words.today}` : name}</time>{' '}
        <span>
          {dayNote(day, words)}
          {hasClockChange(day) ? `, ${page.t('calendar.day-length', { hours: hours(day.end - day.start) })}` : null}
        </span>
      </h3>
      {spans}
    </section>
  )
}

function spansOf(day: WeekDay, drawing: Drawing, isComplete: boolean): string {
  let out = ''
  let shared = 0
  const sharedBefore = (at: number) => {
    for (; shared < day.shared.length && Math.max(day.shared[shared]!.start, day.start) < at; shared++)
      out += sharedSpan(day.shared[shared]!, day, drawing)
  }
  let start = 0
  for (const segment of day.segments) {
    sharedBefore(segment.start)
    const first = start
    while (start < day.starts.length && day.starts[start]!.at < segment.end) start++
    out += spanOf(segment, day, day.starts.slice(first, start), drawing, isComplete)
  }
  sharedBefore(day.end)
  return out
}

function spanOf(
  segment: Segment,
  day: WeekDay,
  starts: readonly WeekStart[],
  drawing: Drawing,
  isComplete: boolean,
): string {
  const { words, week } = drawing
  // What is over, and the closed hours around open ones, are not worth a line.
  if (segment.kind === 'past' || (segment.kind === 'closed' && day.openMs > 0)) return ''
  const state = stateOf(segment)
  const tight = state === 'buffer' ? ' span--tight' : ''
  const past = segment.end <= week.now ? ' data-when="past"' : ''
  const now =
    day.when === 'today' && segment.start <= week.now && week.now < segment.end
      ? `<span class="now-tag">${escapeHtml(drawing.page.t('calendar.now', { time: drawing.format.clock(week.now) }))}</span>`
      : ''
  const body =
    segment.kind === 'gap' ? gapBody(segment, day, starts, drawing, isComplete) : stateBody(segment, day, drawing)
  const rail = segment.kind === 'gap' ? 'free' : state
  return `<li class="span${tight}" data-state="${rail}"><span class="span__time">${timeOf(segment, day, drawing)}</span><span class="rail" data-state="${rail}"${past}></span><div class="span__body">${body}${now}</div></li>`
  function stateBody(each: Segment, of: WeekDay, on: Drawing): string {
    if (each.kind === 'setup') return words.setup
    if (each.kind === 'cleanup') return words.cleanup
    return bodyOf(each, of, on)
  }
}

/** The part of a stretch that lies in the day. */
function timeOf({ start, end }: Interval, day: WeekDay, { format }: Drawing): string {
  return `${format.clock(Math.max(start, day.start))}–${format.clockOfEnd(Math.min(end, day.end))}`
}

function bodyOf(segment: Segment, day: WeekDay, drawing: Drawing): string {
  const { words } = drawing
  const reach = reachOf(segment, day, drawing)
  switch (segment.kind) {
    case 'holiday':
      return `<b>${Icon({ name: 'flag' }).text} ${escapeHtml(segment.holiday ?? words.holidayCap)}</b>${note(words.closed)}`
    case 'closed':
      return `<b>${Icon({ name: 'lock' }).text} ${words.closedCap}</b>${reach}`
    case 'beyond':
      return words.beyond
    case 'outage': {
      const { kind, planned, reason } = segment.outage!
      return `<b>${Icon({ name: 'wrench' }).text} ${words.outages[kind]}</b>${note(`${planned ? `${words.planned}, ` : ''}${escapeHtml(reason)}`)}${reach}`
    }
    default:
      if (segment.taken?.held) return heldMarkup(segment, drawing)
      return takenBody(segment.taken ?? null, drawing) + reach + waitLink(segment, drawing)
  }
}

function takenBody(taken: Taken | null, { words }: Drawing): string {
  const seen = taken?.seen
  if (!seen) return `<span>${words.busy}</span>`
  const link = `<a href="/reservations/${seen.id}">${escapeHtml(seen.title)}</a>`
  const state = note(words.states[seen.state] ?? '')
  if (!seen.isMine)
    return `<span>${words.busy}</span> ${link}${note(escapeHtml(seen.requester ?? ''))}${seen.state === 'requested' ? state : ''}`
  return seen.state === 'requested'
    ? `<b>${Icon({ name: 'half' }).text} ${words.mineRequested}</b> ${link}${state}`
    : `<b>${Icon({ name: 'person' }).text} ${words.mine}</b> ${link}${state}`
}

const note = (markup: string) => (markup ? `<span class="note">${markup}</span>` : '')

/** From which day and to which, for what reaches beyond this one. */
function reachOf({ start, end, kind }: Segment, day: WeekDay, { words, format }: Drawing): string {
  if (kind === 'closed') return ''
  const from = start < day.start ? `${words.from}${format.dayShort(start)} ${format.clock(start)}` : ''
  const until = end > day.end ? `${words.until}${format.dayShort(end - 1)} ${format.clockOfEnd(end)}` : ''
  return note([from, until].filter(Boolean).join(', '))
}

/** A reservation that leaves units to others, listed beside the free time it lies in. */
function sharedSpan(taken: Taken, day: WeekDay, drawing: Drawing): string {
  const state = taken.seen?.isMine ? (taken.seen.state === 'requested' ? 'requested' : 'mine') : 'busy'
  return `<li class="span" data-state="${state}"><span class="span__time">${timeOf(taken, day, drawing)}</span><span class="rail" data-state="${state}"></span><div class="span__body">${takenBody(taken, drawing)}</div></li>`
}

function gapBody(
  gap: Segment,
  day: WeekDay,
  starts: readonly WeekStart[],
  drawing: Drawing,
  isComplete: boolean,
): string {
  const { words, page, proposedMs } = drawing
  const lengthMs = Math.min(gap.end, day.end) - Math.max(gap.start, day.start)
  const length = hours(lengthMs)
  const free = starts.filter((each) => each.isLongEnough)
  const longest = starts.reduce((most, each) => Math.max(most, each.longestMs), 0)
  if (free.length === 0) {
    const why =
      longest > 0 ? page.t('calendar.only', { wanted: hours(proposedMs), hours: hours(longest) }) : words.noStart
    return `<span>${words.freeCap} ${length}</span>${note(escapeHtml(why))}`
  }
  return `<b>${words.freeCap} ${length}</b>${longest === lengthMs ? '' : note(words.longest + hours(longest))}${startButtons(free, day, drawing, isComplete)}`
}

function startButtons(free: readonly WeekStart[], day: WeekDay, drawing: Drawing, isComplete: boolean): string {
  const { page, format, reserve, proposedMs, week } = drawing
  const shown = isComplete || free.length <= FEW + 1 ? free : free.slice(0, FEW)
  const dayLabel = escapeHtml(format.longDay(day.start + 12 * 3_600_000))
  // The day is said in every link: lists of links stand alone.
  const ending = `<span class="vh">, ${dayLabel}</span></a>`
  let out = '<div class="starts">'
  for (const { at, longestMs, left } of shown) {
    const units = week.capacity > 1 ? ` <small>${unitsText(left, drawing)}</small>` : ''
    out += `<a href="${reserve(at, at + Math.min(longestMs, proposedMs))}">${format.clock(at)}${units}${ending}`
  }
  if (shown.length < free.length)
    out += `<a class="more" href="${escapeHtml(`${drawing.listUrl}#d-${day.date}`)}">${escapeHtml(page.t('calendar.all-starts', { count: free.length }))}<span class="vh">, ${dayLabel}</span></a>`
  return out + '</div>'
}
