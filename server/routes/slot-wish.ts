import type { Db } from '../../db/connect.ts'
import { searchResources } from '../../db/queries/search.ts'
import type { SlotForm } from '../../views/find/slot-form.tsx'
import type { Catalogue } from '../domain/catalogue.ts'
import { hoursWished } from '../domain/hours-wished.ts'
import type { Resource } from '../domain/resource.ts'
import { addDays, dayNumber, isDay, localDayOf, startOfDay } from '../domain/zone.ts'
import type { SlotQuestion } from '../operations/find-slots.ts'
import { listOf, minutesOf, textOf } from './catalogue-query.ts'

const MINUTE = 60_000
const USUAL_MINUTES = 120
const USUAL_DAYS = 14
const MOST_DAYS = 400
const MOST_CHOSEN = 50
const MOST_SHOWN = 200
export const ROWS = 20

export type Sent = Readonly<Record<string, string | string[] | undefined>>

/** The form as it was understood: what cannot be read stands as what is usual, and is named in `faults`. */
export function slotFormFrom(sent: Sent, zone: string, now: number): SlotForm {
  const today = localDayOf(now, zone)
  const text = (name: string) => textOf(sent[name])
  const faults: Record<string, 'day' | 'order' | 'far' | 'length' | 'units'> = {}
  const day = (name: 'from' | 'to', usual: string) => {
    if (text(name) !== '' && !isDay(text(name))) faults[name] = 'day'
    return isDay(text(name)) ? text(name) : usual
  }
  const from = day('from', today)
  const to = day('to', addDays([from, today].sort()[1]!, USUAL_DAYS - 1))
  if (to < from || to < today) faults['to'] ??= 'order'
  else if (dayNumber(to) - dayNumber(from) >= MOST_DAYS) faults['to'] ??= 'far'
  const minutes = minutesOf(sent['duration'])
  if (text('duration') !== '' && minutes === null) faults['duration'] = 'length'
  const isUnits = /^[1-9]\d{0,3}$/.test(text('units') || '1')
  if (!isUnits) faults['units'] = 'units'
  return {
    q: (text('q') || text('technique')).slice(0, 200),
    minutes: minutes ?? USUAL_MINUTES,
    from,
    to,
    hoursFrom: hourOf(text('hours_from')),
    hoursTo: hourOf(text('hours_to')),
    days: [...new Set(listOf(sent['day']).map(Number))].filter((each) => [0, 1, 2, 3, 4, 5, 6].includes(each)),
    organisation: text('organisation').slice(0, 120),
    units: isUnits ? Number(text('units') || '1') : 1,
    isQualified: text('qualified') !== '',
    isInstant: text('instant') !== '',
    isSeveral: text('several') !== '',
    resources: [...new Set(listOf(sent['resource']))].slice(0, MOST_CHOSEN),
    shown: Math.min(MOST_SHOWN, Math.max(ROWS, /^\d{1,3}$/.test(text('show')) ? Number(text('show')) : 0)),
    faults,
  }
}

/** Whole hours of the day, 0–24; null for any. */
const hourOf = (text: string) => (/^([01]?\d|2[0-4])$/.test(text) ? Number(text) : null)

/** What the operation is asked, one more than is shown to know whether there are more. */
export function questionOf(form: SlotForm, resources: readonly Resource[], zone: string): SlotQuestion {
  const { minutes, from, to, hoursFrom, hoursTo, days, units, isQualified, isInstant, isSeveral, shown } = form
  const last = dayNumber(to) - dayNumber(from) >= MOST_DAYS ? addDays(from, MOST_DAYS - 1) : to
  return {
    resources,
    durationMs: minutes * MINUTE,
    from: startOfDay(from, zone),
    to: startOfDay(addDays(last, 1), zone),
    units,
    hours:
      hoursFrom === hoursTo
        ? hoursWished(0, 1440, days)
        : hoursWished((hoursFrom ?? 0) * 60, (hoursTo ?? 24) * 60, days),
    isQualified,
    isInstant,
    isEveryStretch: isSeveral,
    perResource: 5,
    limit: shown + 1,
  }
}

/** What can be reserved at all and goes by these words, in this organisation, among the chosen. */
export function candidatesFor(db: Db, catalogue: Catalogue, form: SlotForm): Resource[] {
  const { resources, resourceById, resourceBySlug, organisationById } = catalogue
  const q = form.q.toLowerCase()
  const named = () =>
    catalogue.techniques.some((each) => each.toLowerCase() === q)
      ? resources.filter((each) => each.techniques.some((technique) => technique.toLowerCase() === q))
      : searchResources(db, form.q).flatMap((id) => resourceById.get(id) ?? [])
  const chosen = form.resources.flatMap((slug) => resourceBySlug.get(slug) ?? [])
  const among = chosen.length > 0 ? chosen : q === '' ? resources : named()
  return among.filter(({ status, organisationId }) => {
    const organisation = organisationById.get(organisationId)!
    return (
      status === 'active' &&
      organisation.isMember &&
      (form.organisation === '' || form.organisation === organisation.slug)
    )
  })
}

/** The address that asks the same, changed in some fields. */
export function slotUrl(form: SlotForm, changes: Partial<SlotForm> = {}): string {
  const { q, minutes, from, to, hoursFrom, hoursTo, organisation, units, ...rest } = { ...form, ...changes }
  const fields: [string, string][] = [
    ['q', q],
    ['duration', String(minutes)],
    ['from', from],
    ['to', to],
    ['hours_from', hoursFrom === null ? '' : String(hoursFrom)],
    ['hours_to', hoursTo === null ? '' : String(hoursTo)],
    ...rest.days.map((each) => ['day', String(each)] satisfies [string, string]),
    ['organisation', organisation],
    ['units', units === 1 ? '' : String(units)],
    ['qualified', rest.isQualified ? '1' : ''],
    ['instant', rest.isInstant ? '1' : ''],
    ['several', rest.isSeveral ? '1' : ''],
    ...rest.resources.map((each) => ['resource', each] satisfies [string, string]),
    ['show', rest.shown > ROWS ? String(rest.shown) : ''],
  ]
  return `/find?${new URLSearchParams(fields.filter(([, value]) => value !== ''))}`
}
