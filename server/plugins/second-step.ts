import type { FastifyReply, FastifyRequest } from 'fastify'
import { personById } from '../../db/queries/people.ts'
import type { App } from '../app.ts'
import {
  beginSecondStep,
  endSecondStep,
  owesSecondFactor,
  SECOND_STEP_MS,
  whoOwes,
} from '../operations/prove-second-factor.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose password was right in this browser and whose second factor is missing; null for nobody. */
    whoOwes(): number | null
  }
  interface FastifyReply {
    /** Lets in who has shown the first factor: signs in, or leads to the second one where there is one. */
    enter(personId: number, next: string | null): FastifyReply
    /** Lets in who has shown all there is. */
    enterAtOnce(personId: number, next: string | null): FastifyReply
    /** Lets in who has shown the second factor; false when the half sign-in is over meanwhile. */
    finishSecondStep(): boolean
  }
}

/** Half a sign-in is a cookie and a row of its own: no page but that of the second step knows it. */
export function secondStep(app: App): void {
  const secure = app.settings.publicUrl.startsWith('https:')
  const name = secure ? '__Host-step' : 'step'
  const cookie = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const

  app.decorateRequest('whoOwes', function (this: FastifyRequest) {
    const secret = this.cookies[name]
    return secret ? whoOwes(app.db, secret, app.clock()) : null
  })
  app.decorateReply('enter', function (this: FastifyReply, personId: number, next: string | null) {
    if (!owesSecondFactor(app.db, personId)) return this.enterAtOnce(personId, next)
    const secret = beginSecondStep(app.db, personId, app.clock())
    this.setCookie(name, secret, { ...cookie, maxAge: SECOND_STEP_MS / 1000 })
    return this.redirect(`/sign-in/code${next ? `?next=${encodeURIComponent(next)}` : ''}`, 303)
  })
  app.decorateReply('enterAtOnce', function (this: FastifyReply, personId: number, next: string | null) {
    this.signIn(personId)
    // Who belongs to no organisation finds only their account.
    return this.redirect(next ?? (personById(app.db, personId) ? '/' : '/account'), 303)
  })
  app.decorateReply('finishSecondStep', function (this: FastifyReply) {
    const secret = this.request.cookies[name]
    this.clearCookie(name, cookie)
    return secret !== undefined && endSecondStep(app.db, secret, app.clock())
  })
}
