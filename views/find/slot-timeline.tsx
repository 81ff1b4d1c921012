import type { DayTrace, OverviewDay } from '../../server/domain/lab-days.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { reserveUrl } from '../components/calendar-links.ts'
import { StateChip } from '../components/state-chip.tsx'
import { HourScale, traceSvg } from '../components/week-matrix.tsx'
import { formatOf, hours } from '../format.ts'
import { type Html, raw } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

interface TimelineSlot {
  readonly start: number
  readonly end: number
  readonly mode: 'instant' | 'approval' | 'qualification'
}

export interface TimelineProps {
  readonly page: Page
  readonly zone: string
  /** Hours the traces span, as on the clock. */
  readonly window: { readonly from: number; readonly to: number }
  readonly days: readonly { readonly day: string; readonly noon: number }[]
  readonly rows: readonly {
    readonly resource: Resource
    readonly isChosen: boolean
    readonly slots: readonly TimelineSlot[]
    readonly cells: readonly { readonly day: OverviewDay; readonly trace: DayTrace }[]
  }[]
}

/** Candidates side by side: a row each, the first days as traces with what was found in them, in words beside it. */
export function SlotTimeline(props: TimelineProps): Html {
  const { page, zone, window, days, rows } = props
  const { t } = page
  const format = formatOf(page.locale, zone)
  return (
    <section class="stack" aria-labelledby="timeline">
      <h2 id="timeline">{t('slots.timeline')}</h2>
      <section class="scroller" aria-label={t('slots.timeline')} tabindex="0">
        <table class="matrix slot-line">
          <caption class="vh">{t('slots.timeline-caption')}</caption>
          <thead>
            <tr>
              <th scope="col">
                <span class="small">{t('lab.equipment')}</span>
              </th>
              {days.map(({ day, noon }) => (
                <th scope="col">
                  <b>{format.dayTiny(noon)}</b> <time datetime={day}>{format.dayMonth(noon)}</time>
                  <HourScale window={window} count={3} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row page={page} row={row} />
            ))}
          </tbody>
        </table>
      </section>
      <p class="row">
        <button class="button" type="submit" form="slot-form">
          {t('slots.among')}
        </button>
      </p>
    </section>
  )
}

type RowProps = { page: Page; row: TimelineProps['rows'][number] }

function Row({ page, row: { resource, isChosen, slots, cells } }: RowProps) {
  const name = resource.name[page.locale]
  return (
    <tr>
      <th scope="row">
        <a href={`/equipment/${resource.slug}`}>{name}</a>
        <br />
        {slots[0] ? (
          <StateChip page={page} kind={slots[0].mode} />
        ) : (
          <span class="quiet">{page.t('slots.none-here')}</span>
        )}
        {isChosen ? null : (
          <label class="check">
            <input type="checkbox" name="resource" value={resource.slug} form="slot-form" />
            <span>
              {page.t('slots.choose')}
              <span class="vh">: {name}</span>
            </span>
          </label>
        )}
      </th>
      {cells.map((cell) => (
        <Cell page={page} resource={resource} cell={cell} slots={slots} />
      ))}
    </tr>
  )
}

const WIDTH = 140
const STRETCHED = ' preserveAspectRatio="none"'

function Cell({
  page,
  resource,
  cell: { day, trace },
  slots,
}: {
  page: Page
  resource: Resource
  cell: TimelineProps['rows'][number]['cells'][number]
  slots: readonly TimelineSlot[]
}) {
  const { t } = page
  const format = formatOf(page.locale, resource.timeZone)
  const here = slots.filter((slot) => slot.start < day.end && slot.end > day.start)
  const beginning = here.filter((slot) => slot.start >= day.start)
  if (trace.openMs === 0 && here.length === 0)
    return (
      <td data-state="closed">
        <span class="tag">{t('calendar.closed')}</span>
      </td>
    )
  return (
    <td>
      {raw(traceSvg(trace.marks, day, here.map((slot) => foundMark(slot, day)).join(''), STRETCHED))}
      <div class="free">
        <span>
          {beginning.map((slot) => (
            <a href={reserveUrl(resource.slug, resource.timeZone, slot)}>
              {format.span(slot.start, slot.end)}
              <span class="vh">
                , {format.longDay(slot.start)}: {resource.name[page.locale]}
              </span>
            </a>
          ))}
        </span>
        <span>{trace.freeMs > 0 ? t('slots.free', { hours: hours(trace.freeMs) }) : t('slots.full')}</span>
      </div>
    </td>
  )
}

/** Yellow with an outline: yours to take. */
function foundMark({ start, end }: TimelineSlot, day: OverviewDay): string {
  const scale = WIDTH / (day.windowEnd - day.windowStart)
  const from = Math.max(start, day.windowStart)
  const width = (Math.min(end, day.windowEnd) - from) * scale
  if (width <= 0) return ''
  const x = Math.round((from - day.windowStart) * scale * 10) / 10
  return `<rect class="found" x="${x}" y="2" width="${Math.round(width * 10) / 10}" height="18"/>`
}
