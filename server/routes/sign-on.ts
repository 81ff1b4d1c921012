import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { type SignOnTrouble, SignOnTroublePage, ToProviderPage } from '../../views/account/sign-on-page.tsx'
import type { App } from '../app.ts'
import type { ForeignIdentity } from '../domain/sign-on.ts'
import { type Seal, sealFor } from '../operations/seal.ts'
import { isOwnIdentity, linkIdentity, signInElsewhere } from '../operations/sign-on.ts'
import { found } from '../plugins/found.ts'
import { isFresh } from '../plugins/fresh.ts'
import { CALLBACK_PATH, ProviderDown, type RoundTrip, SignOnRefused } from '../plugins/identity-provider.ts'
import { localPath } from '../plugins/local-path.ts'

const LASTS_SECONDS = 600
const Form = Type.Object({ next: Type.Optional(Type.Any()) })

type Purpose = 'sign-in' | 'link' | 'prove'

/** What the browser keeps, sealed, while it is at the provider. */
interface Departure extends RoundTrip {
  readonly purpose: Purpose
  readonly next: string | null
  /** The session that wants to be connected or proved; null for who signs in. */
  readonly sessionHash: string | null
  readonly until: number
}

const STATUS: Record<SignOnTrouble, number> = {
  down: 503,
  refused: 400,
  'link-first': 409,
  organisation: 403,
  email: 403,
  closed: 403,
  taken: 409,
  other: 400,
}

/**
 * Signing in through a provider of OpenID Connect. The way back is a GET, as the protocol has it, and the only one that
 * changes anything: it begins a session, makes an account or a connection, for the browser alone that a POST has sent off.
 */
export function signOn(app: App): void {
  const secure = app.settings.publicUrl.startsWith('https:')
  const name = secure ? '__Host-sign-on' : 'sign-on'
  const cookie = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  const seal = sealFor(app.settings.sessionSecret, 'sign-on')

  const depart = async (request: FastifyRequest, reply: FastifyReply, purpose: Purpose) => {
    const provider = found(app.identityProvider)
    try {
      const { url, trip } = await provider.begin({ isAnew: purpose === 'prove' })
      const departure: Departure = {
        ...trip,
        purpose,
        next: localPath((request.body as { next?: unknown } | null)?.next),
        sessionHash: purpose === 'sign-in' ? null : request.sessionHash,
        until: app.clock() + LASTS_SECONDS * 1000,
      }
      reply.setCookie(name, seal.close(JSON.stringify(departure), 'departure'), { ...cookie, maxAge: LASTS_SECONDS })
      return reply.page(ToProviderPage, { name: provider.name, url })
    } catch (fault) {
      return trouble(app, reply, troubleOf(app, fault))
    }
  }

  app.post('/sign-in/oidc', { config: { access: 'anyone' }, schema: { body: Form } }, async (request, reply) =>
    depart(request, reply, 'sign-in'),
  )

  const own = { access: 'account', beforeSecondFactor: true } as const
  app.post('/account/security/identities', { config: { ...own, fresh: true } }, async (request, reply) =>
    depart(request, reply, 'link'),
  )

  app.post('/account/proof/oidc', { config: own, schema: { body: Form } }, async (request, reply) =>
    depart(request, reply, 'prove'),
  )

  app.get(CALLBACK_PATH, { config: { access: 'anyone', beforeSecondFactor: true } }, async (request, reply) => {
    const provider = found(app.identityProvider)
    const departure = departureIn(seal, request.cookies[name], app.clock())
    reply.clearCookie(name, cookie)
    if (!departure) return trouble(app, reply, 'refused')
    if (departure.sessionHash !== null && departure.sessionHash !== request.sessionHash)
      return trouble(app, reply, 'other')
    try {
      const identity = await provider.finish(new URL(request.url, app.settings.publicUrl).search, departure)
      return ARRIVALS[departure.purpose](app, request, reply, { identity, next: departure.next })
    } catch (fault) {
      return trouble(app, reply, troubleOf(app, fault))
    }
  })
}

interface Arrival {
  readonly identity: ForeignIdentity
  readonly next: string | null
}

type Arrive = (app: App, request: FastifyRequest, reply: FastifyReply, arrival: Arrival) => FastifyReply

const ARRIVALS: Record<Purpose, Arrive> = {
  'sign-in': (app, { locale, ip: address }, reply, { identity, next }) => {
    const result = signInElsewhere(app.db, identity, { locale, address }, app.clock())
    return result.ok ? reply.enter(result.personId, next) : trouble(app, reply, result.trouble)
  },
  link: (app, request, reply, { identity }) => {
    if (!request.account || !isFresh(request, app.clock())) return trouble(app, reply, 'other')
    const by = { id: request.account.id, address: request.ip }
    if (!linkIdentity(app.db, by, identity, app.clock())) return trouble(app, reply, 'taken')
    return reply.redirect('/account/security?done=linked', 303)
  },
  prove: (app, { account }, reply, { identity, next }) => {
    if (!account || !isOwnIdentity(app.db, account.id, identity)) return trouble(app, reply, 'other')
    reply.proved()
    return reply.redirect(next ?? '/account/security?done=proved', 303)
  },
}

function departureIn(seal: Seal, sealed: string | undefined, now: number): Departure | null {
  const text = sealed === undefined ? null : seal.open(sealed, 'departure')
  const departure = text === null ? null : (JSON.parse(text) as Departure)
  return departure && now < departure.until ? departure : null
}

function troubleOf(app: App, fault: unknown): SignOnTrouble {
  if (!(fault instanceof ProviderDown) && !(fault instanceof SignOnRefused)) throw fault
  app.log.warn({ err: fault }, 'the provider of OpenID Connect let nobody in')
  return fault instanceof ProviderDown ? 'down' : 'refused'
}

const trouble = (app: App, reply: FastifyReply, what: SignOnTrouble) =>
  reply.code(STATUS[what]).page(SignOnTroublePage, { name: app.identityProvider!.name, trouble: what })
