import type { LightMyRequestResponse } from 'fastify'
import { Errors } from 'typebox/schema'
import { afterAll, beforeAll, expect } from 'vitest'
import { type Account, addressOf, type DemoApp, demoApp, PASSWORD } from '../support/server.ts'

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
type Fields = Readonly<Record<string, string>>

export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: what a stranger's program reads is JSON and no more.
  readonly body: any
  readonly headers: LightMyRequestResponse['headers']
  readonly text: string
}

export interface Outside {
  demo: DemoApp
  /** A call under /api/v1 by an account, or by nobody; its answer is held against the description. */
  call(who: Account | null, method: Method, path: string, body?: unknown, headers?: Fields): Promise<Answer>
  /** A reservation that must succeed. */
  book(who: Account, wish: Wish): Promise<Reservation>
}

export interface Wish {
  readonly resource: string
  readonly start: string
  readonly end: string
  readonly [field: string]: unknown
}

export interface Reservation {
  readonly id: number
  readonly version: number
  readonly state: string
  readonly start: string
  readonly end: string
}

/** The demo cluster seen by programs of others: nothing but HTTP, real tokens, and the published description. */
export function outside(): Outside {
  const tokens = new Map<Account, string>()
  const here = {
    async call(who, method, path, body, headers = {}) {
      const authorization: Fields = who ? { authorization: `Bearer ${await tokenOf(who)}` } : {}
      const answer = await here.demo.app.inject({
        method,
        url: `/api/v1${path}`,
        headers: { ...authorization, ...headers },
        ...(body !== undefined && { payload: body as object }),
      })
      return described(method, path, read(answer))
    },
    async book(who, wish) {
      const { status, body } = await here.call(who, 'POST', '/reservations', wishFor(wish))
      expect({ status, body }).toMatchObject({ status: 201 })
      return body
    },
  } as Outside
  beforeAll(async () => {
    here.demo = await demoApp()
  })
  afterAll(() => here.demo?.close())

  async function tokenOf(who: Account): Promise<string> {
    const known = tokens.get(who)
    if (known) return known
    const { status, body } = await here.call(null, 'POST', '/sessions', { email: addressOf(who), password: PASSWORD })
    expect(status).toBe(201)
    tokens.set(who, body.token)
    return body.token
  }

  function described(method: Method, path: string, answer: Answer): Answer {
    const schema = schemaOf(here.demo, method, path, answer.status)
    if (schema) expect(Errors(schema, answer.body)[1], `${method} ${path}: ${answer.text.slice(0, 300)}`).toEqual([])
    return answer
  }
  return here
}

/** What every reservation needs besides its place and time. */
export const wishFor = (wish: Partial<Wish>): object => ({ title: 'Próba', purpose: 'own_research', ...wish })

/** `2026-11-24T10:00` in Lublin, in winter. */
export const winter = (local: string): string => `${local}:00+01:00`

export function read(answer: LightMyRequestResponse): Answer {
  const isJson = /json/.test(String(answer.headers['content-type']))
  return {
    status: answer.statusCode,
    body: isJson ? answer.json() : null,
    headers: answer.headers,
    text: answer.body,
  }
}

interface Operation {
  readonly responses: Readonly<Record<string, { content?: Readonly<Record<string, { schema: object }>> }>>
}

/** What the description promises for a call; null where it knows no such path. */
function schemaOf({ app }: DemoApp, method: Method, path: string, status: number): object | null {
  const paths = app.swagger().paths as Readonly<Record<string, Readonly<Record<string, Operation>>>>
  const asked = `/api/v1${path.split('?')[0]}`
  const known = Object.keys(paths)
    // A path that is written out comes before one with a parameter in it.
    .sort((a, b) => Number(a.includes('{')) - Number(b.includes('{')))
    .find((each) => new RegExp(`^${each.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(asked))
  const responses = known && paths[known]?.[method.toLowerCase()]?.responses
  if (!responses || (status === 204 && responses[204])) return null
  const content = (responses[status] ?? responses[`${Math.floor(status / 100)}XX`])?.content
  if (!content) throw new Error(`${method} ${known} does not describe its answer ${status}`)
  return Object.values(content)[0]!.schema
}
