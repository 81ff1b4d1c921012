import type { LedgerEffect } from '../../server/domain/ledger-effect.ts'
import { groupOf, type Purpose } from '../../server/domain/purpose.ts'
import { Icon } from '../components/icon.tsx'
import { capitalised, formatOf, hours } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { LedgerEffects } from '../state-aid/ledger-effects.tsx'
import { Pick } from './bulk-decision.tsx'
import { DeclineFold } from './decline-fold.tsx'
import { Due } from './request-parts.tsx'
import { type VoiceShown, Voices } from './voices.tsx'

export interface BlindCardProps {
  /** Of the request, or the first one of a series. */
  readonly id: number
  readonly seriesId: number | null
  readonly resource: { readonly slug: string; readonly name: string; readonly timeZone: string }
  /** The organisation that owns the resource. */
  readonly owner: string
  readonly organisation: { readonly name: string; readonly isCompany: boolean }
  /** In order of time; never empty. */
  readonly dates: readonly { readonly start: number; readonly end: number; readonly purpose: Purpose }[]
  readonly decideBy: number
  readonly voices: readonly VoiceShown[]
  readonly ledger: readonly LedgerEffect[]
  readonly fault?: { readonly message: string; readonly reason: string; readonly note: string } | undefined
}

/** A request as the coordinator decides it: hours, the organisation and the purpose, neither title nor name. */
export function BlindCard({
  page,
  isPicked,
  ...props
}: BlindCardProps & { page: Page; isPicked: boolean | null }): Html {
  const { t } = page
  const { id, seriesId, resource, organisation, dates, fault } = props
  const format = formatOf(page.locale, resource.timeZone)
  const first = dates[0]!
  const length = dates.reduce((sum, { start, end }) => sum + end - start, 0)
  const name = seriesId === null ? `request-${id}` : `series-${seriesId}`
  const when = `${capitalised(format.longDay(first.start))}, ${format.span(first.start, first.end)}`
  return (
    <article class="request" id={name} aria-labelledby={`${name}-title`} data-request="">
      <Due page={page} by={props.decideBy} format={format} />
      <div class="request__body">
        <div class="stack">
          <div>
            <p class="small quiet">
              <a href={`/equipment/${resource.slug}`}>{resource.name}</a>, {props.owner}
            </p>
            <h2 id={`${name}-title`}>
              <time datetime={new Date(first.start).toISOString()}>{when}</time>
            </h2>
            {dates.length > 1 ? <p class="small">{t('series.count', { count: dates.length })}</p> : null}
          </div>
          <dl class="facts facts--list">
            <div>
              <dt>{t('mail.fact.asking')}</dt>
              <dd>{organisation.name}</dd>
            </div>
            <div>
              <dt>{t('approvals.purpose')}</dt>
              <dd>
                {t(`purpose.${first.purpose}`)}{' '}
                <span class="chip" data-kind="care">
                  <Icon name="care" />
                  {t(`purpose.group.${groupOf(first.purpose)}`)}
                </span>
              </dd>
            </div>
            <div>
              <dt>{t('approvals.hours')}</dt>
              <dd>{hours(length)}</dd>
            </div>
          </dl>
        </div>
        <div class="stack">
          <p class="label">{t('voices.title')}</p>
          <Voices page={page} voices={props.voices} />
          <LedgerEffects page={page} effects={props.ledger} />
          <p class="small quiet">{t('approvals.blind')}</p>
        </div>
      </div>
      <div class="request__foot">
        <form
          class="decide"
          action={seriesId === null ? `/reservations/${id}/decision` : `/series/${seriesId}/decision`}
          method="post"
        >
          <input type="hidden" name="_csrf" value={page.csrf} />
          <div class="stack">
            {fault ? (
              <p class="error" role="alert">
                <Icon name="stop" /> {fault.message}
              </p>
            ) : null}
            <div class="field">
              <label for={`note-${id}`}>
                {t('approvals.message')} <span class="faint">{t('approvals.optional')}</span>
              </label>
              <input
                class="input"
                type="text"
                id={`note-${id}`}
                name="note"
                value={fault?.note ?? ''}
                maxlength={500}
              />
            </div>
            <p class="row">
              <button class="button" type="submit" name="decision" value="approve">
                <Icon name="check" /> {t(seriesId === null ? 'approvals.approve' : 'approvals.approve-series')}
              </button>
            </p>
          </div>
          <DeclineFold t={t} id={`reason-${id}`} label={t('approvals.decline')} fault={fault} />
        </form>
        {isPicked === null ? null : (
          <div class="row row--end request__more">
            <Pick
              page={page}
              name={seriesId === null ? `request_${id}` : `series_${seriesId}`}
              isPicked={isPicked}
              what={`${resource.name}, ${when}`}
            />
          </div>
        )}
      </div>
    </article>
  )
}
