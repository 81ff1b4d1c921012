import type { DayTrace, OverviewDay } from '../../server/domain/lab-days.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { hours } from '../format.ts'
import { escapeHtml, type Html, raw } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { reserveLinks } from './calendar-links.ts'
import { Icon } from './icon.tsx'
import { HourScale, HowToBook, type MatrixDrawing, nowMark, proposedMs, traceSvg } from './week-matrix.tsx'

const NOON = 12 * 3_600_000

interface LabDayProps {
  readonly drawing: MatrixDrawing
  /** Which of the drawing's days. */
  readonly index: number
  readonly urlOfDay: (day: string) => string
  /** The seven days of the strip. */
  readonly strip: readonly OverviewDay[]
}

/** One day of a lab: a trace per resource, with its first free start. What phones show of a week, too. */
export function LabDay({ drawing, index, urlOfDay, strip }: LabDayProps): Html {
  const { page, format, words, window } = drawing
  const day = drawing.days[index]!
  const name = format.longDay(day.start + NOON)
  return (
    <div class="agenda">
      <nav class="agenda__strip" aria-label={page.t('calendar.days')}>
        <ol class="strip">
          {strip.map((each) => {
            const noon = each.start + NOON
            const state = each.end <= page.now ? 'past' : each.start <= page.now ? 'today' : null
            return (
              <li>
                <a
                  href={urlOfDay(format.isoDay(noon))}
                  data-day={state}
                  aria-current={each.start === day.start ? 'date' : null}
                >
                  <span>{format.dayTiny(noon)}</span>
                  <b>{Number(format.isoDay(noon).slice(8))}</b>
                  <span class="vh">{`, ${format.longDay(noon)}`}</span>
                </a>
              </li>
            )
          })}
        </ol>
      </nav>
      <section class="agenda-day" aria-labelledby="lab-day">
        <h3 id="lab-day">
          {name.charAt(0).toUpperCase() + name.slice(1)}
          {day.start <= page.now && page.now < day.end ? `, ${words.today}` : null}
          <HourScale window={window} count={(window.to - window.from) / hourStep(window) + 1} />
        </h3>
        <ul class="lab-day">{raw(dayItems(drawing, index))}</ul>
      </section>
    </div>
  )
}

const hourStep = ({ from, to }: { from: number; to: number }) => (to - from > 14 && (to - from) % 4 === 0 ? 4 : 2)

const STRETCHED = ' preserveAspectRatio="none"'

function dayItems(drawing: MatrixDrawing, index: number): string {
  const { rows, days, zone, format, page } = drawing
  const day = days[index]!
  const isToday = day.start <= page.now && page.now < day.end
  const nowLine = isToday ? nowMark(drawing) : ''
  const dayName = escapeHtml(format.shortDay(day.start + NOON))
  let out = ''
  for (const { resource, traces } of rows) {
    const trace = traces[index]!
    out += headOf(resource, page) + traceSvg(trace.marks, day, nowLine, STRETCHED)
    out += `<p class="row row--apart">${bookText(trace, day, resource, dayName, zone, drawing)}</p></li>`
  }
  return out
}

function bookText(
  trace: DayTrace,
  day: OverviewDay,
  resource: Resource,
  dayName: string,
  zone: string,
  { words, format, page, holidays, days }: MatrixDrawing,
): string {
  const quiet = (text: string) => `<span class="micro">${text}</span>`
  if (day.end <= page.now) return quiet(words.gone)
  if (trace.outUntil !== null)
    return quiet(
      `${Icon({ name: 'wrench' }).text} ${words.until}${format.dayShort(trace.outUntil)} ${format.clock(trace.outUntil)}`,
    )
  if (trace.openMs === 0) {
    const holiday = holidays[days.indexOf(day)]
    return quiet(
      holiday
        ? `${Icon({ name: 'flag' }).text} ${escapeHtml(holiday)}`
        : `${Icon({ name: 'lock' }).text} ${words.closed}`,
    )
  }
  if (!trace.firstStart) return quiet(words.full)
  const { at, longestMs } = trace.firstStart
  const href = reserveLinks(resource.slug, zone)(at, at + Math.min(longestMs, proposedMs(resource)))
  return `${quiet(`${words.free} ${hours(trace.freeMs)}`)}<a class="button" href="${href}">${words.from}${format.clock(at)}<span class="vh">, ${dayName}: ${escapeHtml(resource.name[page.locale])}</span></a>`
}

const headsKept = new WeakMap<Resource, Map<string, string>>()

/** Name, technique and how to book: the same until the catalogue changes. */
function headOf(resource: Resource, page: Page): string {
  let ofLocale = headsKept.get(resource)
  if (!ofLocale) headsKept.set(resource, (ofLocale = new Map()))
  let head = ofLocale.get(page.locale)
  if (head) return head
  const name = (
    <div class="lab-day__head">
      <a href={`/equipment/${resource.slug}`}>
        <b>{resource.name[page.locale]}</b>
      </a>{' '}
      <span class="micro quiet">{resource.techniques.slice(0, 2).join(' · ')}</span>{' '}
      <HowToBook resource={resource} page={page} />
    </div>
  )
  ofLocale.set(page.locale, (head = `<li>${name.text}`))
  return head
}
