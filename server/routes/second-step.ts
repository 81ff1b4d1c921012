import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { secondFactorsOf } from '../../db/queries/second-factors.ts'
import { type SecondStepFault, SecondStepOverPage, SecondStepPage } from '../../views/account/second-step-page.tsx'
import type { App } from '../app.ts'
import { relyingPartyOf } from '../domain/passkey.ts'
import { askForPasskey, checkPasskey } from '../operations/passkeys.ts'
import { checkCode } from '../operations/prove-second-factor.ts'
import { HttpRefusal } from '../plugins/access.ts'
import { localPath } from '../plugins/local-path.ts'

const config = { access: 'anyone' } as const
const Next = Type.Object({ next: Type.Optional(Type.Any()) })
const Answer = Type.Object({
  code: Type.Optional(Type.String({ maxLength: 100 })),
  credential: Type.Optional(Type.String({ maxLength: 20_000 })),
  next: Type.Optional(Type.Any()),
})

/** The second step of signing in: a code or a passkey from who has shown the first factor in this browser. */
export function secondStep(app: App): void {
  app.get('/sign-in/code', { config, schema: { querystring: Next } }, async (request, reply) => {
    const personId = request.whoOwes()
    if (personId === null) return over(reply)
    return show(app, reply, personId, { next: localPath(request.query.next), fault: null })
  })

  app.post('/sign-in/code/passkey', { config }, async (request) => {
    const personId = request.whoOwes()
    if (personId === null) throw new HttpRefusal(409, 'wrong-state')
    return askForPasskey(app.db, personId, relyingPartyOf(app.settings.publicUrl), app.clock)
  })

  app.post('/sign-in/code', { config, schema: { body: Answer } }, async (request, reply) => {
    const { code = '', credential } = request.body
    const next = localPath(request.body.next)
    const personId = request.whoOwes()
    if (personId === null) return over(reply)
    const fault =
      credential === undefined
        ? codeFault(app, { personId, code, address: request.ip })
        : await passkeyFault(app, personId, credential)
    if (!fault) return reply.finishSecondStep() ? reply.enterAtOnce(personId, next) : over(reply)
    if (fault.kind === 'wait') reply.header('retry-after', fault.seconds)
    return show(app, reply.code(fault.kind === 'wait' ? 429 : 401), personId, { next, fault })
  })
}

function codeFault(app: App, attempt: { personId: number; code: string; address: string }): SecondStepFault | null {
  const { sessionSecret: installationSecret } = app.settings
  const result = checkCode(app.db, { ...attempt, installationSecret }, app.clock())
  return result.kind === 'fits' ? null : result
}

async function passkeyFault(app: App, personId: number, credential: string): Promise<SecondStepFault | null> {
  const relyingParty = relyingPartyOf(app.settings.publicUrl)
  const shown = await checkPasskey(app.db, { credential, personId, relyingParty }, app.clock)
  return shown === personId ? null : { kind: 'passkey' }
}

/** The cookie was for another browser, an hour ago, or has done its work. */
const over = (reply: FastifyReply) => reply.code(410).page(SecondStepOverPage, {})

function show(
  app: App,
  reply: FastifyReply,
  personId: number,
  { next, fault }: { readonly next: string | null; readonly fault: SecondStepFault | null },
) {
  const { hasTotp, passkeys } = secondFactorsOf(app.db, personId)
  return reply.page(SecondStepPage, { next, hasTotp, hasPasskeys: passkeys > 0, fault })
}
