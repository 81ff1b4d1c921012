import { scaleLinear } from 'd3-scale'
import { ChartFrame, PAPER } from './chart-frame.tsx'

export interface ChartBar {
  /** `lis` */
  readonly label: string
  /** Height of the filled bar; null where there is no data. */
  readonly value: number | null
  /** Height of the outline around it. */
  readonly outline?: number
  /** The figure above the bar. */
  readonly figure: string
}

interface BarChartProps {
  readonly title: string
  readonly summary: string
  readonly bars: readonly ChartBar[]
  /** The top of the scale; the highest bar otherwise. */
  readonly most?: number
}

const [WIDTH, HEIGHT, TOP, BOTTOM] = [515, 150, 16, 18]

/** Bars side by side, each with its figure and name: filled, and outlined for what they are measured against. */
export function barChartSvg({ title, summary, bars, most }: BarChartProps): string {
  const top = most ?? Math.max(1, ...bars.flatMap(({ value, outline }) => [value ?? 0, outline ?? 0]))
  const y = scaleLinear([0, top], [HEIGHT - BOTTOM, TOP]).clamp(true)
  const step = WIDTH / Math.max(1, bars.length)
  const wide = Math.min(40, step * 0.7)
  const rect = (i: number, value: number, width: number) => ({
    x: round(i * step + (step - width) / 2),
    y: round(y(value)),
    width: round(width),
    height: round(HEIGHT - BOTTOM - y(value)),
  })
  return (
    <ChartFrame width={WIDTH} height={HEIGHT} title={title} summary={summary}>
      {bars.map(({ label, value, outline, figure }, i) => (
        <g>
          {outline ? <rect {...rect(i, outline, wide)} fill="none" stroke={PAPER.line} stroke-width="1" /> : null}
          {value ? <rect {...rect(i, value, wide * 0.6)} fill={PAPER.ink} /> : null}
          <text
            x={round(i * step + step / 2)}
            y={round(y(Math.max(value ?? 0, outline ?? 0)) - 4)}
            text-anchor="middle"
            fill={PAPER.ink}
          >
            {figure}
          </text>
          <text x={round(i * step + step / 2)} y={HEIGHT - 5} text-anchor="middle" fill={PAPER.quiet}>
            {label}
          </text>
        </g>
      ))}
      <rect x="0" y={HEIGHT - BOTTOM} width={WIDTH} height="1" fill={PAPER.ink} />
    </ChartFrame>
  ).text
}

const round = (value: number) => Math.round(value * 10) / 10
