import type { PolicyFields } from '../../views/manage/policy-form.tsx'
import type { TextKey, Translate } from '../../views/text/translate.ts'
import { AUDIENCES } from '../domain/availability-rule.ts'
import { lengthText, minutesFrom } from '../domain/length.ts'
import { clockOf } from '../domain/local-span.ts'
import { LEVELS, type Level } from '../domain/person.ts'
import { type OwnPolicy, policyFaults, type WeekHours } from '../domain/policy.ts'
import { PURPOSES } from '../domain/purpose.ts'
import { ROUTINGS } from '../domain/routing.ts'

export type FormBody = Readonly<Record<string, string | undefined>>

const LENGTHS = [
  'stepMinutes',
  'minMinutes',
  'maxMinutes',
  'setupMinutes',
  'cleanupMinutes',
  'minNoticeMinutes',
  'cancelNoticeMinutes',
  'lockMinutes',
] as const
const SWITCHES = ['onePlace', 'projectRequired', 'autoCheckOut'] as const
/** Figures of which none, 0, is one as well. */
const OR_NEVER = [
  'qualificationLapseMonths',
  'noShowAfterMinutes',
  'approvalAfterMisses',
  'calibrationEveryMonths',
  'decisionHours',
] as const

/** The form of what a place sets; what it leaves to the places above stays empty. */
export function fieldsOfPolicy(own: OwnPolicy, emailOf: (personId: number) => string): PolicyFields {
  const fields: Record<string, string> = {}
  const put = (name: string, value: string | number | undefined) => {
    if (value !== undefined) fields[name] = String(value)
  }
  for (const name of LENGTHS) put(name, own[name] === undefined ? undefined : lengthText(own[name]))
  for (const name of SWITCHES) put(name, own[name] === undefined ? undefined : own[name] ? 'yes' : 'no')
  put('horizonDays', own.horizonDays)
  for (const audience of AUDIENCES) put(`horizon-${audience}`, own.horizonDaysFor?.[audience])
  put('approval', own.approval)
  put('routing', own.routing)
  put('qualificationRequired', own.qualificationRequired === null ? 'none' : own.qualificationRequired)
  for (const name of OR_NEVER) put(name, own[name] === null ? 0 : own[name])
  for (const level of LEVELS) {
    const hours = own.levelHours?.[level]?.[0]
    for (const day of hours?.days ?? []) put(`hours-${level}-${day}`, 'on')
    put(`hours-${level}-from`, hours && clock(hours.fromMinute))
    put(`hours-${level}-to`, hours && clock(hours.toMinute))
  }
  put('purposes', own.purposes === undefined ? undefined : own.purposes === null ? 'all' : 'chosen')
  for (const purpose of own.purposes ?? []) put(`purpose-${purpose}`, 'on')
  const { autoApprove } = own
  put('autoApprove', autoApprove === undefined ? undefined : autoApprove === null ? 'none' : 'chosen')
  put('auto-qualified', autoApprove?.qualified ? 'on' : undefined)
  put('auto-own', autoApprove?.ownOrganisation ? 'on' : undefined)
  put('auto-length', autoApprove?.maxMinutes === undefined ? undefined : lengthText(autoApprove.maxMinutes))
  for (const purpose of autoApprove?.purposes ?? []) put(`auto-purpose-${purpose}`, 'on')
  if (own.bookers !== undefined) put('bookers', own.bookers === null ? 'everyone' : (own.bookers.audience ?? 'people'))
  put('people', own.bookers?.people.map(emailOf).join('\n'))
  return fields
}

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

export interface ReadPolicy {
  readonly policy: OwnPolicy
  /** Field of the form → sentence. */
  readonly errors: Readonly<Record<string, string>>
}

/** Reads the form; every fault has its sentence at its field. What stays empty comes from above. */
export function readPolicy(body: FormBody, personIdOf: (email: string) => number | null, t: Translate): ReadPolicy {
  const text: Text = (name) => (body[name] ?? '').trim()
  const parts = [
    ...LENGTHS.map((name) => readLength(name, text, t)),
    readPlain(text),
    readHorizons(text),
    ...LEVELS.map((level) => readHours(level, body, t)),
    readPurposes(body, t),
    readAutoApproval(body, text, t),
    readBookers(text, personIdOf, t),
  ]
  const levelHours = Object.assign({}, ...parts.map((part) => part.policy?.levelHours)) as OwnPolicy['levelHours']
  const policy: OwnPolicy = Object.assign({}, ...parts.map((part) => part.policy))
  const whole = policy.levelHours ? { ...policy, levelHours: levelHours! } : policy
  const errors = Object.assign({}, ...parts.map((part) => part.errors)) as Record<string, string>
  return { policy: whole, errors: { ...faultsOf(whole, t), ...errors } }
}

type Text = (name: string) => string
type Part = Partial<ReadPolicy>

function readLength(name: (typeof LENGTHS)[number], text: Text, t: Translate): Part {
  if (!text(name)) return {}
  const minutes = minutesFrom(text(name))
  return minutes === null ? { errors: { [name]: t('policy.bad-length') } } : { policy: { [name]: minutes } }
}

/** What is said by a word or a figure; one that is none is found out by its field's own rule. */
function readPlain(text: Text): Part {
  const level = text('qualificationRequired')
  const routing = ROUTINGS.find((each) => each === text('routing'))
  return {
    policy: {
      ...Object.fromEntries(SWITCHES.filter((name) => text(name)).map((name) => [name, text(name) === 'yes'])),
      ...(text('horizonDays') && { horizonDays: Number(text('horizonDays')) }),
      ...(text('approval') && { approval: text('approval') === 'owner' ? ('owner' as const) : ('none' as const) }),
      ...(routing && { routing }),
      ...(level && { qualificationRequired: LEVELS.find((each) => each === level) ?? null }),
      ...Object.fromEntries(
        OR_NEVER.filter((name) => text(name)).map((name) => [name, text(name) === '0' ? null : Number(text(name))]),
      ),
    },
  }
}

function readHorizons(text: Text): Part {
  const filled = AUDIENCES.filter((each) => text(`horizon-${each}`))
  if (filled.length === 0) return {}
  return {
    policy: { horizonDaysFor: Object.fromEntries(filled.map((each) => [each, Number(text(`horizon-${each}`))])) },
  }
}

function readHours(level: Level, body: FormBody, t: Translate): Part {
  const hours = hoursFrom(body, level)
  if (hours === 'fault') return { errors: { [`hours-${level}`]: t('policy.bad-hours') } }
  return hours ? { policy: { levelHours: { [level]: [hours] } } } : {}
}

function readPurposes(body: FormBody, t: Translate): Part {
  if (body['purposes'] === 'all') return { policy: { purposes: null } }
  if (body['purposes'] !== 'chosen') return {}
  const purposes = PURPOSES.filter((each) => body[`purpose-${each}`])
  return purposes.length > 0 ? { policy: { purposes } } : { errors: { purposes: t('policy.bad-purposes') } }
}

function readAutoApproval(body: FormBody, text: Text, t: Translate): Part {
  if (body['autoApprove'] === 'none') return { policy: { autoApprove: null } }
  if (body['autoApprove'] !== 'chosen') return {}
  const maxMinutes = text('auto-length') ? minutesFrom(text('auto-length')) : undefined
  if (maxMinutes === null) return { errors: { 'auto-length': t('policy.bad-length') } }
  const purposes = PURPOSES.filter((each) => body[`auto-purpose-${each}`])
  const autoApprove = {
    ...(body['auto-qualified'] && { qualified: true }),
    ...(body['auto-own'] && { ownOrganisation: true }),
    ...(maxMinutes !== undefined && { maxMinutes }),
    ...(purposes.length > 0 && { purposes }),
  }
  if (Object.keys(autoApprove).length === 0) return { errors: { autoApprove: t('policy.auto-empty') } }
  return { policy: { autoApprove } }
}

function readBookers(text: Text, personIdOf: (email: string) => number | null, t: Translate): Part {
  const who = text('bookers')
  if (!who) return {}
  if (who === 'everyone') return { policy: { bookers: null } }
  const emails = [
    ...new Set(
      text('people')
        .toLowerCase()
        .split(/[\s,;]+/)
        .filter(Boolean),
    ),
  ]
  const unknown = emails.filter((email) => personIdOf(email) === null)
  if (unknown.length > 0) return { errors: { people: t('policy.bad-people', { emails: unknown.join(', ') }) } }
  const audience = AUDIENCES.find((each) => each === who) ?? null
  if (audience === null && emails.length === 0) return { errors: { people: t('policy.no-people') } }
  return { policy: { bookers: { audience, people: emails.map((email) => personIdOf(email)!) } } }
}

/** The hours of one level; null where nothing is filled in. */
function hoursFrom(body: FormBody, level: string): WeekHours | null | 'fault' {
  const days = [0, 1, 2, 3, 4, 5, 6].filter((day) => body[`hours-${level}-${day}`])
  const from = (body[`hours-${level}-from`] ?? '').trim()
  const to = (body[`hours-${level}-to`] ?? '').trim()
  if (days.length === 0 && !from && !to) return null
  const span = minutesSpan(from, to)
  return days.length > 0 && span && span.fromMinute < span.toMinute ? { days, ...span } : 'fault'
}

/** `8:00` and `16:00` as minutes of the day; `24:00` and, at the end, `0:00` are 1440. Null where one is no hour. */
export function minutesSpan(from: string, to: string): { fromMinute: number; toMinute: number } | null {
  const minute = (text: string) => {
    if (/^24([:.]?00)?$/.test(text)) return 1440
    const at = clockOf(text)
    return at === null ? null : Number(at.slice(0, 2)) * 60 + Number(at.slice(3))
  }
  const [fromMinute, toMinute] = [minute(from), minute(to)]
  return fromMinute === null || toMinute === null ? null : { fromMinute, toMinute: toMinute === 0 ? 1440 : toMinute }
}

function faultsOf(policy: OwnPolicy, t: Translate): Record<string, string> {
  const fields = policyFaults(policy).flatMap(({ field }) =>
    field === 'horizonDaysFor' ? AUDIENCES.map((each) => `horizon-${each}`) : [field],
  )
  return Object.fromEntries(fields.map((field) => [field, t(sentenceFor(field))]))
}

const MONTHS = new Set(['qualificationLapseMonths', 'calibrationEveryMonths'])

function sentenceFor(field: string): TextKey {
  if (field.startsWith('horizon')) return 'policy.bad-days'
  return MONTHS.has(field) ? 'policy.bad-months' : 'policy.bad-value'
}
