import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

/** Whether the time in the form is kept for its reader, or for somebody else. */
export interface HoldShown {
  /** `none`: nobody has asked for it yet. `no`: it could not be reserved, which the check says. */
  readonly kind: 'none' | 'mine' | 'other' | 'too-long' | 'no'
  /** `10:42` */
  readonly until: string
}

export interface HoldLineProps {
  readonly page: Pick<Page, 't'>
  readonly hold: HoldShown
}

const ASKS = {
  'hx-post': '/reservations',
  'hx-include': 'closest form',
  'hx-vals': '{"hold":"1"}',
  'hx-target': '#hold',
  'hx-swap': 'innerHTML',
} as const

/** In the form: where scripts run the time is kept as soon as it stands there, and the one typed next instead of it. */
export function HoldPart({ page, hold }: HoldLineProps): Html {
  const asksAtOnce = hold.kind === 'none' ? 'load, ' : ''
  return (
    <div class="hold" id="hold" aria-live="polite" {...ASKS} hx-trigger={`${asksAtOnce}change from:.when delay:150ms`}>
      <HoldLine page={page} hold={hold} />
    </div>
  )
}

/** Until when the time is kept, and what can be done about it; works without scripts, too. */
export function HoldLine({ page: { t }, hold }: HoldLineProps): Html | null {
  switch (hold.kind) {
    case 'mine':
      return (
        <p class="row small hold__mine">
          <span>{t('hold.mine', { time: hold.until })}</span>
          <button class="link" type="submit" name="hold" value="1" formnovalidate {...ASKS}>
            {t('hold.longer')}
          </button>
          <button class="link" type="submit" name="hold" value="release" formnovalidate>
            {t('hold.release')}
          </button>
        </p>
      )
    case 'other':
      return <p class="small">{t('hold.by-other', { time: hold.until })}</p>
    case 'too-long':
      return <p class="small">{t('hold.too-long')}</p>
    case 'none':
      return (
        <p>
          <button class="button" type="submit" name="hold" value="1" formnovalidate>
            {t('hold.take')}
          </button>
        </p>
      )
    case 'no':
      return null
  }
}
