import { scaleLinear } from 'd3-scale'

export interface LinePoint {
  /** `2026` */
  readonly label: string
  /** Shares of 1, with the figures to write beside; null where there is no data. */
  readonly values: readonly [LineValue | null, LineValue | null]
}

interface LineValue {
  readonly share: number
  readonly figure: string
}

interface LineProps {
  readonly points: readonly LinePoint[]
  /** Of lines and figures, and of what stands behind them. */
  readonly colours: { readonly ink: string; readonly quiet: string; readonly bed: string }
}

export const LINE_SIZE = { width: 460, height: 220 } as const
const { width: WIDTH, height: HEIGHT } = LINE_SIZE
const [LEFT, RIGHT, TOP, BOTTOM] = [60, 30, 20, 44]
const FLOOR = HEIGHT - BOTTOM

/** Two lines over the years: solid with circles, broken with squares; every point says its figure. */
export function YearLine({ points, colours }: LineProps) {
  const { ink, quiet } = colours
  const shares = points.flatMap(({ values }) => values.map((value) => value?.share ?? 0))
  const y = scaleLinear([0, Math.max(0.05, ...shares)], [FLOOR, TOP]).nice(4)
  const step = (WIDTH - LEFT - RIGHT) / Math.max(1, points.length - 1)
  const x = (i: number) => LEFT + i * step
  const lines = [0, 1].map((line) => points.map(({ values }) => values[line] ?? null))
  return (
    <>
      {y.ticks(4).map((tick) => (
        <g>
          <rect x={LEFT - 28} y={round(y(tick))} width={WIDTH - LEFT - RIGHT + 56} height="0.5" fill={quiet} />
          <text x={LEFT - 34} y={round(y(tick) + 4)} text-anchor="end" fill={quiet}>
            {Math.round(tick * 100)}
          </text>
        </g>
      ))}
      {lines.map((values, line) =>
        stretches(values).map((stretch) => (
          <polyline
            points={stretch.map((i) => `${round(x(i))},${round(y(values[i]!.share))}`).join(' ')}
            fill="none"
            stroke={ink}
            stroke-width={line === 0 ? 2.5 : 1.5}
            stroke-dasharray={line === 0 ? null : '6 4'}
          />
        )),
      )}
      {lines.map((values, line) =>
        values.map((value, i) => value && <Mark line={line} x={x(i)} y={y(value.share)} colours={colours} />),
      )}
      {lines.map((values, line) =>
        values.map(
          (value, i) =>
            value && (
              <Figure x={x(i)} y={y(value.share) + labelShift(line, value, lines[1 - line]![i]!)} colours={colours}>
                {value.figure}
              </Figure>
            ),
        ),
      )}
      {points.map(({ label }, i) => (
        <text x={round(x(i))} y={HEIGHT - 6} text-anchor="middle" fill={quiet}>
          {label}
        </text>
      ))}
    </>
  )
}

interface PointProps extends Pick<LineProps, 'colours'> {
  readonly x: number
  readonly y: number
}

function Mark({ line, x, y, colours: { ink, bed } }: PointProps & { line: number }) {
  if (line === 0) return <circle cx={round(x)} cy={round(y)} r="4" fill={ink} />
  return <rect x={round(x - 4)} y={round(y - 4)} width="8" height="8" fill={bed} stroke={ink} stroke-width="1.5" />
}

/** With a rim, so that it can be read on a line. */
function Figure({ x, y, colours: { ink, bed }, children }: PointProps & { children: string }) {
  const place = { x: round(x), y: round(y), 'text-anchor': 'middle' } as const
  return (
    <>
      <text {...place} fill={bed} stroke={bed} stroke-width="3" stroke-linejoin="round">
        {children}
      </text>
      <text {...place} fill={ink}>
        {children}
      </text>
    </>
  )
}

/** The figure of the higher of two points stands above, of the lower one below it. */
function labelShift(line: number, { share }: LineValue, other: LineValue | null): number {
  const isHigher = other === null ? true : share === other.share ? line === 1 : share > other.share
  return isHigher ? -9 : 18
}

/** Places of values that follow one another without a gap. */
function stretches(values: readonly (LineValue | null)[]): number[][] {
  const found: number[][] = []
  for (const [i, value] of values.entries()) {
    if (value === null) continue
    if (i > 0 && values[i - 1]) found.at(-1)!.push(i)
    else found.push([i])
  }
  return found
}

const round = (value: number) => Math.round(value * 10) / 10
