import type { Resource } from '../../server/domain/resource.ts'
import type { RightNow, SeenTime } from '../../server/domain/right-now.ts'
import type { IconName } from '../components/icon.tsx'
import { type Format, formatOf } from '../format.ts'
import type { Child, Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

type Of = Pick<Resource, 'timeZone' | 'capacity'>

/** Shape and look of each state: never colour alone. */
export const NOW_ICONS: Record<RightNow['kind'], IconName> = {
  free: 'instant',
  partly: 'half',
  taken: 'clock',
  outage: 'wrench',
  closed: 'lock',
  unavailable: 'struck',
}

/** „wolne”, „w użyciu” … */
export function nowWord({ t }: Pick<Page, 't'>, now: RightNow): string {
  return t(now.kind === 'taken' && now.isInUse ? 'now.in-use' : `now.${now.kind}`)
}

/** „do 12:30”, with the day where it is not today; when it opens again; null where nothing is known. */
export function untilText(page: Page, { kind, until }: RightNow, { timeZone }: Of): string | null {
  if (until === null) return null
  const { t, now, locale } = page
  const format = formatOf(locale, timeZone)
  const isToday = format.isoDay(now) === format.isoDay(until - 1)
  if (kind === 'closed')
    return t('now.opens', {
      when: format.isoDay(now) === format.isoDay(until) ? format.clock(until) : format.moment(until),
    })
  if (isToday) return t('now.until', { time: format.clockOfEnd(until) })
  return t('now.until-day', { day: format.shortDay(until), time: format.clock(until) })
}

/** Somebody's time: when, and whose it is as far as the viewer may know. */
export function SeenTimeText({ page, time, format }: { page: Page; time: SeenTime; format: Format }): Html {
  return (
    <>
      <b>{spanText(page, time, format)}</b> {whose(page, time)}
    </>
  )
}

export const spanText = ({ now }: Page, { start, end }: SeenTime, format: Format): string =>
  format.isoDay(start) === format.isoDay(now) ? format.span(start, end) : format.daySpan(start, end)

function whose({ t }: Page, { seen }: SeenTime): Child {
  if (!seen) return t('now.masked')
  return (
    <>
      <a href={`/reservations/${seen.id}`}>{seen.title}</a>
      {seen.isMine ? `, ${t('now.mine')}` : seen.requester ? `, ${seen.requester}` : null}
    </>
  )
}
