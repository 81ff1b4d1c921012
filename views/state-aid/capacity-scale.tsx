import { LIMITS } from '../../server/domain/state-aid.ts'
import { number, percent } from '../format.ts'
import type { Page } from '../page.ts'

interface ScaleProps {
  readonly page: Page
  readonly share: number
  readonly forecast: number
}

/** The economic share on a scale with its marks, drawn for wide and for narrow windows. */
export function CapacityScale(props: ScaleProps) {
  return (
    <>
      <Scale {...props} kind="wide" width={1130} />
      <Scale {...props} kind="narrow" width={360} />
    </>
  )
}

/** Up to 25 %, or the next 5 % above what there is to show. */
export const scaleEnd = (...shares: readonly number[]): number =>
  Math.max(25, Math.ceil(Math.max(...shares) * 20 - 1e-9) * 5)

const TOP = 52
const HEIGHT = 28

function Scale({ page, share, forecast, kind, width }: ScaleProps & { kind: 'wide' | 'narrow'; width: number }) {
  const { t, locale } = page
  const most = scaleEnd(share, forecast)
  const x = (percents: number) => round((percents / most) * width)
  const [now, then] = [x(share * 100), x(forecast * 100)]
  const hasForecast = then - now > 0.5
  const words = t('state-aid.gauge-words', { most, share: percent(locale, share), forecast: percent(locale, forecast) })
  return (
    <svg class={`scale scale--${kind}`} viewBox={`0 0 ${width} 132`} role="img" aria-label={words}>
      <rect class="bed" x="0" y={TOP} width={width} height={HEIGHT} />
      <path class="over" d={hatching(x(20), width)} />
      <rect class="have" x="0" y={TOP} width={now} height={HEIGHT} />
      {hasForecast ? <rect class="sure" x={now} y={TOP + 1} width={round(then - now)} height={HEIGHT - 2} /> : null}
      {LIMITS.map((limit) => (
        <>
          <path class={limit === 20 ? 'limit' : 'edge'} d={`M${x(limit)} 44V84`} />
          <text class={limit === 20 ? 'stop big' : 'big'} x={x(limit)} y="100" text-anchor="middle">
            {kind === 'wide' ? percent(locale, limit / 100, 0) : number(locale, limit, 0)}
          </text>
        </>
      ))}
      <path class="tick" d={ticks(most, x)} />
      {[0, 5, 10, most].map((at) => (
        <text x={x(at)} y="128" text-anchor={at === 0 ? 'start' : at === most ? 'end' : 'middle'}>
          {percent(locale, at / 100, 0)}
        </text>
      ))}
      <path class="needle" d={`M${now} 50l-8 -14h16z`} />
      <Label at={now} width={width} y={32} gap={12} isLeft>
        {t('state-aid.today', { share: percent(locale, share) })}
      </Label>
      {hasForecast ? (
        <>
          <path class="hand" d={`M${then} 50l-5 -9h10z`} />
          <Label at={then} width={width} y={12} gap={0}>
            {t('state-aid.forecast', { share: percent(locale, forecast) })}
          </Label>
        </>
      ) : null}
    </svg>
  )
}

interface LabelProps {
  readonly at: number
  readonly width: number
  readonly y: number
  readonly gap: number
  readonly isLeft?: boolean
  readonly children?: string
}

/** Words beside a mark, on the side where there is room for them. */
function Label({ at, width, y, gap, isLeft = false, children }: LabelProps) {
  const ends = isLeft ? at > LABEL_WIDTH : at > width - LABEL_WIDTH
  return (
    <text class="strong big" x={round(ends ? at - gap : at + gap)} y={y} text-anchor={ends ? 'end' : 'start'}>
      {children ?? ''}
    </text>
  )
}

const LABEL_WIDTH = 130

function hatching(from: number, width: number): string {
  const strokes: string[] = []
  for (let at = from; at < width; at += 6) {
    const run = Math.min(HEIGHT, width - at)
    strokes.push(`M${round(at)} ${TOP + HEIGHT}l${round(run)} ${-round(run)}`)
  }
  return strokes.join('')
}

const ticks = (most: number, x: (percents: number) => number) =>
  Array.from({ length: most + 1 }, (_, at) => `M${x(at)} 106v${at % 5 === 0 ? 10 : 5}`).join('')

const round = (value: number) => Math.round(value * 10) / 10
