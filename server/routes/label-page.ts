import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { faultStatusOf } from '../../db/queries/faults.ts'
import { resourceIdBehind } from '../../db/queries/labels.ts'
import { rightNowOf } from '../../db/queries/right-now.ts'
import { runningOn } from '../../db/queries/usages.ts'
import { LabelPage, type LabelPageProps } from '../../views/labels/label-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import { earliestCheckIn } from '../domain/check-in.ts'
import type { Person } from '../domain/person.ts'
import { policyFor } from '../domain/policy-for.ts'
import { PURPOSES } from '../domain/purpose.ts'
import type { Resource } from '../domain/resource.ts'
import type { RightNow } from '../domain/right-now.ts'
import { isSteward } from '../domain/stewardship.ts'
import { checkIn } from '../operations/check-in.ts'
import { checkOut } from '../operations/check-out.ts'
import type { Refusal } from '../operations/result.ts'
import { seeReservation } from '../operations/see-reservation.ts'
import { startWalkUp } from '../operations/start-walk-up.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { invalidText } from '../plugins/problem.ts'
import { againstText } from './against-text.ts'

const Code = Type.Object({ code: Type.String({ maxLength: 40 }) })
const Asked = Type.Object({
  done: Type.Optional(Type.String({ maxLength: 20 })),
  of: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$' })),
})
const Named = Type.Object({ reservation: Type.String({ pattern: '^[0-9]{1,15}$' }) })
const Taking = Type.Object({
  minutes: Type.Optional(Type.String({ maxLength: 10 })),
  purpose: Type.Optional(Type.String({ maxLength: 40 })),
})

const MINUTE = 60_000

/** The page behind the label on a resource: what it is doing, and what whoever stands before it can do. */
export function labelPage(app: App): void {
  const person = { config: { access: 'person' } } as const
  app.get(
    '/r/:code',
    { config: { access: 'anyone' }, schema: { params: Code, querystring: Asked } },
    async (request, reply) => show(app, request, reply, request.params.code, NOTHING_ASKED),
  )

  for (const [verb, operation] of [
    ['check-in', checkIn],
    ['check-out', checkOut],
  ] as const)
    app.post(`/r/:code/${verb}`, { ...person, schema: { params: Code, body: Named } }, async (request, reply) => {
      const { code } = request.params
      behind(app, code)
      const result = operation(app.db, request.person!, Number(request.body.reservation), app.clock())
      if (result.ok) return reply.redirect(`/r/${code}?done=${verb.slice(6)}`, 303)
      return refuse(app, request, reply, { code, refusal: result.refusal, typed: NOTHING_ASKED.typed })
    })

  app.post('/r/:code/walk-up', { ...person, schema: { params: Code, body: Taking } }, async (request, reply) => {
    const { code } = request.params
    const resource = behind(app, code)
    const now = app.clock()
    const typed = { minutes: request.body.minutes ?? '', purpose: request.body.purpose ?? '' }
    const purpose = PURPOSES.find((each) => each === typed.purpose)
    const minutes = lengthsFor(app, request.person, resource).find((each) => String(each) === typed.minutes)
    if (minutes === undefined && typed.minutes !== '') {
      const refusal = { kind: 'invalid', field: 'minutes', reason: 'label-no-length' } as const
      return refuse(app, request, reply, { code, refusal, typed })
    }
    const until = minutes === undefined ? undefined : endAfter(minutes, now)
    const title = translateInto(request.locale)('label.walk-up-title')
    const result = startWalkUp(app.db, request.person!, resource.id, { until, purpose, title }, now)
    if (result.ok) return reply.redirect(`/r/${code}?done=walk-up&of=${result.value.id}`, 303)
    return refuse(app, request, reply, { code, refusal: result.refusal, typed })
  })
}

const NOTHING_ASKED = { refusals: [], typed: { minutes: '', purpose: 'own_research' } } as const

function behind(app: App, code: string): Resource {
  const resource = catalogueOf(app.db).resourceById.get(resourceIdBehind(app.db, code) ?? 0)
  return found(resource?.isAccessory || resource?.status === 'retired' ? null : resource)
}

interface Refused {
  readonly code: string
  readonly refusal: Refusal
  readonly typed: LabelPageProps['typed']
}

function refuse(app: App, request: FastifyRequest, reply: FastifyReply, { code, refusal, typed }: Refused) {
  const { timeZone } = behind(app, code)
  const t = translateInto(request.locale)
  if (refusal.kind === 'rules') {
    const refusals = againstText(refusal, timeZone, request.locale)
    return show(app, request, reply.code(refusal.violations.length > 0 ? 422 : 409), code, { refusals, typed })
  }
  if (refusal.kind === 'wrong-state')
    return show(app, request, reply.code(409), code, { refusals: [t('label.wrong-state')], typed })
  if (refusal.kind !== 'invalid') throw plainRefusal(refusal)
  const refusals = [invalidText(refusal, request.locale)]
  return show(app, request, reply.code(422), code, { refusals, typed })
}

type Answer = Pick<LabelPageProps, 'refusals' | 'typed'>

function show(app: App, request: FastifyRequest, reply: FastifyReply, code: string, answer: Answer) {
  const resource = behind(app, code)
  const { person } = request
  const now = rightNowOf(app.db, resource, person, app.clock())
  const { done, of } = request.query as { done?: string; of?: string }
  const notice = (['in', 'out', 'walk-up'] as const).find((each) => each === done) ?? null
  const taken = notice === 'walk-up' && person && of ? seeReservation(app.db, person, Number(of)) : null
  return reply.page(LabelPage, {
    ...answer,
    code,
    resource,
    lab: catalogueOf(app.db).labById.get(resource.labId)!,
    now,
    fault: faultStatusOf(app.db, [resource.id]).get(resource.id) ?? null,
    ...(person ? doable(app, person, resource, now) : NOTHING),
    lengths: person ? lengthsFor(app, person, resource, now) : [],
    isSteward: isSteward(person, resource),
    notice,
    mineUntil: taken?.seen === 'full' ? taken.reservation.end : null,
  })
}

const NOTHING = { checkIns: [], checkOuts: [], checkInFrom: null } as const

/** What the person can begin and end here: their own, and as a steward everybody's. */
function doable(app: App, person: Person, resource: Resource, { present, next }: RightNow) {
  const now = app.clock()
  const cares = isSteward(person, resource)
  const shown = [...present, ...(next ? [next] : [])].flatMap(({ seen, ...time }) =>
    seen ? [{ ...seen, ...time }] : [],
  )
  const able = shown.filter((each) => (each.isMine || cares) && each.state === 'confirmed')
  const mine = able.find((each) => each.isMine && earliestCheckIn(each) > now)
  const running = runningOn(app.db, resource).filter(
    (each) => each.reservationId !== null && (cares || each.personId === person.id),
  )
  const checkOuts = running.flatMap(({ reservationId }) => {
    const seen = seeReservation(app.db, person, reservationId!)
    if (seen?.seen !== 'full') return []
    const { id, requesterId, requester } = seen.reservation
    return [{ id, name: requesterId === person.id ? null : requester.name }]
  })
  return {
    checkIns: able.filter((each) => earliestCheckIn(each) <= now).map(({ id, requester: name }) => ({ id, name })),
    checkOuts: checkOuts.filter((each, i) => checkOuts.findIndex(({ id }) => id === each.id) === i),
    checkInFrom: mine && mine.start - now < 12 * 60 * MINUTE ? earliestCheckIn(mine) : null,
  }
}

const USUAL = [30, 60, 120, 240, 480]

/** For how long it can be taken from now on, in minutes: what is usual and fits. */
function lengthsFor(
  app: App,
  person: Person | null,
  resource: Resource,
  now = rightNowOf(app.db, resource, person, app.clock()),
): readonly number[] {
  const { minMinutes, maxMinutes, approval } = policyFor(resource, person)
  if (now.kind !== 'free' && now.kind !== 'partly') return []
  if (approval === 'owner' && !isSteward(person, resource)) return []
  const left = now.until === null ? Number.POSITIVE_INFINITY : (now.until - app.clock()) / MINUTE
  const fitting = [...new Set([minMinutes, ...USUAL])].filter(
    (each) => each >= minMinutes && each <= maxMinutes && each <= left,
  )
  return fitting.sort((a, b) => a - b)
}

/** Ends on a whole minute, as claims do. */
const endAfter = (minutes: number, now: number) => Math.floor(now / MINUTE) * MINUTE + minutes * MINUTE
