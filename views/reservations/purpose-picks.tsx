import { groupOf, PURPOSES, type Purpose, type PurposeGroup } from '../../server/domain/purpose.ts'
import type { Page } from '../page.ts'
import type { TextKey } from '../text/translate.ts'

const GROUPS: readonly PurposeGroup[] = ['non_economic', 'economic', 'neutral']
const HINTED = new Set<Purpose>(['teaching', 'own_research', 'collaborative_research', 'knowledge_transfer'])

/** What the time is for, by what it means for the State-aid ledger. Upkeep is for those who look after the resource. */
export function PurposePicks({
  page,
  chosen,
  error,
  withUpkeep,
}: {
  page: Page
  chosen: string
  error: string | undefined
  withUpkeep: boolean
}) {
  const { t } = page
  return (
    <>
      {GROUPS.filter((group) => group !== 'neutral' || withUpkeep).map((group) => (
        <fieldset aria-describedby={error && group === 'non_economic' ? 'purpose-error' : null}>
          <legend class="label">{t(`purpose.${group}`)}</legend>
          <div class={group === 'economic' ? 'picks picks--three' : 'picks'}>
            {PURPOSES.filter((purpose) => groupOf(purpose) === group).map((purpose) => (
              <label class="pick">
                <input type="radio" name="purpose" value={purpose} checked={purpose === chosen} required />
                <b>{t(`purpose.${purpose}`)}</b>
                {HINTED.has(purpose) ? <span class="hint">{t(`purpose.${purpose}-hint` as TextKey)}</span> : null}
              </label>
            ))}
          </div>
        </fieldset>
      ))}
      {error ? (
        <p class="error" id="purpose-error">
          {error}
        </p>
      ) : null}
    </>
  )
}
