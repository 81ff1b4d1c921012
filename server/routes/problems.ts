import { ProblemPage } from '../../views/errors/problem-page.tsx'
import type { App } from '../app.ts'
import { HttpRefusal } from '../plugins/access.ts'
import { PROBLEMS, type ProblemCode } from '../plugins/problem.ts'

/** What the `type` of a problem of the API points to: the code in words. */
export function problems(app: App): void {
  app.get<{ Params: { code: string } }>('/problems/:code', { config: { access: 'anyone' } }, async (request, reply) => {
    const { code } = request.params
    if (!Object.hasOwn(PROBLEMS, code)) throw new HttpRefusal(404, 'not-found')
    return reply.page(ProblemPage, { code: code as ProblemCode, status: PROBLEMS[code as ProblemCode] })
  })
}
