import type { Interval } from '../../server/domain/interval.ts'
import type { Mark, OverviewDay } from '../../server/domain/lab-days.ts'
import type { Format } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'

export interface DayTraceProps {
  readonly day: OverviewDay
  readonly marks: readonly Mark[]
  /** The time that was found or is wanted. */
  readonly found: Interval | null
  readonly now: number
  readonly format: Format
  /** What the picture says, in words. */
  readonly label: string
}

const WIDTH = 216
const HOUR = 3_600_000

/** A day as a timing diagram: its height tells how much is taken, shape and outline what kind; colour only helps. */
export function DayTrace({ day, marks, found, now, format, label }: DayTraceProps): Html {
  const x = (at: number) => Math.round(((at - day.windowStart) / (day.windowEnd - day.windowStart)) * WIDTH * 10) / 10
  const clipped = found && {
    start: Math.max(found.start, day.windowStart),
    end: Math.min(found.end, day.windowEnd),
  }
  return (
    <svg class="trace" viewBox={`0 0 ${WIDTH} 34`} role="img" aria-label={label}>
      <path class="base" d={`M0 20.5H${WIDTH}`} />
      {marks.map((mark) => (
        <MarkShape kind={mark.kind} from={x(mark.start)} to={x(mark.end)} />
      ))}
      {clipped && clipped.start < clipped.end ? (
        <rect class="found" x={x(clipped.start)} y={2} width={round(x(clipped.end) - x(clipped.start))} height={18} />
      ) : null}
      <Hours day={day} x={x} format={format} />
      {now > day.windowStart && now < day.windowEnd ? <path class="now" d={`M${x(now)} 0v23`} /> : null}
    </svg>
  )
}

function MarkShape({ kind, from, to }: { kind: Mark['kind']; from: number; to: number }) {
  const width = round(Math.max(1, to - from))
  if (kind === 'outage') return <path class="out" d={crosses(from, to)} />
  if (kind === 'part') return <rect class="busy" x={from} y={14} width={width} height={6} />
  if (kind === 'requested') return <rect class="asked" x={from} y={10} width={width} height={10} />
  return <rect class={kind} x={from} y={7} width={width} height={13} />
}

function crosses(from: number, to: number): string {
  let path = ''
  for (let at = from; at < to; at += 6) {
    const next = round(Math.min(at + 6, to))
    path += `M${round(at)} 20L${next} 7M${round(at)} 7L${next} 20`
  }
  return path
}

/** A tick at every hour and a figure at every second one, or wider apart on long days. */
function Hours({ day, x, format }: { day: OverviewDay; x: (at: number) => number; format: Format }) {
  const count = Math.round((day.windowEnd - day.windowStart) / HOUR)
  const step = count > 14 ? 4 : 2
  return (
    <>
      {Array.from({ length: count + 1 }, (_, i) => {
        const at = Math.min(day.windowStart + i * HOUR, day.windowEnd)
        const isFigure = i % step === 0
        const place = i === 0 ? 0.5 : i === count ? WIDTH - 0.5 : x(at)
        return [
          <path class="tick" d={`M${place} 21v${isFigure ? 4 : 2}`} />,
          isFigure ? (
            <text x={x(at)} y="33.5" text-anchor={i === 0 ? 'start' : i === count ? 'end' : 'middle'}>
              {hourOf(at, i === count, format)}
            </text>
          ) : null,
        ]
      })}
    </>
  )
}

const hourOf = (at: number, isLast: boolean, { clock, clockOfEnd }: Format) =>
  String(Number.parseInt(isLast ? clockOfEnd(at) : clock(at), 10))

const round = (figure: number) => Math.round(figure * 10) / 10
