import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { eventsOf } from '../../db/queries/reservation-events.ts'
import { reservationsOfPerson } from '../../db/queries/reservations.ts'
import { seriesById } from '../../db/queries/series.ts'
import { countStandingOf } from '../../db/queries/waiting-list.ts'
import { ruleSentence } from '../../views/components/rule-sentence.ts'
import { ReservationPage } from '../../views/reservations/reservation-page.tsx'
import { ReservationsPage } from '../../views/reservations/reservations-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import { violationText } from '../../views/text/violation-text.ts'
import type { App } from '../app.ts'
import { calendarOf } from '../domain/calendar-file.ts'
import { busyTimeOf } from '../domain/conflicts.ts'
import { holdsTime } from '../domain/lifecycle.ts'
import { lockOn } from '../domain/lock.ts'
import { can } from '../domain/permissions.ts'
import type { Locale, Person } from '../domain/person.ts'
import { localDayOf } from '../domain/zone.ts'
import { cancelReservation } from '../operations/cancel-reservation.ts'
import { cancelSeries } from '../operations/cancel-series.ts'
import { seeReservation } from '../operations/see-reservation.ts'
import { seeSeries } from '../operations/see-series.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { alsoNamed } from './also-names.ts'
import { calendarEntryOf } from './calendar-entry.ts'
import { offersFor } from './waiting-offers.ts'

const config = { access: 'person' } as const
const Id = Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) })

/** A person's own reservations, and the page of one. */
export function reservations(app: App): void {
  app.get(
    '/reservations',
    {
      config,
      schema: {
        querystring: Type.Object({
          show: Type.Optional(Type.String()),
          cursor: Type.Optional(Type.String({ maxLength: 60 })),
        }),
      },
    },
    async ({ person, query, locale }, reply) => {
      const now = app.clock()
      const show = query.show === 'past' ? 'past' : 'upcoming'
      const page = reservationsOfPerson(app.db, person!.id, {
        ...(show === 'past' ? { to: now, order: 'desc' } : { from: now, order: 'asc' }),
        limit: 50,
        cursor: query.cursor ?? null,
      })
      const catalogue = catalogueOf(app.db)
      const rows = page.items
        .filter((each) => (show === 'past' ? each.end <= now : each.end > now))
        .map(({ id, title, state, start, end, resourceId, seriesId, also }) => {
          const resource = catalogue.resourceById.get(resourceId)!
          const organisation = catalogue.organisationById.get(resource.organisationId)!
          return {
            id,
            seriesId,
            title,
            state,
            start,
            end,
            timeZone: resource.timeZone,
            resource: { slug: resource.slug, name: resource.name[locale], organisation: organisation.name[locale] },
            also: alsoNamed(also, catalogue, locale).map(({ name }) => name),
          }
        })
      const nextUrl = page.nextCursor ? `/reservations?${new URLSearchParams({ show, cursor: page.nextCursor })}` : null
      const offers = offersFor(app, person!, locale)
      const waiting = countStandingOf(app.db, person!.id)
      return reply.page(ReservationsPage, { show, rows, nextUrl, offers, waiting })
    },
  )

  app.get('/reservations/:id', { config, schema: { params: Id } }, async ({ params, person, locale }, reply) =>
    reply.page(ReservationPage, pageOf(app, Number(params.id), person!, locale)),
  )

  app.get(
    '/reservations/:id.ics',
    { config, schema: { params: Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) }) } },
    async ({ params, person, locale }, reply) => {
      const { reservation, resource } = found(seeReservation(app.db, person!, Number(params.id)))
      const { publicUrl } = app.settings
      const series = reservation.seriesId === null ? null : seriesById(app.db, reservation.seriesId)
      const place = { catalogue: catalogueOf(app.db), series }
      const entry = calendarEntryOf(reservation, resource, place, { locale, publicUrl })
      return reply
        .header('content-disposition', `attachment; filename="reservation-${reservation.id}.ics"`)
        .type('text/calendar; charset=utf-8')
        .send(calendarOf([entry], { host: new URL(publicUrl).hostname, now: app.clock() }))
    },
  )

  app.post(
    '/reservations/:id/cancellation',
    {
      config,
      schema: {
        params: Id,
        body: Type.Object({
          reason: Type.Optional(Type.String({ maxLength: 500 })),
          scope: Type.Optional(Type.String({ maxLength: 20 })),
          include_changed: Type.Optional(Type.String({ maxLength: 5 })),
          _csrf: Type.Optional(Type.String()),
        }),
      },
    },
    async ({ params, body, person, locale }, reply) => {
      const id = Number(params.id)
      const result = cancel(app, person!, id, body)
      if (result.ok) return reply.redirect(`/reservations/${id}`, 303)
      const { refusal } = result
      const t = translateInto(locale)
      if (refusal.kind === 'rules') {
        const { message, remedy } = violationText(locale, refusal.violations[0]!, app.settings.timeZone)
        const notice = { kind: 'stop', title: message, hint: remedy ?? '' } as const
        return reply.code(422).page(ReservationPage, { ...pageOf(app, id, person!, locale), notice })
      }
      if (refusal.kind !== 'wrong-state') throw plainRefusal(refusal)
      const notice = {
        kind: 'stop',
        title: t('reservation.wrong-state'),
        hint: t('reservation.wrong-state-hint', { state: t(`state.${refusal.state}`) }),
      } as const
      return reply.code(409).page(ReservationPage, { ...pageOf(app, id, person!, locale), notice })
    },
  )
}

interface Cancelling {
  readonly scope?: string
  readonly include_changed?: string
  readonly reason?: string
}

/** This one alone, or with those that follow it in its series, or all of them. */
function cancel(app: App, person: Person, id: number, { scope, include_changed, reason }: Cancelling) {
  const reservation = seeReservation(app.db, person, id)?.reservation
  if (!reservation?.seriesId || (scope !== 'following' && scope !== 'all'))
    return cancelReservation(app.db, person, id, { reason }, app.clock())
  const wish = { scope, from: reservation.start, reason, includeChanged: include_changed === '1' } as const
  return cancelSeries(app.db, person, reservation.seriesId, wish, app.clock())
}

/** Everything the page of one reservation shows to this person; 404 when it is none of their business. */
function pageOf(app: App, id: number, person: Person, locale: Locale) {
  const catalogue = catalogueOf(app.db)
  const { reservation, resource, seen } = found(seeReservation(app.db, person, id))
  const lab = catalogue.labById.get(resource.labId)!
  const now = app.clock()
  const place = { reservation, resource }
  const isOpen = reservation.state === 'requested' || reservation.state === 'confirmed'
  const isLocked = lockOn(reservation, resource, person, now) !== null
  const ofSeries = reservation.seriesId === null ? null : seeSeries(app.db, person, reservation.seriesId)
  return {
    reservation,
    series: ofSeries && {
      id: ofSeries.series.id,
      sentence: ruleSentence({ ...ofSeries.series, validUntil: null }, locale, localDayOf(now, resource.timeZone)),
    },
    resource: {
      slug: resource.slug,
      name: resource.name[locale],
      timeZone: resource.timeZone,
      capacity: resource.capacity,
      cancelNoticeMinutes: resource.policy.cancelNoticeMinutes,
    },
    lab: {
      slug: lab.slug,
      name: lab.name[locale],
      organisation: catalogue.organisationById.get(lab.organisationId)!.name[locale],
    },
    also: alsoNamed(reservation.also, catalogue, locale),
    busy: holdsTime(reservation.state) ? busyTimeOf(reservation, resource.policy) : null,
    organisation: catalogue.organisationById.get(reservation.organisationId)!.name[locale],
    events: seen === 'full' ? eventsOf(app.db, id) : [],
    may: {
      change: isOpen && !isLocked && reservation.end > now && can(person, 'change', place),
      cancel: isOpen && !isLocked && reservation.start > now && can(person, 'cancel', place),
      decide: reservation.state === 'requested' && (reservation.decideBy ?? 0) > now && can(person, 'approve', place),
      seeNote: seen === 'full',
    },
  }
}
