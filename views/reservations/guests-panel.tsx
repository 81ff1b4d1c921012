import { type Invitee, MOST_PARTICIPANTS, type Participant } from '../../server/domain/participant.ts'
import { TextAreaField } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

/** Who is invited along to a reservation, and what the reader may do about it. */
export interface Guests {
  readonly invited: readonly Participant[]
  readonly mayInvite: boolean
  readonly mayLeave: boolean
  /** Whom they may pick by name. */
  readonly near: readonly Invitee[]
  /** What was typed. */
  readonly addresses: string
  readonly error?: string | undefined
}

export interface GuestsPanelProps {
  readonly page: Page
  readonly reservation: {
    readonly id: number
    readonly seriesId: number | null
    readonly requester: { readonly name: string }
  }
  readonly guests: Guests
}

/** Who else comes; its requester and stewards invite, and whoever is invited may take themselves out. */
export function GuestsPanel({ page, reservation, guests }: GuestsPanelProps): Html | null {
  const { t } = page
  const { invited, mayInvite, mayLeave } = guests
  if (invited.length === 0 && !mayInvite) return null
  const action = `/reservations/${reservation.id}/participants`
  return (
    <section class="panel stack" aria-labelledby="participants">
      <h2 id="participants">{t('participants.title')}</h2>
      {invited.length === 0 ? <p class="quiet">{t('participants.none')}</p> : null}
      {invited.length > 0 ? (
        <ul class="guest-list">
          {invited.map(({ id, name, email }) => (
            <li class="row row--apart">
              <span>
                {name} {mayInvite ? <small class="quiet">{email}</small> : null}
              </span>
              {mayInvite ? (
                <form action={`${action}/${id}/removal`} method="post">
                  <input type="hidden" name="_csrf" value={page.csrf} />
                  <button
                    class="button button--bare"
                    type="submit"
                    aria-label={t('participants.remove-name', { name })}
                  >
                    {t('participants.remove')}
                  </button>
                </form>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      {reservation.seriesId === null ? null : <p class="small quiet">{t('participants.of-series')}</p>}
      {mayLeave ? (
        <form class="stack tight" action={`${action}/leaving`} method="post">
          <input type="hidden" name="_csrf" value={page.csrf} />
          <p>
            <button class="button" type="submit">
              <Icon name="cross" /> {t('participants.leave')}
            </button>
          </p>
          <p class="hint">{t('participants.leave-hint', { name: reservation.requester.name })}</p>
        </form>
      ) : null}
      {mayInvite && invited.length < MOST_PARTICIPANTS ? <Invite page={page} action={action} guests={guests} /> : null}
    </section>
  )
}

function Invite({ page, action, guests }: { page: Page; action: string; guests: Guests }) {
  const { t } = page
  return (
    <details class="fold" open={guests.error !== undefined}>
      <summary>{t('participants.invite')}</summary>
      <form class="stack" action={action} method="post">
        <input type="hidden" name="_csrf" value={page.csrf} />
        <GuestFields page={page} near={guests.near} chosen={[]} addresses={guests.addresses} error={guests.error} />
        <p>
          <button class="button" type="submit">
            {t('participants.invite')}
          </button>
        </p>
      </form>
    </details>
  )
}

export interface GuestFieldsProps {
  readonly page: Page
  readonly near: readonly Invitee[]
  readonly chosen: readonly number[]
  readonly addresses: string
  readonly error?: string | undefined
}

/** People to tick, and the addresses of others. */
export function GuestFields({ page, near, chosen, addresses, error }: GuestFieldsProps): Html {
  const { t } = page
  return (
    <>
      <p class="hint">{t('participants.hint', { count: MOST_PARTICIPANTS })}</p>
      {near.length > 0 ? (
        <details class="fold" open={chosen.length > 0}>
          <summary>{t('participants.near')}</summary>
          <fieldset class="guests">
            <legend class="vh">{t('participants.near')}</legend>
            {near.map(({ id, name }) => (
              <label class="check">
                <input type="checkbox" name={`guest-${id}`} value="1" checked={chosen.includes(id)} />
                {name}
              </label>
            ))}
          </fieldset>
        </details>
      ) : null}
      <TextAreaField
        page={page}
        name="participants"
        label={t('participants.addresses')}
        value={addresses}
        hint={t('participants.addresses-hint')}
        error={error}
        rows={2}
        maxlength={4000}
      />
    </>
  )
}
