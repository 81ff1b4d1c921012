import type { FastifyReply, FastifyRequest } from 'fastify'
import { markProved } from '../../db/queries/sessions.ts'
import { ProvePage } from '../../views/account/prove-page.tsx'
import type { App } from '../app.ts'
import { checkPassword } from '../operations/sign-in.ts'
import { HttpRefusal, isApi } from './access.ts'
import { bearerOf } from './session.ts'

/** So long a proof of who somebody is stands for what they change. */
const FRESH_MS = 15 * 60_000

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A change that asks who it is once more, unless the person has just shown it in this session. */
    fresh?: boolean
  }
}

/** The field of the form in between; no other form may name one like it. */
const PROOF = '_proof'

/**
 * Guards every route that declares `fresh`: whoever has not signed in within 15 minutes is asked for the password, on a
 * page that carries all that was typed, and the change then goes on by itself. Comes after the CSRF check and before the
 * schema of the route is asked. Other ways to prove it (passkeys, a provider) call `markProved` and lead back.
 */
export function fresh(app: App): void {
  app.addHook('preValidation', async (request, reply) => {
    if (!request.routeOptions.config.fresh) return
    const proof = takeProof(request)
    if (isFresh(request, app.clock())) return
    if (isApi(request.url) || bearerOf(request)) throw new HttpRefusal(403, 'not-fresh')
    if (proof === null) return ask(request, reply, null)
    const { email, id } = request.account!
    const result = await checkPassword(app.db, { email, password: proof, address: request.ip }, app.clock)
    if (result.kind === 'wait') reply.header('retry-after', result.seconds)
    if (result.kind !== 'fits' || result.personId !== id) return ask(request, reply, result)
    markProved(app.db, request.sessionHash!, app.clock())
  })
}

/** Whether the person has just shown who they are in this session. */
export const isFresh = ({ provedAt }: Pick<FastifyRequest, 'provedAt'>, now: number): boolean =>
  provedAt !== null && now - provedAt < FRESH_MS

function takeProof(request: FastifyRequest): string | null {
  const body = request.body as Record<string, unknown> | null | undefined
  const proof = body?.[PROOF]
  if (body) delete body[PROOF]
  return typeof proof === 'string' ? proof : null
}

type Fault = Exclude<Awaited<ReturnType<typeof checkPassword>>, { kind: 'fits' }>

function ask(request: FastifyRequest, reply: FastifyReply, result: Awaited<ReturnType<typeof checkPassword>> | null) {
  const fault: Fault | null = result === null || result.kind === 'fits' ? null : result
  return reply.code(fault?.kind === 'wait' ? 429 : 403).page(ProvePage, {
    action: request.url,
    email: request.account!.email,
    fields: fieldsOf(request.body),
    fault,
  })
}

/** What was typed, name by name; a name may stand several times. */
function fieldsOf(body: unknown): readonly (readonly [string, string])[] {
  return Object.entries((body ?? {}) as Record<string, unknown>).flatMap(([name, value]) =>
    name === '_csrf' || name === 'username' ? [] : [value].flat().map((each) => [name, String(each)] as const),
  )
}
