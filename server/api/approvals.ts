import { catalogueOf } from '../../db/queries/catalogue.ts'
import type { App } from '../app.ts'
import { waitingRequests } from '../operations/waiting-requests.ts'
import { pageOf } from './paging.ts'
import { blindOut, reservationOut, votingOut } from './presenters.ts'
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
      const requests = waitingRequests(app.db, person!, app.clock()).filter(
        ({ reservation }) => reservation.requesterId !== person!.id,
      )
      const { items, next_cursor } = pageOf(requests, query, ({ reservation }) => reservation.id)
      return {
        items: items.map(({ reservation, voting, isBlind }) => ({
          ...(isBlind ? blindOut : reservationOut)(reservation, catalogue, app.settings.publicUrl),
          ...votingOut(voting, catalogue, isBlind),
        })),
        next_cursor,
      }
    },
  )
}
