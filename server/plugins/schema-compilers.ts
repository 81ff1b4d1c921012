import { createRequire } from 'node:module'
import type { FastifyServerOptions } from 'fastify'

/** Fastify reads what was wrong from the function itself. */
interface Check {
  (data: unknown): unknown
  errors?: unknown
}
/** What Fastify asks of its compilers, as far as it matters here; theirs are typed by the library below. */
type Build<Made> = (...settings: unknown[]) => (route: unknown) => Made
type Factories = NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>

const requireOfFastify = createRequire(createRequire(import.meta.url).resolve('fastify'))

/**
 * The compilers that Fastify brings, each at work only when its route is asked for the first time: a start does not wait
 * for a hundred schemas that nobody may need.
 */
export function schemaCompilers(): Factories {
  const buildValidator = (requireOfFastify('@fastify/ajv-compiler') as () => Build<Check>)()
  const buildSerializer = (requireOfFastify('@fastify/fast-json-stringify-compiler') as () => Build<Check>)()
  const factories: { buildValidator: Build<Check>; buildSerializer: Build<Check> } = {
    buildValidator: whenNeeded(buildValidator),
    buildSerializer: whenNeeded(buildSerializer),
  }
  return factories as unknown as Factories
}

function whenNeeded(build: Build<Check>): Build<Check> {
  return (...settings) => {
    const compile = build(...settings)
    return (route) => {
      let made: Check | undefined
      const lazy: Check = (data) => {
        made ??= compile(route)
        const answer = made(data)
        lazy.errors = made.errors
        return answer
      }
      return lazy
    }
  }
}
