import ICAL from 'ical.js'

/** What another calendar makes of a file: each occurrence by its instants, in their order. */
export interface Read {
  readonly start: number
  readonly end: number
  readonly summary: string
  readonly status: string
}

/** Expands the file's one entry with its rule and its instances, as ical.js does it. */
export function expanded(text: string, most = 2000): Read[] {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const zones = new Map(
    calendar.getAllSubcomponents('vtimezone').map((each) => {
      const zone = new ICAL.Timezone(each)
      return [zone.tzid, zone] as const
    }),
  )
  const events = calendar.getAllSubcomponents('vevent').map((each) => new ICAL.Event(each))
  const master = events.find((each) => !each.isRecurrenceException())!
  for (const each of events) if (each !== master) master.relateException(each)
  const instant = (time: ICAL.Time, zone: string | undefined) =>
    (time.zone === ICAL.Timezone.utcTimezone ? time : withZone(time, zones.get(zone ?? ''))).toUnixTime() * 1000
  const iterator = master.iterator()
  const found: Read[] = []
  for (let next = iterator.next(); next && found.length < most; next = iterator.next()) {
    const { startDate, endDate, item } = master.getOccurrenceDetails(next)
    const zone = item.component.getFirstProperty('dtstart')?.getParameter('tzid') as string | undefined
    found.push({
      start: instant(startDate, zone),
      end: instant(endDate, zone),
      summary: item.summary,
      status: String(item.component.getFirstPropertyValue('status')),
    })
  }
  return found.sort((a, b) => a.start - b.start)
}

function withZone(time: ICAL.Time, zone: ICAL.Timezone | undefined): ICAL.Time {
  const placed = time.clone()
  if (zone) placed.zone = zone
  return placed
}
