import type { FastifyRequest } from 'fastify'
import { translateInto } from '../../views/text/translate.ts'
import type { Locale } from '../domain/person.ts'
import { HttpRefusal } from './access.ts'
import { type FieldError, type Problem, type ProblemCode, problem } from './problem.ts'

/** What ajv says of one fault. */
interface Complaint {
  readonly instancePath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
}

type Fault = Error & {
  readonly code?: string
  readonly statusCode?: number
  readonly validation?: readonly Complaint[]
  readonly validationContext?: string
}

/** What a thrown fault means to whoever asked, in their language. */
export function problemOf(fault: Fault, { locale }: FastifyRequest): Problem {
  if (fault instanceof HttpRefusal)
    return problem(fault.code, locale, {
      status: fault.status,
      ...(fault.detail && { detail: fault.detail }),
      ...(fault.errors && { errors: fault.errors }),
    })
  if (fault.validation) {
    // An id that is no number names nothing: like any other address that does not exist.
    if (fault.validationContext === 'params') return problem('not-found', locale)
    return problem('invalid', locale, {
      errors: oneForAField(fault.validation.slice(0, MOST_ERRORS).map((each) => fieldErrorOf(each, locale))),
    })
  }
  return problem(codeOf(fault), locale)
}

/** Nobody reads more; a body of a hundred thousand unknown fields must not keep everybody else waiting. */
const MOST_ERRORS = 50

/** An empty text is too short and blank: once said is enough. */
const oneForAField = (errors: readonly FieldError[]): FieldError[] =>
  errors.filter(({ path }, i) => errors.findIndex((each) => each.path === path) === i)

/** Storage that takes no writes for now: locked too long, full, read-only, failing. */
const STORAGE = /^SQLITE_(BUSY|LOCKED|FULL|READONLY|IOERR|CANTOPEN|NOMEM)/

const BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  404: 'not-found',
  408: 'timeout',
  413: 'too-large',
  415: 'unsupported-type',
  429: 'too-many-requests',
}

function codeOf(fault: Fault): ProblemCode {
  for (let each: unknown = fault, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth++) {
    const { code = '' } = each as Fault
    if (STORAGE.test(code)) return 'storage'
    // The last wall spoke: somebody else's claim stands there.
    if (code === 'SQLITE_CONSTRAINT_TRIGGER' && each.message.startsWith('claim-')) return 'conflict'
  }
  const { statusCode = 500 } = fault
  return statusCode >= 500 ? 'internal' : (BY_STATUS[statusCode] ?? 'malformed')
}

function fieldErrorOf({ instancePath, keyword, params }: Complaint, locale: Locale): FieldError {
  const t = translateInto(locale)
  const below = params['missingProperty'] ?? params['additionalProperty'] ?? params['unevaluatedProperty']
  const path = [...instancePath.split('/').slice(1), ...(below === undefined ? [] : [String(below)])].join('.')
  const wanted = [
    params['allowedValues'] ?? params['allowedValue'] ?? params['type'] ?? params['format'] ?? params['limit'] ?? '',
  ]
  const key = SENTENCES[keyword as keyof typeof SENTENCES] ?? 'invalid.other'
  return { path: path || 'body', message: t(key, { wanted: wanted.flat().join(', ') }) }
}

const SENTENCES = {
  required: 'invalid.required',
  additionalProperties: 'invalid.unknown',
  unevaluatedProperties: 'invalid.unknown',
  type: 'invalid.type',
  enum: 'invalid.choice',
  const: 'invalid.choice',
  format: 'invalid.format',
  minLength: 'invalid.too-few',
  minItems: 'invalid.too-few',
  maxLength: 'invalid.too-many',
  maxItems: 'invalid.too-many',
  minimum: 'invalid.too-small',
  exclusiveMinimum: 'invalid.not-above',
  maximum: 'invalid.too-large',
  exclusiveMaximum: 'invalid.not-below',
} as const
