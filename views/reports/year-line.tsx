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

export const LINE_SIZE = { width: 460, height: 210 } as const
const { width: WIDTH, height: HEIGHT } = LINE_SIZE
const [LEFT, RIGHT, TOP, BOTTOM] = [38, 26, 18, 24]
const FLOOR = HEIGHT - BOTTOM

/** Two lines over the years: solid with circles, broken with squares; every point says its figure. */
export function YearLine({ points, colours }: LineProps) {
  const { ink, quiet, bed } = colours
  const shares = points.flatMap(({ values }) => values.map((value) => value?.share ?? 0))
  const y = scaleLinear([0, Math.max(0.05, ...shares)], [FLOOR, TOP]).nice(4)
  const step = (WIDTH - LEFT - RIGHT) / Math.max(1, points.length - 1)
  const x = (i: number) => LEFT + i * step
  const lines = [0, 1].map((line) => points.map(({ values }) => values[line] ?? null))
  return (
    <>
      {y.ticks(4).map((tick) => (
        <g>
          <rect x={LEFT - 8} y={round(y(tick))} width={WIDTH - LEFT - RIGHT + 16} height="0.5" fill={quiet} />
          <text x={LEFT - 12} y={round(y(tick) + 4)} text-anchor="end" fill={quiet}>
            {Math.round(tick * 100)}
          </text>
        </g>
      ))}
      {lines.map((values, line) => (
        <>
          {stretches(values).map((stretch) => (
            <polyline
              points={stretch.map((i) => `${round(x(i))},${round(y(values[i]!.share))}`).join(' ')}
              fill="none"
              stroke={ink}
              stroke-width={line === 0 ? 2.5 : 1.5}
              stroke-dasharray={line === 0 ? null : '6 4'}
            />
          ))}
          {values.map((value, i) =>
            value === null ? null : (
              <g>
                {line === 0 ? (
                  <circle cx={round(x(i))} cy={round(y(value.share))} r="4" fill={ink} />
                ) : (
                  <rect
                    x={round(x(i) - 4)}
                    y={round(y(value.share) - 4)}
                    width="8"
                    height="8"
                    fill={bed}
                    stroke={ink}
                    stroke-width="1.5"
                  />
                )}
                <text
                  x={round(x(i))}
                  y={round(y(value.share) + labelShift(line, value, lines[1 - line]![i]!))}
                  text-anchor="middle"
                  fill={ink}
                >
                  {value.figure}
                </text>
              </g>
            ),
          )}
        </>
      ))}
      {points.map(({ label }, i) => (
        <text x={round(x(i))} y={HEIGHT - 6} text-anchor="middle" fill={quiet}>
          {label}
        </text>
      ))}
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
