import type { LedgerEffect } from '../../server/domain/ledger-effect.ts'
import { LIMITS } from '../../server/domain/state-aid.ts'
import { Icon } from '../components/icon.tsx'
import { percent } from '../format.ts'
import type { Page } from '../page.ts'
import { hoursText } from '../reports/report-words.ts'
import { scaleEnd } from './capacity-scale.tsx'

interface EffectsProps {
  readonly page: Page
  readonly effects: readonly LedgerEffect[]
}

/** What this reservation does to the State-aid ledger, before somebody decides about it. */
export function LedgerEffects({ page, effects }: EffectsProps) {
  return (
    <>
      {effects.map((effect) => (
        <Effect page={page} effect={effect} />
      ))}
    </>
  )
}

function Effect({ page, effect }: { page: Page; effect: LedgerEffect }) {
  const { t, locale } = page
  const { before, after, hours, headroomHours, passes, year } = effect
  const { name } = effect.entity
  const share = (value: number) => percent(locale, value)
  return (
    <div class="effect">
      <p class="label">{t('state-aid.effect.title', { year })}</p>
      {before === null || after === null ? (
        <p class="small">{t('state-aid.effect.no-capacity', { name })}</p>
      ) : hours === 0 ? (
        <p class="small">
          {name}. {t('state-aid.effect.none', { share: share(before) })}
        </p>
      ) : (
        <>
          <p class="effect__line">
            <b>{share(before)}</b> <Icon name="right" /> <b>{share(after)}</b>{' '}
            <span>{t('state-aid.effect.after', { hours: hoursText(page, hours) })}</span>
          </p>
          <SmallScale page={page} before={before} after={after} />
          <p class="small">
            {headroomHours < 0
              ? t('state-aid.effect.over', { name, hours: hoursText(page, -headroomHours) })
              : t('state-aid.effect.headroom', { name, hours: hoursText(page, headroomHours) })}
          </p>
          {passes === null ? null : (
            <p class="small">
              <span class="chip" data-kind={passes === 20 ? 'stop' : 'care'}>
                <Icon name={passes === 20 ? 'stop' : 'care'} />
                {t(passes === 20 ? 'state-aid.effect.passes-20' : 'state-aid.effect.passes', { limit: passes })}
              </span>
            </p>
          )}
        </>
      )}
    </div>
  )
}

const WIDTH = 420

function SmallScale({ page, before, after }: { page: Page; before: number; after: number }) {
  const most = scaleEnd(before, after)
  const x = (percents: number) => Math.round((percents / most) * WIDTH * 10) / 10
  const words = page.t('state-aid.effect.words', {
    before: percent(page.locale, before),
    after: percent(page.locale, after),
  })
  return (
    <svg class="scale" viewBox={`0 0 ${WIDTH} 40`} role="img" aria-label={words}>
      <rect class="bed" x="0" y="14" width={WIDTH} height="10" />
      <rect class="have" x="0" y="14" width={x(before * 100)} height="10" />
      <rect class="plus" x={x(before * 100)} y="12" width={Math.max(3, x((after - before) * 100))} height="14" />
      {LIMITS.map((limit) => (
        <>
          <path class={limit === 20 ? 'limit' : 'edge'} d={`M${x(limit)} ${limit === 20 ? 7 : 9}V28`} />
          <text class={limit === 20 ? 'stop' : null} x={x(limit)} y="39" text-anchor="middle">
            {String(limit)}
          </text>
        </>
      ))}
    </svg>
  )
}
