import type { FastifyRequest } from 'fastify'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { busyDuring } from '../../db/queries/claims.ts'
import { qualificationOf } from '../../db/queries/qualifications.ts'
import { openRequestsFor } from '../../db/queries/reservations.ts'
import { seriesById } from '../../db/queries/series.ts'
import type { InboxCard } from '../../views/approvals/approvals-page.tsx'
import type { SeriesCardProps } from '../../views/approvals/series-card.tsx'
import { ruleSentence } from '../../views/components/rule-sentence.ts'
import type { App } from '../app.ts'
import { overlaps } from '../domain/interval.ts'
import type { ReservationDetail } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import { labsDecidedBy } from '../domain/stewardship.ts'
import { localDayOf } from '../domain/zone.ts'
import { standingAgainst } from '../operations/decide-reservation.ts'
import { againstText } from './against-text.ts'
import { alsoNamed } from './also-names.ts'
import { requestWeek } from './request-week.ts'

/** What waits for this person, the most urgent first: a card for each request, one for all requests of a series. */
export function inboxCards(app: App, request: FastifyRequest): InboxCard[] {
  const requests = openRequestsFor(app.db, labsDecidedBy(request.person!), app.clock())
  const ofSeries = Map.groupBy(
    requests.filter((each) => each.seriesId !== null),
    (each) => each.seriesId!,
  )
  return requests.flatMap((each): InboxCard[] => {
    const together = each.seriesId === null ? [each] : ofSeries.get(each.seriesId)!
    if (together.length === 1) return [{ kind: 'request', ...requestCard(app, request, each) }]
    return together[0] === each ? [{ kind: 'series', ...seriesCard(app, request, together) }] : []
  })
}

function requestCard(app: App, { person, locale }: FastifyRequest, reservation: ReservationDetail) {
  const resource = resourceOf(app, reservation)
  return {
    reservation,
    ...whoAsks(app, reservation, resource, locale),
    ...requestWeek(app.db, reservation, resource, locale),
    isOwn: reservation.requesterId === person!.id,
  }
}

/** Dates that are looked at once more before they are shown; more would make the inbox slow. */
const MOST_CHECKED = 60

function seriesCard(
  app: App,
  { person, locale }: FastifyRequest,
  requests: readonly ReservationDetail[],
): SeriesCardProps {
  const now = app.clock()
  const dates = requests.toSorted((a, b) => a.start - b.start)
  const [first] = dates
  const resource = resourceOf(app, first!)
  const series = seriesById(app.db, first!.seriesId!)!
  const ids = new Set(dates.map((each) => each.id))
  const span = { start: first!.start, end: dates.at(-1)!.end }
  const others = busyDuring(app.db, resource, span).filter((each) => each.tentative && !ids.has(each.reservationId))
  return {
    series: {
      id: series.id,
      sentence: ruleSentence({ ...series, validUntil: null }, locale, localDayOf(now, resource.timeZone)),
    },
    ...whoAsks(app, first!, resource, locale),
    dates: dates.map((reservation, i) => ({
      reservation,
      competes: others.some((each) => overlaps(each, reservation)),
      why: i < MOST_CHECKED ? whyNot(app, reservation, locale) : [],
    })),
    isOwn: first!.requesterId === person!.id,
  }
}

/** What an approval would be refused for at this moment. */
function whyNot(app: App, reservation: ReservationDetail, locale: FastifyRequest['locale']): string[] {
  const resource = resourceOf(app, reservation)
  const { standing, conflicts } = standingAgainst(app.db, { reservation, resource }, app.clock())
  return againstText({ violations: standing, conflicts }, resource.timeZone, locale)
}

const resourceOf = (app: App, { resourceId }: ReservationDetail): Resource =>
  catalogueOf(app.db).resourceById.get(resourceId)!

function whoAsks(app: App, reservation: ReservationDetail, resource: Resource, locale: FastifyRequest['locale']) {
  const catalogue = catalogueOf(app.db)
  const organisation = catalogue.organisationById.get(reservation.organisationId)!
  return {
    resource: {
      slug: resource.slug,
      name: resource.name[locale],
      timeZone: resource.timeZone,
      capacity: resource.capacity,
    },
    also: alsoNamed(reservation.also, catalogue, locale),
    organisation: { name: organisation.name[locale], isCompany: organisation.kind === 'company' },
    qualification: qualificationOf(app.db, reservation.requesterId, resource.id),
    qualificationNeeded: resource.policy.qualificationRequired !== null,
  }
}
