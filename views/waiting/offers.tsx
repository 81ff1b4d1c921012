import { reserveUrl } from '../components/calendar-links.ts'
import { TimePlate } from '../components/time-plate.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

/** A time that is kept for the reader alone. */
export interface OfferRow {
  readonly entryId: number
  readonly start: number
  readonly end: number
  readonly expiresAt: number
  readonly units: number
  readonly timeZone: string
  readonly needsApproval: boolean
  readonly resource: {
    readonly slug: string
    readonly name: string
    readonly organisation: string
    readonly capacity: number
  }
}

export interface OffersProps {
  readonly page: Page
  readonly offers: readonly OfferRow[]
}

/** The offers of the waiting list, each with the two answers to it; nothing where there are none. */
export function Offers({ page, offers }: OffersProps): Html | null {
  if (offers.length === 0) return null
  return (
    <section class="section section--close" aria-labelledby="offers">
      <h2 id="offers">{page.t('waiting.offers')}</h2>
      <ul class="offers">
        {offers.map((offer) => (
          <Offer page={page} offer={offer} />
        ))}
      </ul>
    </section>
  )
}

function Offer({ page, offer }: { page: Page; offer: OfferRow }) {
  const { t, locale, now } = page
  const { resource, start, end, expiresAt, timeZone, units } = offer
  const format = formatOf(locale, timeZone)
  const href = reserveUrl(resource.slug, timeZone, { start, end }) + (resource.capacity > 1 ? `&units=${units}` : '')
  const minutes = Math.max(1, Math.ceil((expiresAt - now) / 60_000))
  return (
    <li class="panel offer">
      <TimePlate
        kind={offer.needsApproval ? 'approval' : 'instant'}
        start={start}
        time={format.clock(start)}
        until={`${format.shortDay(start)}, ${t('calendar.until', { time: untilOf(offer, page) })}`}
      />
      <div class="offer__what">
        <p>
          <a href={`/equipment/${resource.slug}`}>
            <b>{resource.name}</b>
          </a>
          <br />
          <span class="quiet small">
            {resource.organisation}
            {resource.capacity > 1 ? `, ${t('waiting.units', { count: units })}` : ''}
          </span>
        </p>
        <p class="small">
          <time datetime={new Date(expiresAt).toISOString()}>
            {t('waiting.offer-until', { time: format.moment(expiresAt) })}
          </time>
          , {t('waiting.minutes-left', { count: minutes })}
        </p>
        <div class="row">
          <a class="button button--primary" href={href}>
            {t('waiting.take')}
          </a>
          <form action={`/waiting-list/${offer.entryId}/refusal`} method="post">
            <input type="hidden" name="_csrf" value={page.csrf} />
            <button class="button" type="submit">
              {t('waiting.decline')}
              <span class="vh">: {format.daySpan(start, end)}</span>
            </button>
          </form>
        </div>
      </div>
    </li>
  )
}

/** The end, with its day where that is another one. */
function untilOf({ start, end, timeZone }: OfferRow, { locale }: Page): string {
  const format = formatOf(locale, timeZone)
  return format.isoDay(start) === format.isoDay(end - 1) ? format.clockOfEnd(end) : format.moment(end)
}
