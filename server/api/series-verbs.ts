import type { FastifyRequest } from 'fastify'
import type { Static, TSchema } from 'typebox'
import type { App } from '../app.ts'
import type { Series } from '../domain/series.ts'
import { cancelSeries } from '../operations/cancel-series.ts'
import { decideSeries, type SeriesDecision } from '../operations/decide-series.ts'
import type { Result } from '../operations/result.ts'
import { takeBackOccurrence } from '../operations/take-back-occurrence.ts'
import { scopeOf } from './inputs.ts'
import { personOf } from './reservation-answers.ts'
import { IdParams, problems } from './schemas.ts'
import { seriesAnswers } from './series-answers.ts'
import { SeriesApproveIn, SeriesCancelIn, SeriesDeclineIn, SeriesOut, TakeBackIn } from './series-schemas.ts'

interface Verb<Body extends TSchema> {
  readonly path: string
  readonly tag: string
  readonly summary: string
  readonly body: Body
}
type Act<Body extends TSchema> = (request: FastifyRequest, id: number, body: Static<Body>) => Result<Series>

/** What can be done to a series in one word: cancel, approve, decline, take a date back. */
export function seriesVerbsApi(app: App): void {
  const { finish } = seriesAnswers(app)

  verb(
    {
      path: 'cancel',
      tag: 'Series',
      summary: 'Cancel all occurrences still to come, or one and those after it',
      body: SeriesCancelIn,
    },
    (request, id, body) =>
      cancelSeries(app.db, personOf(request), id, { ...scopeOf(body), reason: body.reason }, app.clock()),
  )
  verb(
    { path: 'approve', tag: 'Approvals', summary: 'Approve every request of a series', body: SeriesApproveIn },
    (request, id, body) =>
      decide(request, id, { verdict: 'approve', note: body?.note, exceptions: body?.except ?? [] }),
  )
  verb(
    {
      path: 'decline',
      tag: 'Approvals',
      summary: 'Decline every request of a series; the requester reads why',
      body: SeriesDeclineIn,
    },
    (request, id, body) =>
      decide(request, id, { verdict: 'decline', reason: body?.reason, exceptions: body?.except ?? [] }),
  )
  verb(
    {
      path: 'occurrences',
      tag: 'Series',
      summary: 'Book an occurrence again that was skipped or let go',
      body: TakeBackIn,
    },
    (request, id, { local }) => takeBackOccurrence(app.db, personOf(request), id, local, app.clock()),
  )

  const decide = (request: FastifyRequest, id: number, decision: SeriesDecision) =>
    decideSeries(app.db, personOf(request), id, decision, app.clock())

  function verb<Body extends TSchema>({ path, tag, summary, body }: Verb<Body>, act: Act<Body>) {
    app.post(
      `/api/v1/series/:id/${path}`,
      {
        config: { access: 'person', scope: tag === 'Approvals' ? 'steward' : 'book' },
        schema: {
          tags: [tag],
          security: [{ bearer: [] }],
          summary,
          params: IdParams,
          body,
          response: { 200: SeriesOut, ...problems },
        },
      },
      async (request, reply) => {
        const id = Number(request.params.id)
        return finish(request, reply, id, act(request, id, request.body as Static<Body>))
      },
    )
  }
}
