import { catalogueOf } from '../../db/queries/catalogue.ts'
import type { FeedReservation } from '../../db/queries/feeds.ts'
import { formatOf } from '../../views/format.ts'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import type { Feed } from '../domain/feed.ts'
import { type FeedFile, feedEntryText } from '../domain/feed-file.ts'
import type { Locale } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import type { ReadFeed } from '../operations/read-feed.ts'
import { calendarSeriesOf, wordsOf } from './calendar-entry.ts'

/** The text of one entry, by all that it is made of within its frame. */
export type EntryText = (key: string, make: () => string) => string

/** What somebody may read of a calendar, in words of their language. */
export function feedCalendar(app: App, read: ReadFeed, { keys }: FeedPrint, textOf: EntryText): FeedFile {
  const { feed, person, within, isCut } = read
  const { publicUrl, timeZone } = app.settings
  const catalogue = catalogueOf(app.db)
  const reader = { locale: person.locale, publicUrl }
  const t = translateInto(person.locale)
  const host = new URL(publicUrl).hostname
  const until = formatOf(person.locale, timeZone).moment(within.end)
  return {
    name: feedName(feed, catalogue, person.locale),
    about: isCut ? t('feeds.about-cut', { when: until }) : t('feeds.about'),
    host,
    entries: [
      ...read.entries.map((each, nth) =>
        textOf(keys[nth]!, () => feedEntryText(entryOf(each, read, catalogue, reader), host)),
      ),
      ...read.trainings.map(({ reservation, resource }) =>
        feedEntryText(trainingOf(reservation, resource, catalogue, reader), host),
      ),
    ],
    entryZones: new Set([...read.entries, ...read.trainings].map(({ resource }) => resource.timeZone)),
    series: read.series.map(({ seen, changedAt }) => {
      const series = calendarSeriesOf(seen, catalogue, reader)
      const who = seen.requester.id === person.id ? [] : [seen.requester.name]
      return { ...series, description: [...who, series.url].join('\n'), changedAt }
    }),
    busy: read.busy.map(({ resource, start, end, units }) => ({
      start,
      end,
      slug: resource.slug,
      timeZone: resource.timeZone,
      ...wordsOf({ title: '', resource, catalogue, locale: person.locale }),
      summary: `${resource.name[person.locale]}: ${
        resource.capacity > 1 ? t('feeds.busy-units', { units, capacity: resource.capacity }) : t('feeds.busy')
      }`,
    })),
    stamp: read.today,
  }
}

/** `Mikroskop TEM`, `Moje rezerwacje`: what programs call the calendar. */
export function feedName({ kind, resourceId, labId }: Feed, catalogue: Catalogue, locale: Locale): string {
  if (kind === 'resource') return catalogue.resourceById.get(resourceId ?? 0)?.name[locale] ?? ''
  if (kind === 'lab') return catalogue.labById.get(labId ?? 0)?.name[locale] ?? ''
  return translateInto(locale)(`feeds.name.${kind}`)
}

/** All that the text of a calendar is made of, told much sooner than the text. */
export interface FeedPrint {
  /** What is true of all entries alike: the reader, the names of the places. */
  readonly frame: string
  /** For each of the entries what else makes its text. */
  readonly keys: readonly string[]
  readonly whole: string
}

/** What only the day makes different counts where the text tells it. */
export function feedPrint(app: App, read: ReadFeed): FeedPrint {
  const { feed, person, within, isCut, entries, trainings, busy, series, today } = read
  const catalogue = catalogueOf(app.db)
  const { publicUrl, timeZone } = app.settings
  const resources = new Set(
    [...entries, ...trainings, ...busy, ...series.map(({ seen }) => seen)].map((each) => each.resource),
  )
  const keys = entries.map(({ reservation }) => JSON.stringify(reservation))
  const frame = JSON.stringify([
    [feed, person.locale, person.id, publicUrl, timeZone],
    feedName(feed, catalogue, person.locale),
    [...resources].map((resource) => [
      ...[resource.id, resource.slug, resource.timeZone, resource.capacity, resource.name],
      wordsOf({ title: '', resource, catalogue, locale: person.locale }),
    ]),
  ])
  const rest = JSON.stringify([
    [isCut ? within : null, busy.length > 0 ? today : null],
    trainings.map(({ reservation }) => reservation),
    busy.map(({ start, end, units, resource }) => [start, end, units, resource.id]),
    series.map(({ seen: { series: own, occurrences, requester }, changedAt }) => [
      ...[own, occurrences, requester, changedAt],
    ]),
  ])
  return { frame, keys, whole: [frame, rest, ...keys].join('\n') }
}

/** A training as its mail tells of it: the reservation behind it is not the reader's. */
function trainingOf(
  { id, state, start, end, title, sequence, changedAt }: FeedReservation,
  resource: Resource,
  catalogue: Catalogue,
  { locale, publicUrl }: { readonly locale: Locale; readonly publicUrl: string },
) {
  const url = `${publicUrl}/training`
  const words = { ...wordsOf({ title, resource, catalogue, locale }), description: url, url }
  return { ...words, reservationId: id, sequence, state, start, end, timeZone: resource.timeZone, changedAt }
}

function entryOf(
  { reservation, resource }: ReadFeed['entries'][number],
  { feed, person }: ReadFeed,
  catalogue: Catalogue,
  { locale, publicUrl }: { readonly locale: Locale; readonly publicUrl: string },
) {
  const { id, state, start, end, title, sequence, requesterId, requesterName, changedAt } = reservation
  const t = translateInto(locale)
  const isDecision = feed.kind === 'approvals'
  const url = isDecision ? `${publicUrl}/approvals` : `${publicUrl}/reservations/${id}`
  const who = requesterId === person.id ? [] : [requesterName]
  const words = wordsOf({ title, resource, catalogue, locale })
  return {
    ...words,
    summary: isDecision ? t('feeds.to-decide', { what: words.summary }) : words.summary,
    description: [...who, t(`state.${state}`), url].join('\n'),
    url,
    reservationId: id,
    sequence,
    state,
    start,
    end,
    timeZone: resource.timeZone,
    changedAt,
  }
}
