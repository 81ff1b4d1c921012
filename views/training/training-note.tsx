import type { Level } from '../../server/domain/person.ts'
import type { QualificationEnd, QualificationState } from '../../server/domain/qualification.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { Icon } from '../components/icon.tsx'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { endText, levelText } from './right-text.tsx'

/** Where a reader stands with the qualification that a resource takes. */
export interface Standing {
  readonly held: {
    readonly level: Level
    readonly end: QualificationEnd | null
    readonly state: QualificationState
  } | null
  /** Whether the level suffices to book. */
  readonly mayBook: boolean
  readonly isAsked: boolean
}

/** What I may do here, and how I get to do it. */
export function TrainingNote({
  page,
  resource,
  standing,
}: {
  page: Page
  resource: Resource
  standing: Standing
}): Html {
  const { t } = page
  const { held, mayBook, isAsked } = standing
  const isGone = held !== null && (held.state === 'expired' || held.state === 'lapsed')
  const isFine = held !== null && held.state === 'valid' && mayBook
  return (
    <div class="stack">
      {held ? (
        <p class="small">
          <Icon name={isGone ? 'cross' : 'check'} />{' '}
          {isGone
            ? t('training.you-held')
            : t('training.you-hold', {
                level: levelText(page, held.level, resource),
                until: endText(page, held.end, resource.timeZone),
              })}
        </p>
      ) : null}
      {isAsked ? (
        <p>
          <Icon name="half" /> {t('training.waits')} <a href="/training#requests">{t('training.see-request')}</a>
        </p>
      ) : isFine ? null : (
        <p>
          <a class="button" href={`/training/new?resource=${resource.slug}`}>
            {t(held && mayBook ? 'training.ask-renewal' : held ? 'training.ask-more' : 'training.ask')}
          </a>
        </p>
      )}
    </div>
  )
}
