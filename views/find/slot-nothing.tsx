import { EmptyState } from '../components/empty-state.tsx'
import { Icon } from '../components/icon.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import type { TextKey } from '../text/translate.ts'
import { lengthName } from './length-name.ts'
import type { SlotForm } from './slot-form.tsx'

/** How many candidates there were, and how many of them each reason kept out. */
export interface WhyNothing {
  readonly candidates: number
  readonly long: number
  readonly short: number
  readonly units: number
  readonly others: number
  readonly approval: number
  readonly taken: number
}

export interface Relaxation {
  readonly kind: 'hours' | 'approval' | 'period' | 'units' | 'organisation' | 'resources' | 'length' | 'all'
  readonly url: string
  readonly slot: { readonly start: number; readonly end: number; readonly resource: { readonly timeZone: string } }
  readonly minutes: number
}

export interface NothingProps {
  readonly page: Page
  readonly form: SlotForm
  readonly why: WhyNothing
  readonly relaxations: readonly Relaxation[]
}

const REASONS = ['long', 'short', 'units', 'others', 'approval', 'taken'] as const

/** No time: why, and what to give up to get one. */
export function SlotNothing({ page, form, why, relaxations }: NothingProps): Html {
  const { t, locale } = page
  const reasons = REASONS.filter((each) => why[each] > 0)
  return (
    <EmptyState title={t('slots.nothing')} hint={why.candidates === 0 ? t('slots.no-candidates') : ''}>
      {reasons.length > 0 ? (
        <ul class="plain-list">
          {reasons.map((reason) => (
            <li>
              <Icon name={reason === 'taken' ? 'calendar' : reason === 'approval' ? 'half' : 'clock'} />
              <span>{t(`slots.why.${reason}` as TextKey, { count: why[reason] })}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {relaxations.length > 0 ? (
        <>
          <h3>{t('slots.instead')}</h3>
          <ul class="plain-list">
            {relaxations.map(({ kind, url, slot, minutes }) => (
              <li>
                <Icon name="right" />
                <span>
                  <a href={url}>{t(`slots.relax.${kind}`, { length: lengthName(t, minutes) })}</a>:{' '}
                  {t('slots.then', { time: formatOf(locale, slot.resource.timeZone).daySpan(slot.start, slot.end) })}
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <p class="row">
        <a class="button" href={`/equipment${form.q ? `?q=${encodeURIComponent(form.q)}` : ''}`}>
          {t('find.in-catalogue')}
        </a>
        <a class="button" href="/find">
          {t('find.anew')}
        </a>
      </p>
    </EmptyState>
  )
}
