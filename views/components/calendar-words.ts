import type { Locale } from '../../server/domain/person.ts'
import { type Html, raw } from '../jsx-runtime.ts'
import { translateInto } from '../text/translate.ts'

/** The words that calendars repeat hundreds of times, looked up once per language. Those with a blank end in it. */
export interface CalendarWords {
  readonly free: string
  readonly freeCap: string
  readonly full: string
  readonly gone: string
  readonly past: string
  readonly today: string
  readonly closed: string
  readonly closedCap: string
  readonly holiday: string
  readonly holidayCap: string
  readonly beyond: string
  readonly busy: string
  readonly mine: string
  readonly mineRequested: string
  readonly requested: string
  readonly setup: string
  readonly cleanup: string
  readonly margin: string
  readonly skipped: string
  readonly tooShort: string
  readonly reserve: string
  readonly pickStart: string
  readonly noStart: string
  readonly planned: string
  readonly upTo: string
  readonly until: string
  readonly from: string
  readonly longest: string
  readonly states: Readonly<Record<string, string>>
  readonly outages: Readonly<Record<string, string>>
}

const known = new Map<Locale, CalendarWords>()

export function calendarWords(locale: Locale): CalendarWords {
  let words = known.get(locale)
  if (!words) known.set(locale, (words = collect(locale)))
  return words
}

function collect(locale: Locale): CalendarWords {
  const t = translateInto(locale)
  return {
    free: t('calendar.free'),
    freeCap: t('calendar.free-cap'),
    full: t('calendar.full'),
    gone: t('calendar.gone'),
    past: t('calendar.past'),
    today: t('calendar.today'),
    closed: t('calendar.closed'),
    closedCap: t('calendar.closed-cap'),
    holiday: t('calendar.holiday'),
    holidayCap: t('calendar.holiday-cap'),
    beyond: t('calendar.beyond'),
    busy: t('calendar.busy'),
    mine: t('calendar.mine'),
    mineRequested: t('calendar.mine-requested'),
    requested: t('calendar.requested'),
    setup: t('calendar.setup'),
    cleanup: t('calendar.cleanup'),
    margin: t('calendar.margin'),
    skipped: t('calendar.skipped'),
    tooShort: t('calendar.too-short'),
    reserve: t('calendar.reserve'),
    pickStart: t('calendar.pick-start'),
    noStart: t('calendar.no-start'),
    planned: t('calendar.planned'),
    upTo: t('calendar.up-to', { hours: '' }),
    until: t('calendar.until', { time: '' }),
    from: t('calendar.from', { time: '' }),
    longest: t('calendar.longest', { hours: '' }),
    states: {
      requested: t('calendar.waiting'),
      confirmed: t('calendar.state-confirmed'),
      in_use: t('calendar.state-in_use'),
      completed: t('calendar.state-completed'),
    },
    outages: {
      maintenance: t('calendar.outage-maintenance'),
      calibration: t('calendar.outage-calibration'),
      cleaning: t('calendar.outage-cleaning'),
      breakdown: t('calendar.outage-breakdown'),
    },
  }
}

const icon = (paths: string): Html => raw(`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${paths}</svg>`)

/** Icons of calendar states, made once. */
export const STATE_ICONS = {
  holiday: icon('<path d="M3.5 14.5V2M3.5 2.5h9l-2 3 2 3h-9"></path>'),
  closed: icon('<rect x="3" y="7" width="10" height="7"></rect><path d="M5 7V5a3 3 0 0 1 6 0v2"></path>'),
  outage: icon(
    '<path d="M10.3 2.2a3.7 3.7 0 0 0-4.7 4.7L1.9 10.6l3.5 3.5 3.7-3.7a3.7 3.7 0 0 0 4.7-4.7l-2.4 2.4-2.1-.6-.6-2.1z"></path>',
  ),
  mine: icon('<circle cx="8" cy="5" r="2.8"></circle><path d="M2.5 14c.4-3 2.6-4.4 5.5-4.4S13.1 11 13.5 14"></path>'),
  requested: icon('<circle cx="8" cy="8" r="6.2"></circle><path class="f" d="M8 1.8a6.2 6.2 0 0 1 0 12.4z"></path>'),
  instant: icon('<circle class="f" cx="8" cy="8" r="7"></circle><path class="k" d="m4.8 8.2 2.2 2.2 4.2-4.6"></path>'),
  qualification: icon('<circle cx="5" cy="11" r="2.8"></circle><path d="m7 9 6.5-6.5M11 5l2 2"></path>'),
  onward: icon('<path d="M2 8h11M9 3.5 13.5 8 9 12.5"></path>'),
  previous: icon('<path d="M10 3 5 8l5 5"></path>'),
  next: icon('<path d="m6 3 5 5-5 5"></path>'),
  table: icon('<rect x="2" y="3" width="12" height="11"></rect><path d="M2 6.5h12M5 1.5v3M11 1.5v3"></path>'),
  list: icon('<path d="M6 4h8M6 8h8M6 12h8M2 4h.5M2 8h.5M2 12h.5"></path>'),
} as const
