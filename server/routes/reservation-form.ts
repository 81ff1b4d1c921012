import { randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { peopleNear } from '../../db/queries/participants.ts'
import type { Check } from '../../views/components/check-panel.tsx'
import { CheckPanel } from '../../views/components/check-panel.tsx'
import { formatOf } from '../../views/format.ts'
import {
  type ExistingReservation,
  type ReservationFields,
  ReservationFormPage,
} from '../../views/reservations/reservation-form.tsx'
import type { RepeatFields } from '../../views/series/repeat-part.tsx'
import { type SeriesCheck, SeriesCheckPanel } from '../../views/series/series-check.tsx'
import { translateInto } from '../../views/text/translate.ts'
import { HoldLine, type HoldShown } from '../../views/waiting/hold-line.tsx'
import type { App } from '../app.ts'
import { partNamed } from '../domain/catalogue.ts'
import type { Interval } from '../domain/interval.ts'
import { needsApproval } from '../domain/parts.ts'
import { can } from '../domain/permissions.ts'
import type { ReservationDetail } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import { isSteward } from '../domain/stewardship.ts'
import { localOf } from '../domain/zone.ts'
import { alternativesFor } from '../operations/alternatives-for.ts'
import { changeReservation } from '../operations/change-reservation.ts'
import { nameParticipants } from '../operations/name-participants.ts'
import { type BookedFor, offeredProjects } from '../operations/offered-projects.ts'
import { releaseHold } from '../operations/release-hold.ts'
import { requestReservation } from '../operations/request-reservation.ts'
import type { Refusal } from '../operations/result.ts'
import { seeReservation } from '../operations/see-reservation.ts'
import { HttpRefusal } from '../plugins/access.ts'
import { fingerprintOf } from '../plugins/fingerprint.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { invalidText } from '../plugins/problem.ts'
import { alsoFieldsOf, alsoShown } from './also-fields.ts'
import { wishedGuests } from './guest-fields.ts'
import {
  checkChange,
  checkNew,
  fieldErrors,
  type ReadRequest,
  readRequest,
  unreadable,
  verdict,
  wishOf,
} from './reservation-check.ts'
import { MOST_OFFERED } from './reservation-facts.ts'
import { type FormBody, fieldsFrom, pointFrom, type ReadForm, readForm, timeFields } from './reservation-fields.ts'
import { heldNow, holdNow } from './reservation-hold.ts'
import { checkSeries, sendSeries } from './reservation-series.ts'
import { repeatFrom } from './series-fields.ts'

const config = { access: 'person' } as const
const field = Type.Optional(Type.String({ maxLength: 4000 }))
const FormFields = Type.Object({
  resource: field,
  date: field,
  start: field,
  end_date: field,
  end: field,
  start_fold: field,
  end_fold: field,
  title: field,
  purpose: field,
  project: field,
  note: field,
  units: field,
  override: field,
  reason: field,
  version: field,
  check: field,
  take: field,
  hold: field,
  key: field,
  _csrf: field,
})
const NewQuery = Type.Object({ resource: field, start: field, end: field, units: field, with: field })
/** Besides its own fields: what is taken along, and of a form that repeats a choice for each of its dates. */
const SentFields = Type.Object(FormFields.properties, { additionalProperties: field })
const Id = Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) })

/** The form of a reservation, new or changed: shown, checked and sent. */
export function reservationForm(app: App): void {
  app.get('/reservations/new', { config, schema: { querystring: NewQuery } }, async (request, reply) => {
    const { query } = request
    const resource = resourceOf(app, query.resource)
    const start = pointFrom(query.start, resource.timeZone)
    const end = pointFrom(query.end, resource.timeZone) ?? (start && laterBy(start, resource))
    const fields = fieldsFrom({
      date: start?.date ?? localOf(app.clock(), resource.timeZone).slice(0, 10),
      start: start?.time,
      end_date: end?.date,
      end: end?.time,
      units: query.units,
      with: query.with,
    })
    const reading = { catalogue: catalogueOf(app.db), locale: request.locale }
    const read = readForm(fields, resource.timeZone, reading)
    const check = checkNew(app, request, { resource, fields, read })
    return show(app, request, reply, {
      resource,
      fields,
      errors: start ? read.timeErrors : {},
      doubled: read.doubled,
      check,
      repeat: repeatFrom({}),
    })
  })

  app.post('/reservations', { config, schema: { body: SentFields } }, async (request, reply) => {
    const { body, person } = request
    const { resource, fields, read } = readRequest(app, request, resourceOf(app, body.resource))
    const repeat = repeatFrom(body as FormBody)
    if (body.hold) return heldForm(app, request, reply, { resource, fields, read, repeat })
    if (repeat.repeat !== '') return seriesForm(app, request, reply, { resource, fields, read, repeat })
    if (body.check || body.take)
      return sent(app, request, reply, {
        resource,
        fields,
        ...shown(read.timeErrors, read),
        check: checkNew(app, request, { resource, fields, read }),
        repeat,
      })
    if (!read.span || !read.purpose || Object.keys(read.errors).length > 0)
      return show(app, request, reply.code(422), {
        resource,
        fields,
        ...shown(read.errors, read),
        check: checkNew(app, request, { resource, fields, read }),
        repeat,
      })
    const guests = guestsNamed(app, request, fields)
    if ('error' in guests)
      return show(app, request, reply.code(422), {
        resource,
        fields,
        ...shown({ participants: guests.error }, read),
        check: checkNew(app, request, { resource, fields, read }),
        repeat,
      })
    const wanted = {
      ...wishOf(resource, fields, read.span, read),
      ...guests,
      title: fields.title.trim(),
      purpose: read.purpose,
      note: fields.note,
    }
    const idempotency = onceOnly(body.key, wanted)
    const result = requestReservation(app.db, person!, { ...wanted, idempotency }, app.clock())
    if (result.ok) return reply.redirect(`/reservations/${result.value.id}`, 303)
    return refusedForm(app, request, reply, {
      resource,
      fields,
      read,
      span: read.span,
      refusal: result.refusal,
      repeat,
    })
  })

  app.get('/reservations/:id/edit', { config, schema: { params: Id } }, async (request, reply) => {
    const { reservation, resource } = changeable(app, request, Number(request.params.id))
    const fields = fieldsFrom({
      ...timeFields(reservation, resource.timeZone),
      title: reservation.title,
      purpose: reservation.purpose,
      project: reservation.project?.code,
      note: reservation.note ?? '',
      units: String(reservation.units),
      ...alsoFieldsOf(reservation.also, catalogueOf(app.db)),
    })
    const existing = existingOf(reservation, reservation.version, request)
    return show(app, request, reply, { resource, fields, errors: {}, doubled: [], check: null, existing })
  })

  app.post('/reservations/:id', { config, schema: { params: Id, body: SentFields } }, async (request, reply) => {
    const { body, person } = request
    const { reservation, ...at } = changeable(app, request, Number(request.params.id))
    const { resource, fields, read } = readRequest(app, request, at.resource)
    const existing = existingOf(reservation, Number(body.version) || 0, request)
    const check = () => checkChange(app, request, { resource, fields, read }, reservation.id)
    if (body.check || body.take)
      return sent(app, request, reply, {
        resource,
        fields,
        ...shown(read.timeErrors, read),
        check: check(),
        existing,
      })
    const isUntold = existing.why?.tells && fields.reason.trim() === ''
    const untold = isUntold ? { reason: translateInto(request.locale)('reservation.no-change-reason') } : {}
    const errors = { ...read.errors, ...untold }
    if (!read.span || !read.purpose || Object.keys(errors).length > 0)
      return show(app, request, reply.code(422), {
        resource,
        fields,
        ...shown(errors, read),
        check: check(),
        existing,
      })
    const change = {
      ...wishOf(resource, fields, read.span, read),
      title: fields.title.trim(),
      purpose: read.purpose,
      note: fields.note.trim() || null,
      reason: fields.reason,
    }
    const result = changeReservation(app.db, person!, reservation.id, change, existing.version, app.clock())
    if (result.ok) return reply.redirect(`/reservations/${reservation.id}`, 303)
    return refusedForm(app, request, reply, {
      resource,
      fields,
      read,
      span: read.span,
      refusal: result.refusal,
      existing,
    })
  })
}

/** The key of a form, and what it was sent with: the same form sent twice is one reservation. */
const onceOnly = (key: string | undefined, wanted: object) =>
  key ? { key: key.slice(0, 200), fingerprint: fingerprintOf(wanted) } : null

/** Keeps the time in the form and says so; or lets go of it, which leaves the form. */
function heldForm(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  { repeat, ...asked }: ReadRequest & { readonly repeat: RepeatFields },
) {
  const { resource, fields, read } = asked
  if ((request.body as FormBody)['hold'] === 'release') {
    releaseHold(app.db, request.person!, app.clock())
    return reply.redirect(calendarUrl(resource, fields), 303)
  }
  const hold = holdNow(app, request, asked)
  const check = checkNew(app, request, asked)
  if (!request.isPartial)
    return show(app, request, reply, { resource, fields, ...shown(read.timeErrors, read), check, repeat, hold })
  const page = { t: translateInto(request.locale) }
  const line = HoldLine({ page, hold })?.text ?? ''
  // Somebody else has come first since the check: it is told anew.
  const panel =
    hold.kind === 'other'
      ? `<hx-partial hx-target="#check" hx-swap="outerHTML">${CheckPanel({ page, check }).text}</hx-partial>`
      : ''
  return reply.type('text/html; charset=utf-8').send(line + panel)
}

/** The same form when the reservation repeats: its dates are looked at before any of them is booked. */
function seriesForm(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  { repeat, ...read }: ReadRequest & { readonly repeat: RepeatFields },
) {
  const { check, take } = request.body as FormBody
  const base = { resource: read.resource, fields: read.fields, repeat }
  if (check || take) {
    const checked = checkSeries(app, request, read, repeat)
    const errors = { ...read.read.timeErrors, ...checked.errors }
    return sent(app, request, reply, { ...base, ...checked, ...shown(errors, read.read) })
  }
  const { errors } = read.read
  if (Object.keys(errors).length > 0) {
    const checked = checkSeries(app, request, read, repeat)
    return show(app, request, reply.code(422), {
      ...base,
      ...checked,
      ...shown({ ...checked.errors, ...errors }, read.read),
    })
  }
  const guests = guestsNamed(app, request, read.fields)
  if ('error' in guests) {
    const checked = checkSeries(app, request, read, repeat)
    const told = shown({ ...checked.errors, participants: guests.error }, read.read)
    return show(app, request, reply.code(422), { ...base, ...checked, ...told })
  }
  const answer = sendSeries(app, request, { ...read, ...guests }, repeat)
  if ('location' in answer) return reply.redirect(answer.location, 303)
  if (answer.isSentAlready) {
    const t = translateInto(request.locale)
    const notice = { title: t('reservation.sent-already'), hint: t('reservation.sent-already-hint') }
    return show(app, request, reply.code(409), { ...base, ...answer, doubled: [], key: randomUUID(), notice })
  }
  return show(app, request, reply.code(answer.status), { ...base, ...answer, doubled: read.read.doubled })
}

/** Whom to invite along, or why not. */
function guestsNamed(app: App, { person, locale }: FastifyRequest, { guests, participants }: ReservationFields) {
  const named = nameParticipants(app.db, person!, wishedGuests(guests, participants), { now: app.clock() })
  if (named.ok) return { participantIds: named.value }
  const { refusal } = named
  return { error: refusal.kind === 'invalid' ? invalidText(refusal, locale) : '' }
}

/** A reservation that the form changes, and whose it is. */
type Edited = ExistingReservation & BookedFor

const existingOf = (
  { id, seriesId, start, state, requester, project }: ReservationDetail,
  version: number,
  { person }: FastifyRequest,
): Edited => ({
  ...{ id, version, project, requesterId: requester.id },
  series: seriesId === null ? null : { id: seriesId, start },
  why: requester.id === person!.id ? (state === 'requested' ? null : { tells: null }) : { tells: requester.name },
})

const shown = (errors: Readonly<Record<string, string>>, { doubled }: ReadForm) => ({ errors, doubled })

interface Shown {
  readonly resource: Resource
  readonly fields: ReservationFields
  readonly errors: Readonly<Record<string, string>>
  readonly doubled: ReadForm['doubled']
  readonly check: Check | null
  /** Of a new reservation. */
  readonly repeat?: RepeatFields
  /** The dates, where it repeats. */
  readonly series?: SeriesCheck | null
  readonly existing?: Edited | undefined
  readonly notice?: { readonly title: string; readonly hint: string } | undefined
  /** What has just become of the hold; looked up where it is left out. */
  readonly hold?: HoldShown
  /** Another one than the form came with. */
  readonly key?: string
}

function show(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  { resource, existing, repeat, series, hold, key, ...rest }: Shown,
) {
  const { person, locale } = request
  const catalogue = catalogueOf(app.db)
  const parts = Object.keys(rest.fields.also).flatMap((slug) => partNamed(slug, catalogue) ?? [])
  const waits = needsApproval(person!, [resource, ...parts])
  return reply.page(ReservationFormPage, {
    ...rest,
    existing: existing ?? null,
    repeat: repeat ?? null,
    also: alsoShown(resource, rest.fields.also, catalogue, locale),
    series: series ?? null,
    resource: {
      slug: resource.slug,
      name: resource.name[locale],
      organisation: catalogue.organisationById.get(resource.organisationId)!.name[locale],
      approval: waits ? 'owner' : 'none',
      stepMinutes: resource.policy.stepMinutes,
      capacity: resource.capacity,
      timeZone: resource.timeZone,
      decisionDays: catalogue.labById.get(resource.labId)!.decisionDays,
      decisionHours: resource.policy.decisionHours,
    },
    projects: offeredProjects(app.db, person!, existing ?? null),
    mayOverride: isSteward(person, resource),
    near: existing ? [] : peopleNear(app.db, person!, MOST_OFFERED),
    calendarUrl: calendarUrl(resource, rest.fields),
    hold: existing ? null : (hold ?? heldNow(app, request, resource, rest.fields)),
    key: key ?? (request.body as FormBody | undefined)?.['key'] ?? randomUUID(),
  })
}

const calendarUrl = ({ slug }: Resource, { date }: ReservationFields) =>
  `/equipment/${slug}${date ? `?day=${date}` : ''}`

/** Only the panel for htmx, the whole form for a plain submit: the check is the same. */
function sent(app: App, request: FastifyRequest, reply: FastifyReply, props: Shown) {
  if (!request.isPartial) return show(app, request, reply, props)
  const t = translateInto(request.locale)
  if (props.series) {
    const page = { t, locale: request.locale }
    const panel = SeriesCheckPanel({ page, check: props.series, timeZone: props.resource.timeZone })
    return reply.type('text/html; charset=utf-8').send(panel.text)
  }
  const timeFaults = Object.values(props.errors)
  const check = props.check ?? (timeFaults.length > 0 ? unreadable(timeFaults, request) : null)
  return reply.type('text/html; charset=utf-8').send(CheckPanel({ page: { t }, check }).text)
}

interface Refused {
  readonly resource: Resource
  readonly fields: ReservationFields
  readonly read: ReadForm
  readonly span: Interval
  readonly refusal: Refusal
  readonly repeat?: RepeatFields
  readonly existing?: Edited
}

/** The same form with every reason: 422 for rules, 409 for a clash or a late edit. Nothing typed is lost. */
function refusedForm(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  { resource, fields, read, span, refusal, existing, repeat }: Refused,
) {
  const t = translateInto(request.locale)
  const base = { resource, fields, doubled: read.doubled, existing, ...(repeat && { repeat }) }
  switch (refusal.kind) {
    case 'rules': {
      const wish = {
        ...wishOf(resource, fields, span, read),
        purpose: read.purpose,
        ...(existing && { except: existing.id }),
      }
      const alternatives = alternativesFor(app.db, request.person!, wish, app.clock()).filter(
        (each) => !existing || each.resource.id === resource.id,
      )
      const checked = verdict(app, request, resource, { state: null, ...refusal, alternatives })
      const check = existing ? { ...checked, isWorthWaiting: false } : checked
      const errors = fieldErrors(refusal.violations, request, resource)
      return show(app, request, reply.code(refusal.violations.length > 0 ? 422 : 409), { ...base, errors, check })
    }
    case 'stale':
      return show(app, request, reply.code(409), {
        ...base,
        existing: existing && { ...existing, version: refusal.version },
        errors: {},
        check: null,
        notice: {
          title: t('reservation.stale'),
          hint: `${t('reservation.stale-hint')} ${presentText(app, request, existing)}`,
        },
      })
    case 'idempotency-mismatch':
      return show(app, request, reply.code(409), {
        ...base,
        errors: {},
        check: null,
        key: randomUUID(),
        notice: { title: t('reservation.sent-already'), hint: t('reservation.sent-already-hint') },
      })
    case 'wrong-state':
      return show(app, request, reply.code(409), {
        ...base,
        errors: {},
        check: null,
        notice: {
          title: t('reservation.wrong-state'),
          hint: t('reservation.wrong-state-hint', { state: t(`state.${refusal.state}`) }),
        },
      })
    case 'invalid':
      return show(app, request, reply.code(422), {
        ...base,
        errors: { [refusal.field]: invalidText(refusal, request.locale) },
        check: null,
      })
    default:
      throw plainRefusal(refusal)
  }
}

/** What others have made of the reservation meanwhile, in a sentence. */
function presentText(app: App, { person, locale }: FastifyRequest, existing: ExistingReservation | undefined): string {
  const seen = existing && seeReservation(app.db, person!, existing.id)
  if (!seen) return ''
  const { start, end, title } = seen.reservation
  const time = formatOf(locale, seen.resource.timeZone).daySpan(start, end)
  return translateInto(locale)('reservation.stale-now', { time, title })
}

function resourceOf(app: App, slug: string | undefined): Resource {
  return found(catalogueOf(app.db).resourceBySlug.get(slug ?? ''))
}

/** The reservation, where the person may change it: 404 for one they may not even see, else 403. */
function changeable(app: App, { person }: FastifyRequest, id: number) {
  const seen = found(seeReservation(app.db, person!, id))
  if (!can(person!, 'change', seen)) throw new HttpRefusal(403, 'forbidden')
  return seen
}

/** The end a form proposes: the shortest allowed time, at least an hour where that fits. */
function laterBy(start: { date: string; time: string }, { policy }: Resource) {
  const minutes = Math.max(policy.minMinutes, Math.min(60, policy.maxMinutes))
  const end = new Date(Date.parse(`${start.date}T${start.time}:00Z`) + minutes * 60_000).toISOString()
  return { date: end.slice(0, 10), time: end.slice(11, 16) }
}
