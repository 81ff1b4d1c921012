import type { FastifyReply, FastifyRequest } from 'fastify'
import { hasPassword } from '../../db/queries/credentials.ts'
import { identitiesOf } from '../../db/queries/identities.ts'
import { secondFactorsOf } from '../../db/queries/second-factors.ts'
import { type ProveFault, ProvePage } from '../../views/account/prove-page.tsx'
import type { App } from '../app.ts'
import { relyingPartyOf } from '../domain/passkey.ts'
import { checkPasskey } from '../operations/passkeys.ts'
import { checkPassword } from '../operations/sign-in.ts'
import { HttpRefusal, isApi } from './access.ts'
import { refererPath } from './local-path.ts'
import { bearerOf } from './session.ts'

/** So long a proof of who somebody is stands for what they change. */
const FRESH_MS = 15 * 60_000

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A change that asks who it is once more, unless the person has just shown it in this session. */
    fresh?: boolean
  }
}

/** The fields of the form in between; no other form may name one like them. */
const PROOFS = { password: '_proof', passkey: '_passkey' } as const

interface Proof {
  readonly by: keyof typeof PROOFS
  readonly text: string
}

/**
 * Guards every route that declares `fresh`: whoever has not signed in within 15 minutes is asked for the password or a
 * passkey, on a page that carries all that was typed, and the change then goes on by itself. Comes after the CSRF check and
 * before the schema of the route is asked. A provider of OpenID Connect proves it on a way of its own, which leads back.
 */
export function fresh(app: App): void {
  app.addHook('preValidation', async (request, reply) => {
    if (!request.routeOptions.config.fresh) return
    const proof = takeProof(request)
    if (isFresh(request, app.clock())) return
    if (isApi(request.url) || bearerOf(request)) throw new HttpRefusal(403, 'not-fresh')
    if (proof === null) return ask(app, request, reply, null)
    const fault = await faultOf(app, request, proof)
    if (fault) return ask(app, request, reply, fault)
    reply.proved()
  })
}

async function faultOf(app: App, { account, ip: address }: FastifyRequest, proof: Proof): Promise<ProveFault | null> {
  const { email, id } = account!
  if (proof.by === 'passkey') {
    const relyingParty = relyingPartyOf(app.settings.publicUrl)
    const personId = await checkPasskey(app.db, { credential: proof.text, personId: id, relyingParty }, app.clock)
    return personId === id ? null : { kind: 'passkey' }
  }
  const result = await checkPassword(app.db, { email, password: proof.text, address }, app.clock)
  return result.kind === 'fits' ? null : result
}

/** Whether the person has just shown who they are in this session. */
export const isFresh = ({ provedAt }: Pick<FastifyRequest, 'provedAt'>, now: number): boolean =>
  provedAt !== null && now - provedAt < FRESH_MS

function takeProof(request: FastifyRequest): Proof | null {
  const body = request.body as Record<string, unknown> | null | undefined
  let proof: Proof | null = null
  for (const by of ['password', 'passkey'] as const) {
    const text = body?.[PROOFS[by]]
    if (body) delete body[PROOFS[by]]
    if (typeof text === 'string') proof = { by, text }
  }
  return proof
}

function ask(app: App, request: FastifyRequest, reply: FastifyReply, fault: ProveFault | null) {
  if (fault?.kind === 'wait') reply.header('retry-after', fault.seconds)
  const { id, email } = request.account!
  const isLinked = identitiesOf(app.db, id).length > 0
  return reply.code(fault?.kind === 'wait' ? 429 : 403).page(ProvePage, {
    ...{ action: request.url, email, fields: fieldsOf(request.body), fault },
    hasPassword: hasPassword(app.db, id),
    hasPasskeys: secondFactorsOf(app.db, id).passkeys > 0,
    provider: isLinked ? (app.identityProvider?.name ?? null) : null,
    next: refererPath(request) ?? '/account',
  })
}

/** What was typed, name by name; a name may stand several times. */
function fieldsOf(body: unknown): readonly (readonly [string, string])[] {
  return Object.entries((body ?? {}) as Record<string, unknown>).flatMap(([name, value]) =>
    name === '_csrf' || name === 'username' ? [] : [value].flat().map((each) => [name, String(each)] as const),
  )
}
