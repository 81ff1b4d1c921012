import type { Locale } from '../../server/domain/person.ts'
import { translateInto } from '../text/translate.ts'

/** The words that calendars repeat hundreds of times, looked up once per language. Those with a blank end in it. */
export interface CalendarWords {
  readonly free: string
  readonly freeCap: string
  readonly full: string
  readonly gone: string
  readonly past: string
  readonly today: string
  readonly now: string
  readonly closed: string
  readonly closedCap: string
  readonly holiday: string
  readonly holidayCap: string
  readonly beyond: string
  readonly busy: string
  readonly mine: string
  readonly mineRequested: string
  readonly held: string
  readonly heldMine: string
  readonly waitFor: string
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
    now: t('calendar.now', { time: '' }),
    closed: t('calendar.closed'),
    closedCap: t('calendar.closed-cap'),
    holiday: t('calendar.holiday'),
    holidayCap: t('calendar.holiday-cap'),
    beyond: t('calendar.beyond'),
    busy: t('calendar.busy'),
    mine: t('calendar.mine'),
    mineRequested: t('calendar.mine-requested'),
    held: t('calendar.held'),
    heldMine: t('calendar.held-mine'),
    waitFor: t('calendar.wait-for'),
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
