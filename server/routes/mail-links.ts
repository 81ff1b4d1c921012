import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { type DeadLink, DeadLinkPage, DecidePage } from '../../views/approvals/decide-page.tsx'
import type { App } from '../app.ts'
import type { State } from '../domain/lifecycle.ts'
import { type MailLink, mailLinkIn } from '../domain/mail-link.ts'
import { seeReservation } from '../operations/see-reservation.ts'
import { seeSeries } from '../operations/see-series.ts'
import { HttpRefusal } from '../plugins/access.ts'
import { cardOf } from './inbox-cards.ts'

const Token = Type.Object({ token: Type.String({ maxLength: 120 }) })
const STATUS = { unknown: 404, powerless: 404, foreign: 403, expired: 410, over: 410 } as const

/**
 * Where the link of a mail to a steward leads: one request and its decision. The link shows a page to the one person it was
 * written to, signed in, and nothing else: mail programs and scanners open links, too. Deciding is the form's matter.
 */
export function mailLinks(app: App): void {
  app.get('/decide/:token', { config: { access: 'anyone' }, schema: { params: Token } }, (request, reply) => {
    const dead = (link: DeadLink) => reply.code(STATUS[link.kind]).page(DeadLinkPage, { link })
    const link = mailLinkIn(request.params.token, app.settings.sessionSecret)
    if (!link) return dead({ kind: 'unknown' })
    if (link.expiresAt <= app.clock()) return dead({ kind: 'expired' })
    if (!request.person) throw new HttpRefusal(401, 'unauthenticated')
    if (request.person.id !== link.personId) return dead({ kind: 'foreign' })
    const card = cardOf(app, request, { [link.about]: link.id })
    return card ? reply.page(DecidePage, { card }) : dead(whyNot(app, request, link))
  })
}

/** Why nothing waits for this person behind the link. */
function whyNot(app: App, request: FastifyRequest, link: MailLink): DeadLink {
  const state = stateOf(app, request, link)
  if (state === null) return { kind: 'powerless' }
  const noun = link.about === 'series' ? 'series' : 'reservations'
  return { kind: 'over', state, href: `/${noun}/${link.id}` }
}

/** What has become of it; null when it waits for others, or is none of the person's business any more. */
function stateOf(app: App, request: FastifyRequest, { about, id }: MailLink): State | null {
  const present = statesOf(app, request, about, id)
  const waiting = present.find(({ state }) => state === 'requested')
  if (!waiting) return present[0]?.state ?? null
  // The job that lets go of requests may be behind.
  return waiting.decideBy !== null && waiting.decideBy <= app.clock() ? 'expired' : null
}

function statesOf(app: App, { person }: FastifyRequest, about: MailLink['about'], id: number) {
  if (about === 'reservation') {
    const seen = seeReservation(app.db, person!, id)
    return seen ? [seen.reservation] : []
  }
  const dates = seeSeries(app.db, person!, id)?.occurrences ?? []
  return dates.flatMap((each) => (each.outcome === 'booked' ? [each.reservation] : []))
}
