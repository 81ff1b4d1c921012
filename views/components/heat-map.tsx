import { scaleBand, scaleThreshold } from 'd3-scale'
import type { HeatCell, HeatGrid } from '../../server/domain/heat-map.ts'

export interface HeatMapProps {
  readonly id: string
  readonly grid: HeatGrid
  readonly words: {
    readonly title: string
    /** What the picture shows in one sentence. */
    readonly summary: string
    readonly asTable: string
    readonly day: string
    readonly closed: string
    /** Full and short names, Monday first. */
    readonly days: readonly string[]
    readonly shortDays: readonly string[]
  }
}

const CELL = 30
/** Room for two figures and a bar. */
const TALL = 44
const GAP = 2
const LEFT = 30
const TOP = 22

/** Five steps of darkness; below the first there is only an outline. */
const level = scaleThreshold<number, number>([0.1, 0.3, 0.5, 0.7, 0.85], [0, 1, 2, 3, 4, 5])
export const HEAT_STEPS = ['10–29', '30–49', '50–69', '70–84', '85–100'] as const

/**
 * Weekdays × hours, the darker the more was used; below it, smaller, what was booked, which a bar shows as well. The same
 * figures as a table below.
 */
export function HeatMap({ id, grid, words }: HeatMapProps) {
  const { hours, rows } = grid
  const width = LEFT + hours.length * CELL
  const height = TOP + rows.length * TALL
  const x = scaleBand(hours, [LEFT, width])
  const y = scaleBand(
    rows.map((row) => row[0]!.weekday),
    [TOP, height],
  )
  return (
    <>
      <section class="heat-scroll" aria-label={words.title} tabindex="0">
        <svg
          class={hours.length > 14 ? 'heat-chart heat-chart--wide' : 'heat-chart'}
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-labelledby={`${id}-title ${id}-desc`}
        >
          <title id={`${id}-title`}>{words.title}</title>
          <desc id={`${id}-desc`}>{words.summary}</desc>
          {hours.map((hour) => (
            <text x={x(hour)! + CELL / 2} y={TOP - 8} text-anchor="middle">
              {hour}
            </text>
          ))}
          {rows.map((row) => (
            <text x={0} y={y(row[0]!.weekday)! + TALL / 2 + 4}>
              {words.shortDays[row[0]!.weekday]}
            </text>
          ))}
          {rows.flat().map((cell) => (
            <Mark cell={cell} x={x(cell.hour)!} y={y(cell.weekday)!} />
          ))}
        </svg>
      </section>
      <details class="fold no-print">
        <summary>{words.asTable}</summary>
        <HeatTable grid={grid} words={words} />
      </details>
    </>
  )
}

function Mark({ cell, x, y }: { cell: HeatCell; x: number; y: number }) {
  const [size, tall] = [CELL - GAP, TALL - GAP]
  if (cell.share === null) return <rect class="cell" data-level="shut" x={x} y={y} width={size} height={tall} />
  return (
    <g data-level={level(cell.share)}>
      <rect class="cell" x={x} y={y} width={size} height={tall} />
      <text x={x + size / 2} y={y + 15} text-anchor="middle">
        {percent(cell.share)}
      </text>
      <text class="heat-booked" x={x + size / 2} y={y + 30} text-anchor="middle">
        {percent(cell.booked)}
      </text>
      <rect class="heat-bar" x={x + 2} y={y + 35} width={size - 4} height="4" />
      <rect class="heat-bar heat-bar--full" x={x + 2} y={y + 35} width={barOf(cell.booked, size - 4)} height="4" />
    </g>
  )
}

const percent = (share: number | null) => Math.round((share ?? 0) * 100)
const barOf = (share: number | null, width: number) => Math.round(Math.min(1, share ?? 0) * width * 10) / 10

function HeatTable({ grid, words }: Pick<HeatMapProps, 'grid' | 'words'>) {
  return (
    <section class="scroller" aria-label={words.asTable} tabindex="0">
      <table class="heat">
        <caption class="vh">{words.title}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span class="vh">{words.day}</span>
            </th>
            {grid.hours.map((hour) => (
              <th scope="col">{hour}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {grid.rows.map((row) => (
            <tr>
              <th scope="row">
                <abbr title={words.days[row[0]!.weekday]}>{words.shortDays[row[0]!.weekday]}</abbr>
              </th>
              {row.map(({ share, booked }) =>
                share === null ? (
                  <td data-level="shut">
                    <span class="vh">{words.closed}</span>
                  </td>
                ) : (
                  <td data-level={level(share)}>
                    {percent(share)}
                    <small> / {percent(booked)}</small>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
