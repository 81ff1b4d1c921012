import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { keyOfPerson } from '../../db/queries/idempotency.ts'
import type { Check } from '../../views/components/check-panel.tsx'
import { ruleSentence } from '../../views/components/rule-sentence.ts'
import { formatOf } from '../../views/format.ts'
import type { RepeatFields } from '../../views/series/repeat-part.tsx'
import type { SeriesCheck } from '../../views/series/series-check.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import type { Resource } from '../domain/resource.ts'
import type { ForeseenOccurrence } from '../domain/series.ts'
import { isShortMonthDay, SHORT_MONTHS, type ShortMonth } from '../domain/series-picks.ts'
import { expandSeries } from '../domain/series-starts.ts'
import { isSteward } from '../domain/stewardship.ts'
import { localDayOf, localOf } from '../domain/zone.ts'
import { bookSeries, type OccurrenceChoice } from '../operations/book-series.ts'
import { previewSeries } from '../operations/preview-series.ts'
import type { Refusal } from '../operations/result.ts'
import type { SeriesRequest } from '../operations/series-request.ts'
import { fingerprintOf } from '../plugins/fingerprint.ts'
import { plainRefusal } from '../plugins/found.ts'
import { type ReadRequest, unreadable, wishOf } from './reservation-check.ts'
import { type FormBody, takenFrom } from './reservation-fields.ts'
import { dateRows } from './series-dates.ts'
import { chosenFor, readRepeat, shortMonthOf } from './series-fields.ts'

/** What a form that repeats comes to: faults of its fields, and every date of the series where they can be told. */
export interface CheckedSeries {
  readonly errors: Readonly<Record<string, string>>
  /** The faults alone, where there are no dates to show. */
  readonly check: Check | null
  readonly series: SeriesCheck | null
}

/** The dates of a series as the form stands, nothing saved. */
export function checkSeries(app: App, request: FastifyRequest, read: ReadRequest, repeat: RepeatFields): CheckedSeries {
  const foreseen = foresee(app, request, read, repeat)
  return 'wanted' in foreseen ? { errors: {}, check: null, series: told(app, request, foreseen) } : foreseen
}

export type SentSeries =
  | { readonly location: string }
  | ({ readonly status: number; readonly isSentAlready?: true } & CheckedSeries)

/**
 * Books what was agreed, once the dates have been looked at. `location` when it is done; else the same form: 200 for
 * dates nobody has seen yet, 422 for what cannot be, 409 where something changed meanwhile.
 */
export function sendSeries(
  app: App,
  request: FastifyRequest,
  { participantIds, ...read }: ReadRequest & { readonly participantIds?: readonly number[] },
  repeat: RepeatFields,
): SentSeries {
  const foreseen = foresee(app, request, read, repeat)
  if (!('wanted' in foreseen)) return { status: 422, ...foreseen }
  const t = translateInto(request.locale)
  const body = request.body as FormBody
  const answer = (status: number, more: Partial<SeriesCheck>, refused?: readonly ForeseenOccurrence[]) => {
    const fresh = refused ? foresee(app, request, read, repeat) : foreseen
    if (!('wanted' in fresh)) return { status: 422, ...fresh }
    return { status, errors: {}, check: null, series: { ...told(app, request, fresh, refused), ...more } }
  }
  if (body['seen'] !== digestOf(foreseen.wanted))
    return answer(200, { headline: t('series.look-first'), hint: t('series.look-first-hint'), verdict: 'care' })
  const choices = choicesOf(app, body, foreseen.occurrences)
  const key = body['key']?.slice(0, 200)
  // What this form has booked already is not free any more: the operation knows it by its key.
  const isSecond = key !== undefined && keyOfPerson(app.db, request.person!.id, key) !== null
  const rows = rowsOf(app, request, foreseen)
  if (!isSecond && rows.every(({ outcome, chosen }) => chosen === 'skip' || (outcome !== 'free' && chosen === '')))
    return answer(422, { hint: t('series.nothing-left'), verdict: 'stop' })
  const idempotency = key ? { key, fingerprint: fingerprintOf({ ...foreseen.wanted, choices: [...choices] }) } : null
  const wanted = { ...foreseen.wanted, onConflict: 'reject' as const, choices, participantIds, idempotency }
  const result = bookSeries(app.db, request.person!, wanted, app.clock())
  if (result.ok) {
    const done = needsApproval(foreseen.resource, request) ? 'requested' : 'booked'
    return { location: `/series/${result.value.id}?done=${done}` }
  }
  const { refusal } = result
  if (refusal.kind === 'idempotency-mismatch') return { ...answer(409, {}), isSentAlready: true }
  if (refusal.kind === 'series') {
    const isTaken = refusal.occurrences.some(({ conflicts }) => conflicts.length > 0)
    const more = {
      headline: t('series.changed-meanwhile'),
      hint: t('series.changed-hint'),
      verdict: 'stop',
    } as const
    return answer(isTaken ? 409 : 422, more, refusal.occurrences)
  }
  return { status: 422, ...faultOf(refusal, request) }
}

interface Foreseen {
  readonly wanted: SeriesRequest
  readonly resource: Resource
  readonly repeat: RepeatFields
  readonly occurrences: readonly ForeseenOccurrence[]
}

/** Asks the rules about every date; or says what of the form cannot be read. */
function foresee(
  app: App,
  request: FastifyRequest,
  { resource, fields, read }: ReadRequest,
  repeat: RepeatFields,
): Foreseen | CheckedSeries {
  const { rrule, errors } = readRepeat(repeat, fields.date, translateInto(request.locale))
  if (!read.span || rrule === null) {
    const all = { ...read.timeErrors, ...errors }
    return { errors: all, check: unreadable(Object.values(all), request), series: null }
  }
  if (read.also.length > 0) {
    const sentence = translateInto(request.locale)('also.no-series')
    return { errors: { with: sentence }, check: unreadable([sentence], request), series: null }
  }
  const wanted: SeriesRequest = {
    ...wishOf(resource, fields, read.span, read),
    timeZone: resource.timeZone,
    startLocal: localOf(read.span.start, resource.timeZone),
    durationMinutes: (read.span.end - read.span.start) / 60_000,
    rrule,
    exdates: [],
    rdates: [],
    title: fields.title.trim(),
    // A purpose not chosen yet is the form's business, not the dates'.
    purpose: read.purpose ?? 'own_research',
    note: fields.note,
  }
  const preview = previewSeries(app.db, request.person!, wanted, app.clock())
  return preview.ok ? { wanted, resource, repeat, occurrences: preview.value } : faultOf(preview.refusal, request)
}

/** Why there is no such series at all, at the field that can mend it. */
function faultOf(refusal: Refusal, request: FastifyRequest): CheckedSeries {
  if (refusal.kind !== 'invalid') throw plainRefusal(refusal)
  const t = translateInto(request.locale)
  const [field, sentence] = FAULTS[refusal.reason]?.(t) ?? (['until', t('series.fault.other')] as const)
  const check = { ...unreadable([sentence], request), headline: t('series.fault') }
  return { errors: { [field]: sentence }, check, series: null }
}

type Told = (t: ReturnType<typeof translateInto>) => readonly [field: string, sentence: string]
const FAULTS: Readonly<Record<string, Told>> = {
  'overlaps-itself': (t) => ['end', t('series.fault.overlap')],
  'no-length': (t) => ['end', t('violation.end-before-start')],
  'too-many-occurrences': (t) => ['until', t('series.fault.too-many')],
  'too-many-years': (t) => ['until', t('series.fault.too-long')],
  'recurrence-empty': (t) => ['until', t('series.fault.empty')],
}

const rowsOf = (
  app: App,
  request: FastifyRequest,
  { wanted, occurrences }: Foreseen,
  refused?: readonly ForeseenOccurrence[],
) => dateRows(app, request, { wanted, occurrences, ...(refused && { refused }) })

function told(
  app: App,
  request: FastifyRequest,
  foreseen: Foreseen,
  refused?: readonly ForeseenOccurrence[],
): SeriesCheck {
  const { locale } = request
  const { wanted, resource } = foreseen
  const t = translateInto(locale)
  const rows = rowsOf(app, request, foreseen, refused)
  const free = rows.filter(({ outcome }) => outcome === 'free').length
  const isAllFree = free === rows.length
  return {
    headline: t(isAllFree ? 'series.all-free' : 'series.free-of', { free, count: rows.length }),
    hint: t(!isAllFree ? 'series.choose' : needsApproval(resource, request) ? 'series.ready-request' : 'series.ready'),
    verdict: isAllFree ? 'ok' : free > 0 ? 'care' : 'stop',
    sentence: ruleSentence({ ...wanted, validUntil: null }, locale, localDayOf(app.clock(), resource.timeZone)),
    rows,
    moved: foreseen.occurrences.filter(({ movedMinutes }) => movedMinutes !== 0).length,
    seen: digestOf(wanted),
    shortMonth: shortMonthFor(foreseen, request),
  }
}

const needsApproval = (resource: Resource, { person }: FastifyRequest) =>
  resource.policy.approval === 'owner' && !isSteward(person, resource)

/** Says which dates a table showed: those of another rule, length or resource have another digest. */
function digestOf({ resourceId, startLocal, durationMinutes, rrule, units }: SeriesRequest): string {
  const text = JSON.stringify([resourceId, startLocal, durationMinutes, rrule, units])
  return createHash('sha256').update(text).digest('base64url').slice(0, 16)
}

const FIRST_DAYS = 5

/** The question about short months, with the first days that each answer gives. */
function shortMonthFor({ wanted, repeat }: Foreseen, { locale }: FastifyRequest): SeriesCheck['shortMonth'] {
  const day = wanted.startLocal.slice(0, 10)
  if (repeat.repeat !== 'month-day' || !isShortMonthDay(day)) return null
  const format = formatOf(locale, wanted.timeZone)
  const becomes = (shortMonth: ShortMonth) => {
    const { rrule } = readRepeat(repeat, day, translateInto(locale), shortMonth)
    const { starts } = expandSeries({ ...wanted, rrule: rrule!, validUntil: null }, wanted.timeZone)
    return starts
      .slice(0, FIRST_DAYS)
      .map(({ at }) => format.dayMonth(at))
      .join(', ')
  }
  return {
    day: Number(day.slice(8)),
    chosen: shortMonthOf(repeat),
    becomes: Object.fromEntries(SHORT_MONTHS.map((each) => [each, becomes(each)])) as Record<ShortMonth, string>,
  }
}

/** What was chosen, as the operation takes it; another resource is named by its slug. */
function choicesOf(app: App, body: FormBody, occurrences: readonly ForeseenOccurrence[]) {
  const { resourceBySlug } = catalogueOf(app.db)
  const choices = new Map<string, OccurrenceChoice>()
  for (const { local } of occurrences) {
    const value = chosenFor(body, local)
    const taken = takenFrom(value)
    const resource = taken && resourceBySlug.get(taken.slug)
    if (value === 'skip') choices.set(local, { kind: 'skip' })
    else if (taken && resource)
      choices.set(local, { kind: 'instead', resourceId: resource.id, start: taken.start, end: taken.end })
  }
  return choices
}
