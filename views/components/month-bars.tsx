import { scaleLinear } from 'd3-scale'

export interface MonthBar {
  /** `lis` */
  readonly label: string
  readonly used: number
  readonly booked: number
  /** The figure above the bar. */
  readonly figure: string
  /** The same in a sentence, for those who do not see the bar. */
  readonly words: string
  readonly isNow: boolean
}

/** A year of months: used time filled, booked time outlined, all on one scale. */
export function MonthBars({ label, bars }: { label: string; bars: readonly MonthBar[] }) {
  const most = Math.max(1, ...bars.flatMap(({ used, booked }) => [used, booked]))
  const height = scaleLinear([0, most], [0, 100])
  return (
    <ol class="months" aria-label={label}>
      {bars.map((bar) => (
        <li data-now={bar.isNow ? 'true' : null}>
          <b aria-hidden="true">{bar.figure}</b>
          <svg viewBox="0 0 40 100" preserveAspectRatio="none" aria-hidden="true">
            <Column kind="booked" x={4} width={32} height={height(bar.booked)} />
            <Column kind="used" x={11} width={18} height={height(bar.used)} />
          </svg>
          <span class="m">{bar.label}</span>
          <span class="vh">{bar.words}</span>
        </li>
      ))}
    </ol>
  )
}

function Column({ kind, x, width, height }: { kind: string; x: number; width: number; height: number }) {
  const tall = Math.round(height * 10) / 10
  return <rect class={kind} x={x} width={width} y={Math.round((100 - tall) * 10) / 10} height={tall} />
}
