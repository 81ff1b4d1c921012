import type { Html } from '../jsx-runtime.ts'
import { raw } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

/** A stretch of a day in percent from its top. */
export interface StripBlock {
  readonly kind: 'busy' | 'asked' | 'out'
  readonly top: number
  readonly height: number
}

export interface WeekStripProps {
  readonly page: Page
  readonly days: readonly {
    readonly label: string
    /** What a screen reader hears: the day and what is on it. */
    readonly words: string
    readonly state: 'open' | 'holiday' | 'closed'
    readonly isThis: boolean
    readonly blocks: readonly StripBlock[]
  }[]
  readonly hours: { readonly from: string; readonly to: string }
}

/** The week around a request as seven small days; heights are hours. */
export function WeekStrip({ page, days, hours }: WeekStripProps): Html {
  return (
    <div class="stack tight">
      <p class="label">{page.t('approvals.week', hours)}</p>
      <ol class="week-strip">
        {days.map((day) => (
          <li data-state={day.state === 'open' ? null : day.state} data-day={day.isThis ? 'this' : null}>
            <span>{day.label}</span>
            <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label={day.words}>
              {raw(day.blocks.map(blockMark).join(''))}
            </svg>
          </li>
        ))}
      </ol>
    </div>
  )
}

function blockMark({ kind, top, height }: StripBlock): string {
  const y = Math.round(top * 10) / 10
  const h = Math.round(height * 10) / 10
  if (kind === 'out') return `<path class="out" d="M12 ${y}l76 ${h}M12 ${y + h}l76 ${-h}"></path>`
  const inset = kind === 'asked' ? 6 : 12
  return `<rect class="${kind}" x="${inset}" width="${100 - 2 * inset}" y="${y}" height="${h}"></rect>`
}
