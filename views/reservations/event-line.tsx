import type { Interval } from '../../server/domain/interval.ts'
import type { Purpose } from '../../server/domain/purpose.ts'
import type { ReservationEvent } from '../../server/domain/reservation.ts'
import type { Format } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import type { TextKey } from '../text/translate.ts'

/** An event with the time the reservation had before and after it. */
export interface Told {
  readonly event: ReservationEvent
  readonly before: Interval
  readonly after: Interval
}

/** The events with their times, walked back from what the reservation is now. */
export function toldEvents(now: Interval, events: readonly ReservationEvent[]): Told[] {
  let after = now
  return events
    .toReversed()
    .map((event) => {
      const was = (field: 'start' | 'end') => Number(event.details.changes?.[field]?.from ?? after[field])
      const told = { event, before: { start: was('start'), end: was('end') }, after }
      after = told.before
      return told
    })
    .reverse()
}

/** One line of a reservation's history: who did what, the old and new time where it moved, and the reason. */
export function eventLine({ event, before, after }: Told, page: Page, format: Format): Html {
  const { t } = page
  const { reason, state, used, wasUsed, estimatedEnd, guests } = event.details
  return (
    <>
      {t(keyOf(event), {
        person: event.personName ?? t('event.system'),
        was: wasUsed ? format.daySpan(wasUsed.start, wasUsed.end) : '',
        span: used ? format.daySpan(used.start, used.end) : '',
        ...(guests !== undefined && { count: guests }),
        moment: estimatedEnd === undefined ? '' : format.moment(estimatedEnd),
      })}
      {isMove(event) ? (
        <>
          {': '}
          <del>{format.daySpan(before.start, before.end)}</del> <ins>{format.daySpan(after.start, after.end)}</ins>
        </>
      ) : null}
      {purposeText(event, page)}
      {state === 'requested' ? `. ${t('event.reopened')}` : null}
      {reason ? `: „${reason}”` : null}
    </>
  )
}

/** From which purpose to which: the ledger rests on it. */
function purposeText({ details }: ReservationEvent, { t }: Page): string | null {
  const change = details.changes?.['purpose'] as { from: Purpose; to: Purpose } | undefined
  return change ? `, ${t('event.purpose', { from: t(`purpose.${change.from}`), to: t(`purpose.${change.to}`) })}` : null
}

const isMove = ({ details: { changes } }: ReservationEvent) => Boolean(changes?.['start'] || changes?.['end'])

function keyOf(event: ReservationEvent): TextKey {
  if (event.kind === 'cancelled' && event.details.late) return 'event.cancelled-late'
  if (event.details.estimatedEnd !== undefined) return 'event.checked-out-estimated'
  return event.kind === 'changed' && isMove(event) ? 'event.moved' : `event.${event.kind}`
}
