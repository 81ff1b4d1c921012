import type { Participant } from '../../server/domain/participant.ts'
import type { Part, Reservation, ReservationDetail } from '../../server/domain/reservation.ts'

const OWN_COLUMNS = `id, version, state, resource_id AS resourceId, requester_id AS requesterId,
  organisation_id AS organisationId, project_id AS projectId, start_at AS start, end_at AS "end", units, title, purpose,
  note, created_at AS createdAt, decide_by AS decideBy, decided_by_id AS decidedById, decided_at AS decidedAt,
  decision_reason AS decisionReason, calendar_sequence AS calendarSequence,
  series_id AS seriesId, occurrence_local AS occurrenceLocal, is_changed_alone AS isChangedAlone`

/** What is taken along, as JSON. */
export const alsoOf = (
  id: string,
) => `(SELECT json_group_array(json_object('resourceId', p.resource_id, 'units', p.units,
    'labId', x.lab_id) ORDER BY p.id) FROM reservation_parts p CROSS JOIN resources x ON x.id = p.resource_id
    WHERE p.reservation_id = ${id})`

/** Who is invited along, as JSON. */
const PARTICIPANT_IDS = `(SELECT json_group_array(i.person_id ORDER BY i.id) FROM reservation_participants i
  WHERE i.reservation_id = reservations.id)`

const PARTICIPANTS = `(SELECT json_group_array(json_object('id', g.id, 'name', g.name, 'email', g.email) ORDER BY i.id)
  FROM reservation_participants i CROSS JOIN people g ON g.id = i.person_id WHERE i.reservation_id = v.id)`

/** Columns of `reservations`, in the domain's names, what is taken along and who. */
export const COLUMNS = `${OWN_COLUMNS}, ${alsoOf('reservations.id')} AS also, ${PARTICIPANT_IDS} AS participantIds`

const DETAIL_COLUMNS = `${OWN_COLUMNS.replaceAll(/(?<=^|, |,\n {2})(?=[a-z])/g, 'v.')}, ${alsoOf('v.id')} AS also, ${PARTICIPANTS} AS participants`

export const SELECT_DETAIL = `SELECT ${DETAIL_COLUMNS}, p.name AS requesterName, p.email AS requesterEmail,
  q.code AS projectCode, q.title AS projectTitle, d.name AS decidedByName
  FROM reservations v CROSS JOIN people p ON p.id = v.requester_id
  LEFT JOIN projects q ON q.id = v.project_id LEFT JOIN people d ON d.id = v.decided_by_id`

export type ReservationRow = Omit<Reservation, 'isChangedAlone' | 'also' | 'participantIds'> & {
  readonly isChangedAlone: number
  readonly also: string
  readonly participantIds: string
}

export interface DetailRow extends Omit<ReservationRow, 'participantIds'> {
  readonly participants: string
  readonly requesterName: string
  readonly requesterEmail: string
  readonly projectCode: string | null
  readonly projectTitle: string | null
  readonly decidedByName: string | null
}

export const reservationOf = (row: ReservationRow): Reservation => ({
  ...row,
  isChangedAlone: Boolean(row.isChangedAlone),
  also: partsOf(row.also),
  participantIds: row.participantIds === '[]' ? NOBODY : (JSON.parse(row.participantIds) as number[]),
})

export const partsOf = (also: string): readonly Part[] => (also === '[]' ? NOTHING : (JSON.parse(also) as Part[]))

const NOTHING: readonly Part[] = []
const NOBODY: readonly never[] = []

export function detailOf(row: DetailRow): ReservationDetail {
  const { requesterName, requesterEmail, projectCode, projectTitle, decidedByName, ...reservation } = row
  const participants = row.participants === '[]' ? NOBODY : (JSON.parse(row.participants) as Participant[])
  return {
    ...reservationOf({ ...reservation, participantIds: '[]' }),
    participants,
    participantIds: participants.map(({ id }) => id),
    requester: { id: row.requesterId, name: requesterName, email: requesterEmail },
    project: projectCode === null ? null : { code: projectCode, title: projectTitle ?? '' },
    decidedBy: row.decidedById === null ? null : { id: row.decidedById, name: decidedByName ?? '' },
  }
}
