import type { FastifyRequest } from 'fastify'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { busyDuring } from '../../db/queries/claims.ts'
import { changesSinceApproval, trackRecords } from '../../db/queries/inbox-facts.ts'
import { countMessages } from '../../db/queries/messages.ts'
import { projectsOf } from '../../db/queries/projects.ts'
import { qualificationOf } from '../../db/queries/qualifications.ts'
import { seriesById } from '../../db/queries/series.ts'
import type { InboxCard, RequestCardProps } from '../../views/approvals/approvals-page.tsx'
import type { BlindCardProps } from '../../views/approvals/blind-card.tsx'
import type { SeriesCardProps } from '../../views/approvals/series-card.tsx'
import { ruleSentence } from '../../views/components/rule-sentence.ts'
import { amountText, quotaText } from '../../views/text/quota-text.ts'
import type { App } from '../app.ts'
import { overlaps } from '../domain/interval.ts'
import type { ReservationDetail } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import { tiesOf } from '../domain/ties.ts'
import { localDayOf } from '../domain/zone.ts'
import { standingAgainst } from '../operations/decide-reservation.ts'
import { ledgerEffects, wishOf } from '../operations/ledger-effects.ts'
import { quotaShares } from '../operations/quota-shares.ts'
import { type WaitingRequest, waitingRequests } from '../operations/waiting-requests.ts'
import { againstText } from './against-text.ts'
import { alsoNamed } from './also-names.ts'
import { requestWeek } from './request-week.ts'
import { voicesShown } from './voices-shown.ts'

/** More would make a page that nobody reads to its end. */
const PER_PAGE = 25

export interface Inbox {
  readonly cards: readonly InboxCard[]
  /** Of all pages. */
  readonly total: number
  /** Counted from 1. */
  readonly page: number
  readonly pages: number
}

/** Which page is shown: the one with this number, or the one on which something stands. */
export interface InboxPlace {
  readonly page?: number
  readonly reservation?: number
  readonly series?: number
}

/** What waits for this person, the most urgent first: a card for each request, one for all requests of a series. */
export function inboxOf(app: App, request: FastifyRequest, place: InboxPlace): Inbox {
  const requests = waitingRequests(app.db, request.person!, app.clock())
  const groups = groupsOf(requests)
  const pages = Math.max(1, Math.ceil(groups.length / PER_PAGE))
  const page = Math.min(pages, Math.max(1, pageOf(groups, place)))
  const shown = groups.slice((page - 1) * PER_PAGE, page * PER_PAGE)
  return { cards: cardsOf(app, request, shown, requests), total: groups.length, page, pages }
}

/** The card of one thing alone; null when it does not wait for this person. */
export function cardOf(app: App, request: FastifyRequest, place: InboxPlace): InboxCard | null {
  const requests = waitingRequests(app.db, request.person!, app.clock())
  const group = groupsOf(requests).find((each) => isAt(each, place))
  return group ? cardsOf(app, request, [group], requests)[0]! : null
}

function cardsOf(
  app: App,
  request: FastifyRequest,
  groups: readonly (readonly WaitingRequest[])[],
  all: readonly WaitingRequest[],
): InboxCard[] {
  const around = aroundOf(app, request, groups.flat(), all)
  return groups.map((group): InboxCard => {
    const [first] = group
    if (first!.isBlind) return { kind: 'blind', ...blindCard(app, request, group, around) }
    return group.length === 1
      ? { kind: 'request', ...requestCard(app, request, first!, around) }
      : { kind: 'series', ...seriesCard(app, request, group, around) }
  })
}

/** Each request by itself, those of a series together where its most urgent one stands. */
function groupsOf(requests: readonly WaitingRequest[]): readonly (readonly WaitingRequest[])[] {
  const groups = Map.groupBy(requests, ({ reservation: { id, seriesId } }) =>
    seriesId === null ? `r${id}` : `s${seriesId}`,
  )
  return [...groups.values()]
}

function pageOf(groups: readonly (readonly WaitingRequest[])[], place: InboxPlace): number {
  if (place.page !== undefined) return place.page
  const at = groups.findIndex((group) => isAt(group, place))
  return Math.floor(Math.max(0, at) / PER_PAGE) + 1
}

const isAt = (group: readonly WaitingRequest[], { reservation, series }: InboxPlace): boolean =>
  group.some(
    (each) => each.reservation.id === reservation || (series !== undefined && each.reservation.seriesId === series),
  )

/** What the cards share, read once for all of them. */
interface Around {
  readonly records: ReturnType<typeof trackRecords>
  readonly changes: ReturnType<typeof changesSinceApproval>
  readonly asked: ReadonlyMap<number, number>
  readonly ownProjects: ReadonlySet<number>
  /** The first of the page, whose decision stands open: what takes longer to count is counted for it alone. */
  readonly openId: number | undefined
  /** Everything that waits, by resource. */
  readonly waiting: ReadonlyMap<number, readonly ReservationDetail[]>
  readonly ledger: ReturnType<typeof ledgerEffects>
}

const RECORD_DAYS = 365

function aroundOf(
  app: App,
  { person }: FastifyRequest,
  waiting: readonly WaitingRequest[],
  all: readonly WaitingRequest[],
): Around {
  const shown = waiting.map(({ reservation }) => reservation)
  const known = all.flatMap(({ reservation, isBlind }) => (isBlind ? [] : [reservation]))
  const ids = shown.map((each) => each.id)
  const now = app.clock()
  return {
    records: trackRecords(app.db, shown, { since: now - RECORD_DAYS * 86_400_000, now }),
    changes: changesSinceApproval(app.db, ids),
    asked: countMessages(app.db, ids),
    openId: ids[0],
    ownProjects: new Set(projectsOf(app.db, person!.id).map((project) => project.id)),
    waiting: Map.groupBy(known, (each) => each.resourceId),
    ledger: ledgerEffects(app.db, now),
  }
}

function requestCard(app: App, request: FastifyRequest, { reservation, voting }: WaitingRequest, around: Around) {
  const { person, locale } = request
  const resource = resourceOf(app, reservation)
  return {
    reservation,
    ...whoAsks(app, reservation, resource, locale),
    ...backgroundOf(app, request, { reservation, resource }, around),
    ...requestWeek(app.db, reservation, resource, locale),
    rivals: rivalsOf(app, reservation, around, locale),
    voices: voicesShown(app, voting, locale),
    asked: around.asked.get(reservation.id) ?? 0,
    isOwn: reservation.requesterId === person!.id,
  }
}

/** What a decision should know of the person and of what stands between them and the one who decides. */
function backgroundOf(
  app: App,
  { person, locale }: FastifyRequest,
  { reservation, resource }: { readonly reservation: ReservationDetail; readonly resource: Resource },
  { records, changes, ownProjects, waiting, openId, ledger }: Around,
): Pick<RequestCardProps, 'record' | 'ties' | 'was' | 'limits' | 'ledger'> {
  const others = rivalsAmong(waiting, reservation)
  const theirProjects = projectsOf(app.db, reservation.requesterId).map((project) => project.id)
  const shares = quotaShares(app.db, { reservation, resource, withShared: reservation.id === openId }, app.clock())
  return {
    record: records.get(reservation.id) ?? null,
    ties: tiesOf(reservation, { person: person!, resource, others, ownProjects, theirProjects }),
    was: wasOf(changes.get(reservation.id)),
    ledger: ledger(wishOf([reservation])),
    limits: shares.map(({ quota, used, asked }) => ({
      rule: quotaText(locale, quota),
      used: amountText(locale, quota.measure, used),
      asked: amountText(locale, quota.measure, asked),
    })),
  }
}

const wasOf = (changes: ReturnType<Around['changes']['get']>): RequestCardProps['was'] => {
  const from = (field: string) => changes?.[field]?.from as number | undefined
  return changes ? { start: from('start'), end: from('end'), units: from('units') } : null
}

const rivalsAmong = (waiting: Around['waiting'], reservation: ReservationDetail) =>
  (waiting.get(reservation.resourceId) ?? []).filter(
    (each) => each.id !== reservation.id && overlaps(each, reservation),
  )

/** Others who wait for the same time. */
function rivalsOf(app: App, reservation: ReservationDetail, { waiting }: Around, locale: FastifyRequest['locale']) {
  const { organisationById } = catalogueOf(app.db)
  return rivalsAmong(waiting, reservation).map(
    ({ id, seriesId, requester, organisationId, start, end, units, purpose }) => ({
      href: seriesId === null ? `/approvals?open=${id}#request-${id}` : `/series/${seriesId}`,
      name: requester.name,
      organisation: organisationById.get(organisationId)!.name[locale],
      ...{ start, end, units, purpose },
    }),
  )
}

/** Dates that are looked at once more before they are shown; more would make the inbox slow. */
const MOST_CHECKED = 60

function seriesCard(
  app: App,
  request: FastifyRequest,
  requests: readonly WaitingRequest[],
  around: Around,
): SeriesCardProps {
  const { person, locale } = request
  const now = app.clock()
  const dates = requests.map(({ reservation }) => reservation).toSorted((a, b) => a.start - b.start)
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
    ...backgroundOf(app, request, { reservation: first!, resource }, around),
    // What is said of one date is not said of the whole.
    ...{ was: null, limits: [], ledger: around.ledger(wishOf(dates)) },
    dates: dates.map((reservation, i) => ({
      reservation,
      competes: others.some((each) => overlaps(each, reservation)),
      why: i < MOST_CHECKED ? whyNot(app, reservation, locale) : [],
    })),
    voices: voicesShown(app, requests[0]!.voting, locale),
    isOwn: first!.requesterId === person!.id,
  }
}

/** What the coordinator decides by: hours, the organisation and the purpose. */
function blindCard(
  app: App,
  { locale }: FastifyRequest,
  requests: readonly WaitingRequest[],
  { ledger }: Around,
): BlindCardProps {
  const dates = requests.map(({ reservation }) => reservation).toSorted((a, b) => a.start - b.start)
  const first = dates[0]!
  const { organisationById } = catalogueOf(app.db)
  const resource = resourceOf(app, first)
  const organisation = organisationById.get(first.organisationId)!
  return {
    id: first.id,
    seriesId: first.seriesId,
    resource: { slug: resource.slug, name: resource.name[locale], timeZone: resource.timeZone },
    owner: organisationById.get(resource.organisationId)!.name[locale],
    organisation: { name: organisation.name[locale], isCompany: organisation.kind === 'company' },
    dates: dates.map(({ start, end, purpose }) => ({ start, end, purpose })),
    decideBy: Math.min(...dates.map((each) => each.decideBy ?? each.start)),
    // What the labs wrote may name what the coordinator is not to read.
    voices: voicesShown(app, requests[0]!.voting, locale).map((each) => ({ ...each, words: null })),
    ledger: ledger(wishOf(dates)),
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
