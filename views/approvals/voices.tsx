import { Icon } from '../components/icon.tsx'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

/** One of several who have to agree. */
export interface VoiceShown {
  /** Null for the coordinator. */
  readonly lab: string | null
  /** `later`: asked when the others have agreed. */
  readonly state: 'said' | 'asked' | 'later'
  /** Who agreed, and a word that went with it. */
  readonly by: string | null
  readonly words: string | null
}

/** Who has agreed and who is still asked. */
export function Voices({ page, voices }: { page: Page; voices: readonly VoiceShown[] }): Html {
  const { t } = page
  return (
    <ul class="plain-list voices">
      {voices.map(({ lab, state, by, words }) => (
        <li class="small">
          <Icon name={state === 'said' ? 'check' : 'clock'} />
          <span>
            {lab ?? t('voices.coordinator')}: {t(`voices.${state}`)}
            {by ? ` (${by})` : ''}
            {words ? `: „${words}”` : ''}
          </span>
        </li>
      ))}
    </ul>
  )
}
