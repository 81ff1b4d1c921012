import type { LaneItem } from '../../server/domain/week-calendar.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Drawing } from './week-table.tsx'

/** Reservations above the days, each as wide as it lasts. */
export function LaneRow({ lane, drawing }: { lane: readonly LaneItem[]; drawing: Drawing }): Html {
  const { page, week, format, words } = drawing
  const cells: Html[] = []
  let day = 0
  for (const { taken, firstDay, lastDay } of lane) {
    for (; day < firstDay; day++) cells.push(<td class="slot" />)
    const days = lastDay - firstDay + 1
    const from = week.days[firstDay]!.start
    const to = week.days[lastDay]!.end
    const when = format.span(taken.start, taken.end)
    cells.push(
      taken.seen?.isMine ? (
        <td
          class="slot"
          colspan={days > 1 ? days : null}
          data-state={taken.seen.state === 'requested' ? 'requested' : 'mine'}
        >
          <span class="slot__in">
            <a href={`/reservations/${taken.seen.id}`}>{taken.seen.title}</a> {when}
          </span>
        </td>
      ) : (
        <td class="slot" colspan={days > 1 ? days : null}>
          <svg class="lane" viewBox={`0 0 ${(to - from) / 60_000} 100`} preserveAspectRatio="none" aria-hidden="true">
            <rect
              x={Math.max(0, taken.start - from) / 60_000}
              y="0"
              width={(Math.min(to, taken.end) - Math.max(from, taken.start)) / 60_000}
              height="100"
            />
          </svg>
          <span class="lane-text">
            <b>{taken.seen ? taken.seen.title : words.busy}</b> {when}
          </span>
        </td>
      ),
    )
    day = lastDay + 1
  }
  for (; day < week.days.length; day++) cells.push(<td class="slot" />)
  return (
    <tr data-tick="lane">
      <th scope="row">{page.t(week.capacity === 1 ? 'calendar.lane' : 'calendar.lane-mine')}</th>
      {cells}
    </tr>
  )
}
