import { catalogueOf } from '../../db/queries/catalogue.ts'
import { openRequestsFor } from '../../db/queries/reservations.ts'
import type { App } from '../app.ts'
import { labsDecidedBy } from '../domain/stewardship.ts'
import { pageOf } from './paging.ts'
import { reservationOut } from './presenters.ts'
import { listOf, problems, ReservationOut, wholeListQuery } from './schemas.ts'

/** The caller's inbox: requests that wait for their decision, the most urgent first. */
export function approvalsApi(app: App): void {
  app.get(
    '/api/v1/approvals',
    {
      config: { access: 'person' },
      schema: {
        tags: ['Approvals'],
        security: [{ bearer: [] }],
        summary: 'Requests that wait for the caller’s decision',
        querystring: wholeListQuery,
        response: { 200: listOf(ReservationOut), ...problems },
      },
    },
    async ({ person, query }) => {
      const catalogue = catalogueOf(app.db)
      const requests = openRequestsFor(app.db, labsDecidedBy(person!), app.clock()).filter(
        (request) => request.requesterId !== person!.id,
      )
      const { items, next_cursor } = pageOf(requests, query, ({ id }) => id)
      return { items: items.map((each) => reservationOut(each, catalogue, app.settings.publicUrl)), next_cursor }
    },
  )
}
