import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { identitiesOf } from '../../db/queries/identities.ts'
import { passkeysOf, renamePasskey } from '../../db/queries/passkeys.ts'
import { secondFactorsOf } from '../../db/queries/second-factors.ts'
import { SECURITY_NOTICES, SecurityPage, type SecurityPageProps } from '../../views/account/security-page.tsx'
import { TotpPage } from '../../views/account/totp-page.tsx'
import type { App } from '../app.ts'
import { relyingPartyOf } from '../domain/passkey.ts'
import { hasSecondFactor, needsSecondFactor } from '../domain/second-factor.ts'
import { totpAddress } from '../domain/totp.ts'
import { addPasskey, askForNewPasskey, askForPasskey, nameOf, removePasskey } from '../operations/passkeys.ts'
import type { Refusal, Result } from '../operations/result.ts'
import { newRecoveryCodes, offeredTotp, offerTotp, turnTotpOff, turnTotpOn } from '../operations/second-factors.ts'
import { unlinkIdentity } from '../operations/sign-on.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { invalidText } from '../plugins/problem.ts'

const config = { access: 'account', beforeSecondFactor: true } as const
const sensitive = { ...config, fresh: true } as const
const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
const Id = Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) })
const PATH = '/account/security'

type Notice = (typeof SECURITY_NOTICES)[number]

/** How somebody signs in to their account: codes of an app, passkeys, recovery codes, the account elsewhere. */
export function accountSecurity(app: App): void {
  const relyingParty = relyingPartyOf(app.settings.publicUrl)

  app.get(PATH, { config, schema: { querystring: Type.Object({ done: text(40) }) } }, async (request, reply) =>
    show(app, request, reply, { notice: SECURITY_NOTICES.find((each) => each === request.query.done) ?? null }),
  )

  app.get(`${PATH}/totp`, { config }, async (request, reply) => showTotp(app, request, reply, null))

  app.post(
    `${PATH}/totp`,
    { config: sensitive, schema: { body: Type.Object({ pending: text(1000), code: text(100) }) } },
    async (request, reply) => {
      const { pending = '', code = '' } = request.body
      const { sessionSecret: installationSecret } = app.settings
      const secret = offeredTotp(installationSecret, request.account!.id, pending, app.clock())
      if (secret === null) return showTotp(app, request, reply.code(422), { reason: 'totp-old' })
      const result = turnTotpOn(app.db, changer(request), { secret, code, installationSecret }, app.clock())
      if (!result.ok) return showTotp(app, request, reply.code(422), { reason: 'totp-code', secret, pending })
      return codesOrBack(app, request, reply, result.value, 'totp-on')
    },
  )

  app.post(`${PATH}/totp/end`, { config: sensitive }, async (request, reply) =>
    answer(app, request, reply, turnTotpOff(app.db, changer(request), app.clock()), 'totp-off'),
  )

  app.post(`${PATH}/codes`, { config: sensitive }, async (request, reply) => {
    const result = newRecoveryCodes(app.db, changer(request), app.clock())
    if (!result.ok) throw plainRefusal(result.refusal)
    return codesOrBack(app, request, reply, result.value, 'codes')
  })

  app.post(`${PATH}/passkeys/challenge`, { config }, async (request) =>
    askForNewPasskey(app.db, request.account!, relyingParty, app.clock),
  )

  app.post(
    `${PATH}/passkeys`,
    { config: sensitive, schema: { body: Type.Object({ credential: text(20_000), name: text(200) }) } },
    async (request, reply) => {
      const { credential = '', name = '' } = request.body
      const result = await addPasskey(app.db, changer(request), { credential, name, relyingParty }, app.clock)
      if (result.ok) return codesOrBack(app, request, reply, result.value, 'passkey-added')
      return showFault(app, request, reply, result.refusal)
    },
  )

  app.post(
    `${PATH}/passkeys/:id/name`,
    { config, schema: { params: Id, body: Type.Object({ name: text(200) }) } },
    async (request, reply) => {
      const id = Number(request.params.id)
      const name = nameOf(request.body.name ?? '')
      if (name === null)
        return showFault(app, request, reply, { kind: 'invalid', field: 'name', reason: 'passkey-name' }, id)
      found(renamePasskey(app.db, request.account!.id, id, name) || null)
      return reply.redirect(`${PATH}?done=passkey-renamed`, 303)
    },
  )

  app.post(`${PATH}/passkeys/:id/removal`, { config: sensitive, schema: { params: Id } }, async (request, reply) => {
    const result = removePasskey(app.db, changer(request), Number(request.params.id), app.clock())
    return answer(app, request, reply, result, 'passkey-removed')
  })

  app.post(`${PATH}/identities/:id/removal`, { config: sensitive, schema: { params: Id } }, async (request, reply) => {
    const result = unlinkIdentity(app.db, changer(request), Number(request.params.id), app.clock())
    return answer(app, request, reply, result, 'unlinked')
  })

  // For the page that asks once more who it is: plugins/fresh.
  app.post('/account/proof/passkey', { config }, async (request) =>
    askForPasskey(app.db, request.account!.id, relyingParty, app.clock),
  )
}

const changer = ({ account, ip: address }: FastifyRequest) => ({ id: account!.id, address })

/** Recovery codes stand in the answer itself, once: nothing of them can be asked for again. */
function codesOrBack(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  codes: readonly string[] | null,
  notice: Notice,
) {
  if (codes === null) return reply.redirect(`${PATH}?done=${notice}`, 303)
  return show(app, request, reply.code(201), { notice, freshCodes: codes })
}

function answer(app: App, request: FastifyRequest, reply: FastifyReply, result: Result<unknown>, notice: Notice) {
  if (result.ok) return reply.redirect(`${PATH}?done=${notice}`, 303)
  return showFault(app, request, reply, result.refusal)
}

function showFault(app: App, request: FastifyRequest, reply: FastifyReply, refusal: Refusal, id?: number) {
  if (refusal.kind !== 'invalid') throw plainRefusal(refusal)
  const { field } = refusal
  const error = { field, message: invalidText(refusal, request.locale), ...(id !== undefined && { id }) }
  return show(app, request, reply.code(422), { error })
}

type Particulars = Partial<Pick<SecurityPageProps, 'notice' | 'freshCodes' | 'error'>>

function show(app: App, request: FastifyRequest, reply: FastifyReply, particulars: Particulars) {
  const { id, role } = request.account!
  const factors = secondFactorsOf(app.db, id)
  return reply.page(SecurityPage, {
    factors,
    passkeys: passkeysOf(app.db, id),
    identities: identitiesOf(app.db, id),
    provider: app.identityProvider?.name ?? null,
    isMissing: needsSecondFactor(role, app.settings.secondFactor) && !hasSecondFactor(factors),
    ...{ freshCodes: null, notice: null, error: null },
    ...particulars,
  })
}

interface TotpFault {
  readonly reason: 'totp-code' | 'totp-old'
  /** What the app has been given already stays. */
  readonly secret?: string
  readonly pending?: string
}

function showTotp(app: App, request: FastifyRequest, reply: FastifyReply, fault: TotpFault | null) {
  const { id, email } = request.account!
  const fresh = offerTotp(app.settings.sessionSecret, id, app.clock())
  const { secret = fresh.secret, pending = fresh.pending } = fault ?? {}
  return reply.page(TotpPage, {
    ...{ secret, pending, address: totpAddress(secret, email) },
    hasTotp: secondFactorsOf(app.db, id).hasTotp,
    error: fault && invalidText(fault, request.locale),
  })
}
