import { Field, SelectField } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { lengthName } from './length-name.ts'

export const PERIODS = ['fortnight', 'week', 'next-week', 'month'] as const

export interface FinderProps {
  readonly page: Page
  readonly form: { readonly q: string; readonly minutes: number; readonly when: (typeof PERIODS)[number] }
  /** Lengths to choose from, in minutes. */
  readonly durations: readonly number[]
  /** Techniques that people often look for. */
  readonly often: readonly string[]
}

/** The question at the front door, with the ruler of the day along its lower edge. */
export function Finder({ page, form, durations, often }: FinderProps): Html {
  const { t } = page
  const lengths = durations.map((minutes) => ({ value: String(minutes), label: lengthName(t, minutes) }))
  const periods = PERIODS.map((period) => ({ value: period, label: t(`find.when.${period}`) }))
  return (
    <div class="finder">
      <div class="wrap">
        <h1>{t('find.title')}</h1>
        <search aria-label={t('find.search')}>
          <form action="/" method="get">
            <Field
              page={page}
              id="q"
              name="q"
              type="search"
              label={t('find.what')}
              value={form.q}
              autocomplete="off"
              maxlength={200}
            />
            <SelectField
              page={page}
              name="duration"
              label={t('find.how-long')}
              value={String(form.minutes)}
              options={lengths}
            />
            <SelectField page={page} name="when" label={t('find.when')} value={form.when} options={periods} />
            <p>
              <button class="button button--primary button--big" type="submit">
                <Icon name="search" /> {t('find.go')}
              </button>
            </p>
          </form>
        </search>
        {often.length > 0 ? (
          <p class="finder__often">
            <span>{t('find.often')}</span>
            {often.map((technique) => (
              <>
                {' '}
                <a href={`/?q=${encodeURIComponent(technique)}`}>{technique}</a>
              </>
            ))}
          </p>
        ) : null}
        <p class="finder__often">
          <a href={`/find?duration=${form.minutes}${form.q ? `&q=${encodeURIComponent(form.q)}` : ''}`}>
            {t('slots.exact')}
          </a>
        </p>
        <Ruler page={page} />
      </div>
    </div>
  )
}

const HOURS = Array.from({ length: 13 }, (_, i) => 8 + i)
const TICKS = HOURS.flatMap((_, i) =>
  [0, 25, 50, 75]
    .filter((part) => i < 12 || part === 0)
    .map((part) => `M${8 + i * 100 + part} 30v${part === 0 ? -12 : -6}`),
).join('')

/** From 8 to 20, with the present marked. */
function Ruler({ page }: { page: Page }) {
  const time = formatOf(page.locale, page.timeZone).clock(page.now)
  const [hour, minute] = time.split(':').map(Number) as [number, number]
  const x = Math.round(8 + (hour - 8 + minute / 60) * 100)
  const isDay = hour >= 8 && hour < 20
  return (
    <svg class="ruler" viewBox="0 0 1216 30" preserveAspectRatio="xMinYMax slice" aria-hidden="true">
      <path d={TICKS} />
      {HOURS.filter((each) => !isDay || Math.abs(8 + (each - 8) * 100 - (x - 22)) > 34).map((each) => (
        <text x={8 + (each - 8) * 100} y={12} text-anchor="middle">
          {each}
        </text>
      ))}
      {isDay ? (
        <>
          <path class="hot" d={`M${x} 30V0`} />
          <text class="hot-text" x={x < 60 ? x + 6 : x - 6} y={12} text-anchor={x < 60 ? 'start' : 'end'}>
            {time}
          </text>
        </>
      ) : null}
    </svg>
  )
}
