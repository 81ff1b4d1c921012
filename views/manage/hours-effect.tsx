import type { HoursComparison } from '../../server/domain/hours-comparison.ts'
import type { Interval } from '../../server/domain/interval.ts'
import type { State } from '../../server/domain/lifecycle.ts'
import { SelectField, TextAreaField } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import { Notice } from '../components/notice.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { HoursPreview } from './hours-preview.tsx'
import { clocksText } from './hours-words.ts'

/** A reservation that the change leaves outside the hours, as who decides may see it. */
export interface AffectedLine extends Interval {
  readonly id: number
  readonly timeZone: string
  readonly resource: string
  /** Name and organisation. */
  readonly who: string
  readonly state: State
  readonly nearest: Interval | null
  /** What has been chosen so far; empty for nothing yet. */
  readonly choice: string
}

/** What a change of hours would do, ready to read; or why it cannot be told. */
export type HoursEffect =
  | { readonly faults: readonly string[] }
  | {
      /** Above the rules that it makes or takes away. */
      readonly heading: string | null
      readonly sentences: readonly string[]
      readonly comparison: HoursComparison
      readonly timeZone: string
      readonly affected: readonly AffectedLine[]
      /** What has been chosen for all that are not named by themselves; empty for nothing. */
      readonly choiceOfAll: string
      readonly reason: string
      /** It was to be saved, and something has to be decided first. */
      readonly isUrgent: boolean
    }

export interface HoursEffectProps {
  readonly page: Pick<Page, 't' | 'locale'>
  readonly effect: HoursEffect
}

/** The eight weeks after a change, and whom it leaves outside: the part that htmx swaps. */
export function HoursEffectPanel({ page, effect }: HoursEffectProps): Html {
  const { t } = page
  if ('faults' in effect)
    return (
      <div id="effect" aria-live="polite">
        <Notice kind="stop" title={t('hours.faults', { count: effect.faults.length })}>
          <ul>
            {effect.faults.map((fault) => (
              <li>{fault}</li>
            ))}
          </ul>
        </Notice>
      </div>
    )
  const { heading, sentences, comparison, timeZone } = effect
  const clocks = clocksText(page, comparison.clockChanges, timeZone)
  return (
    <div id="effect" class="stack" aria-live="polite">
      {effect.isUrgent ? (
        <Notice kind="stop" title={t('hours.choose-first')}>
          <p>{t('hours.choose-first-hint')}</p>
        </Notice>
      ) : null}
      {sentences.length > 0 ? (
        <div class="will-read">
          {heading ? <h3>{heading}</h3> : null}
          <ul class="will-read__rules">
            {sentences.map((sentence) => (
              <li>{sentence}</li>
            ))}
          </ul>
        </div>
      ) : null}
      {clocks ? (
        <p class="small quiet">
          <Icon name="info" /> {t('hours.clocks', { nights: clocks })}
        </p>
      ) : null}
      <div class="two two--effect">
        <HoursPreview page={page} comparison={comparison} timeZone={timeZone} />
        <Impact page={page} {...effect} />
      </div>
    </div>
  )
}

function Impact({
  page,
  affected,
  choiceOfAll,
  reason,
}: {
  page: HoursEffectProps['page']
  affected: readonly AffectedLine[]
  choiceOfAll: string
  reason: string
}) {
  const { t } = page
  const isLong = affected.length > FEW
  if (affected.length === 0)
    return (
      <section aria-label={t('hours.nobody-affected')}>
        <h3 class="impact__title">
          <Icon name="check" /> {t('hours.nobody-affected')}
        </h3>
      </section>
    )
  return (
    <section aria-labelledby="impact">
      <h3 class="impact__title" id="impact">
        {t('hours.affected', { count: affected.length })}
      </h3>
      {isLong ? (
        <div class="impact__all">
          <SelectField
            page={page}
            name="choice_all"
            label={t('hours.choice-all')}
            value={choiceOfAll}
            options={[
              { value: '', label: t('hours.choice-each') },
              { value: 'keep', label: t('hours.choice-keep') },
              { value: 'cancel', label: t('hours.choice-cancel') },
              { value: 'move', label: t('hours.choice-move-all') },
            ]}
          />
        </div>
      ) : null}
      <ul class="impact">
        {affected.map((line) => (
          <AffectedItem page={page} line={line} isLong={isLong} />
        ))}
      </ul>
      <div class="impact__reason">
        <TextAreaField
          page={page}
          name="reason"
          label={t('hours.reason')}
          optional={t('hours.optional')}
          hint={t('hours.reason-hint')}
          value={reason}
          rows={2}
          maxlength={500}
        />
      </div>
    </section>
  )
}

/** Longer lists may be decided at once. */
const FEW = 3

function AffectedItem({ page, line, isLong }: { page: HoursEffectProps['page']; line: AffectedLine; isLong: boolean }) {
  const { t, locale } = page
  const format = formatOf(locale, line.timeZone)
  const when = format.daySpan(line.start, line.end)
  const options = [
    ...(isLong ? [['', t('hours.choice-same')]] : []),
    ['keep', t('hours.choice-keep')],
    ['cancel', t('hours.choice-cancel')],
    ...(line.nearest
      ? [['move', t('hours.choice-move', { when: format.daySpan(line.nearest.start, line.nearest.end) })]]
      : []),
  ] as const
  return (
    <li>
      <div>
        <a href={`/reservations/${line.id}`}>
          <b>{when}</b>
        </a>
        <br />
        {line.resource}
        <br />
        <span class="quiet">
          {line.who} · {t(`state.${line.state}`)}
        </span>
      </div>
      <select
        class="input"
        name={`choice_${line.id}`}
        aria-label={t('hours.what-to-do', { resource: line.resource, when })}
      >
        {options.map(([value, label]) => (
          <option value={value} selected={value === line.choice}>
            {label}
          </option>
        ))}
      </select>
    </li>
  )
}
