import { ChartFrame, HEAT_FILLS, PAPER } from './chart-frame.tsx'

export interface GridChartProps {
  readonly title: string
  readonly summary: string
  readonly columns: readonly string[]
  readonly rows: readonly { readonly label: string; readonly cells: readonly (GridCell | null)[] }[]
  /** Room for the names of the rows. */
  readonly left?: number
}

export interface GridCell {
  /** 0 to 5, the darker the more. */
  readonly level: number
  readonly figure: string
}

const [WIDTH, CELL, TOP, GAP] = [515, 22, 16, 1.5]

/** Cells darker the more there is, each with its figure; crossed out where there is nothing to count. */
export function gridChartSvg({ title, summary, columns, rows, left = 30 }: GridChartProps): string {
  const step = Math.min(48, (WIDTH - left) / Math.max(1, columns.length))
  const x = (i: number) => Math.round((left + i * step) * 10) / 10
  const height = TOP + rows.length * CELL + 2
  return (
    <ChartFrame width={WIDTH} height={height} title={title} summary={summary}>
      {columns.map((label, i) => (
        <text x={x(i + 0.5)} y={TOP - 6} text-anchor="middle" fill={PAPER.quiet}>
          {label}
        </text>
      ))}
      {rows.map(({ label, cells }, row) => (
        <g>
          <text x="0" y={TOP + row * CELL + 14} fill={PAPER.ink}>
            {label}
          </text>
          {cells.map((cell, i) => (
            <Mark cell={cell} x={x(i)} y={TOP + row * CELL} width={step - GAP} />
          ))}
        </g>
      ))}
    </ChartFrame>
  ).text
}

interface MarkProps {
  readonly cell: GridCell | null
  readonly x: number
  readonly y: number
  readonly width: number
}

function Mark({ cell, x, y, width }: MarkProps) {
  const size = { x, y, width: Math.round(width * 10) / 10, height: CELL - GAP }
  if (!cell)
    return (
      <g>
        <rect {...size} fill={PAPER.shut} />
        <path d={`M${x} ${y + size.height}L${x + size.width} ${y}`} stroke={PAPER.line} stroke-width="0.5" />
      </g>
    )
  const { fill, on } = HEAT_FILLS[Math.min(cell.level, 5)]!
  return (
    <g>
      <rect {...size} fill={fill} stroke={PAPER.line} stroke-width="0.5" />
      <text x={x + size.width / 2} y={y + 14} text-anchor="middle" fill={on} font-size="8">
        {cell.figure}
      </text>
    </g>
  )
}
