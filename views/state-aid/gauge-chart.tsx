import type { Locale } from '../../server/domain/person.ts'
import { LIMITS } from '../../server/domain/state-aid.ts'
import { ChartFrame, PAPER } from '../files/chart-frame.tsx'
import { percent } from '../format.ts'
import type { Translate } from '../text/translate.ts'
import { scaleEnd } from './capacity-scale.tsx'

interface GaugeProps {
  readonly locale: Locale
  readonly t: Translate
  readonly share: number
  readonly forecast: number
}

const [WIDTH, HEIGHT, TOP, TALL] = [515, 66, 24, 18]

/** The scale of the economic share for paper: filled what is done, outlined what is confirmed, a line for each limit. */
export function gaugeSvg({ locale, t, share, forecast }: GaugeProps): string {
  const most = scaleEnd(share, forecast)
  const x = (percents: number) => Math.round((percents / most) * WIDTH * 10) / 10
  const text = { share: percent(locale, share), forecast: percent(locale, forecast) }
  const title = t('state-aid.gauge-title')
  return (
    <ChartFrame width={WIDTH} height={HEIGHT} title={title} summary={t('state-aid.gauge-words', { most, ...text })}>
      <text x="0" y="12" fill={PAPER.ink}>
        {`${t('state-aid.today', { share: text.share })}, ${t('state-aid.forecast', { share: text.forecast })}`}
      </text>
      <rect x="0" y={TOP} width={WIDTH} height={TALL} fill={PAPER.shut} />
      <rect x="0" y={TOP} width={x(share * 100)} height={TALL} fill={PAPER.ink} />
      {forecast > share ? (
        <rect
          x={x(share * 100)}
          y={TOP}
          width={x((forecast - share) * 100)}
          height={TALL}
          fill="#ffffff"
          stroke={PAPER.ink}
          stroke-width="1"
        />
      ) : null}
      {LIMITS.map((limit) => (
        <>
          <rect x={x(limit) - 0.5} y={TOP - 5} width={limit === 20 ? 2 : 1} height={TALL + 10} fill={PAPER.quiet} />
          <text x={x(limit)} y={HEIGHT - 6} text-anchor="middle" fill={PAPER.ink}>
            {percent(locale, limit / 100, 0)}
          </text>
        </>
      ))}
    </ChartFrame>
  ).text
}
