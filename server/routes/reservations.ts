import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { reservationsInvitedTo, reservationsOfPerson } from '../../db/queries/reservations.ts'
import { seriesById } from '../../db/queries/series.ts'
import { countStandingOf } from '../../db/queries/waiting-list.ts'
import { ReservationPage } from '../../views/reservations/reservation-page.tsx'
import { ReservationsPage } from '../../views/reservations/reservations-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import { violationText } from '../../views/text/violation-text.ts'
import type { App } from '../app.ts'
import { calendarOf } from '../domain/calendar-file.ts'
import { earliestCheckIn } from '../domain/check-in.ts'
import type { Person } from '../domain/person.ts'
import type { Reservation } from '../domain/reservation.ts'
import { cancelReservation } from '../operations/cancel-reservation.ts'
import { cancelSeries } from '../operations/cancel-series.ts'
import { seeReservation } from '../operations/see-reservation.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { alsoNamed } from './also-names.ts'
import { calendarEntryOf } from './calendar-entry.ts'
import { reservationPageOf } from './reservation-facts.ts'
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
      const show = query.show === 'past' || query.show === 'invited' ? query.show : 'upcoming'
      const list = show === 'invited' ? reservationsInvitedTo : reservationsOfPerson
      const page = list(app.db, person!.id, {
        ...(show === 'past' ? { to: now, order: 'desc' } : { from: now, order: 'asc' }),
        limit: 50,
        cursor: query.cursor ?? null,
      })
      const catalogue = catalogueOf(app.db)
      // What is used past its end is not over.
      const running = show !== 'upcoming' || query.cursor ? [] : lateUseOf(app, person!, now)
      const rows = [...running, ...page.items]
        .filter((each) =>
          show === 'past' ? each.end <= now && each.state !== 'in_use' : each.end > now || each.state === 'in_use',
        )
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
            due: show === 'invited' ? null : dueOf({ state, start, end }, now),
          }
        })
      const nextUrl = page.nextCursor ? `/reservations?${new URLSearchParams({ show, cursor: page.nextCursor })}` : null
      const offers = offersFor(app, person!, locale)
      const waiting = countStandingOf(app.db, person!.id)
      return reply.page(ReservationsPage, { show, rows, nextUrl, offers, waiting })
    },
  )

  app.get('/reservations/:id', { config, schema: { params: Id } }, async ({ params, person, locale }, reply) =>
    reply.page(ReservationPage, reservationPageOf(app, Number(params.id), person!, locale)),
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
        return reply.code(422).page(ReservationPage, { ...reservationPageOf(app, id, person!, locale), notice })
      }
      if (refusal.kind !== 'wrong-state') throw plainRefusal(refusal)
      const notice = {
        kind: 'stop',
        title: t('reservation.wrong-state'),
        hint: t('reservation.wrong-state-hint', { state: t(`state.${refusal.state}`) }),
      } as const
      return reply.code(409).page(ReservationPage, { ...reservationPageOf(app, id, person!, locale), notice })
    },
  )
}

const lateUseOf = (app: App, person: Person, now: number) =>
  reservationsOfPerson(app.db, person.id, { states: ['in_use'], to: now }).items.filter((each) => each.end <= now)

/** What its requester can do about its use at this moment. */
function dueOf(
  { state, start, end }: Pick<Reservation, 'state' | 'start' | 'end'>,
  now: number,
): 'check-in' | 'check-out' | null {
  if (state === 'in_use') return 'check-out'
  return state === 'confirmed' && earliestCheckIn({ start }) <= now && end > now ? 'check-in' : null
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
