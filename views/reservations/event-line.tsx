import type { ReservationEvent } from '../../server/domain/reservation.ts'
import type { Format } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import type { TextKey } from '../text/translate.ts'

/** One line of a reservation's history: who did what, the old and new time where it moved, and the reason. */
export function eventLine(event: ReservationEvent, page: Page, format: Format): Html {
  const { t } = page
  const { changes, reason } = event.details
  const moved = changes?.['start'] || changes?.['end']
  return (
    <>
      {t(keyOf(event), { person: event.personName ?? t('event.system') })}
      {moved ? (
        <>
          {': '}
          <del>{format.daySpan(timeOf(event, 'start', 'from'), timeOf(event, 'end', 'from'))}</del>{' '}
          <ins>{format.daySpan(timeOf(event, 'start', 'to'), timeOf(event, 'end', 'to'))}</ins>
        </>
      ) : null}
      {event.details.state === 'requested' ? `. ${t('event.reopened')}` : null}
      {reason ? `: „${reason}”` : null}
    </>
  )
}

function keyOf({ kind, details }: ReservationEvent): TextKey {
  if (kind === 'cancelled' && details.late) return 'event.cancelled-late'
  if (kind === 'changed' && (details.changes?.['start'] || details.changes?.['end'])) return 'event.moved'
  return `event.${kind}`
}

function timeOf(event: ReservationEvent, field: 'start' | 'end', which: 'from' | 'to'): number {
  return Number(event.details.changes?.[field]?.[which])
}
