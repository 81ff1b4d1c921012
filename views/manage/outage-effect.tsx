import type { Interval } from '../../server/domain/interval.ts'
import type { State } from '../../server/domain/lifecycle.ts'
import { SelectField, TextAreaField } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import { Notice } from '../components/notice.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

/** A reservation that loses its time, as its steward may see it. */
export interface LosingLine extends Interval {
  readonly id: number
  readonly resource: string
  readonly timeZone: string
  /** Name and organisation. */
  readonly who: string
  readonly title: string
  readonly state: State
  /** What can be done about it: the value of the form, and where it would go. */
  readonly options: readonly LosingOption[]
  /** What has been chosen so far; empty for nothing yet. */
  readonly choice: string
}

export type LosingOption = { readonly value: string } & (
  | { readonly kind: 'keep' | 'cancel' }
  | { readonly kind: 'move'; readonly start: number; readonly end: number }
  | { readonly kind: 'elsewhere'; readonly resource: string }
)

/** What can be chosen for all at once; `move`: each to where it would go first. */
export const CHOICES_OF_ALL = ['keep', 'cancel', 'move'] as const
type ChoiceOfAll = (typeof CHOICES_OF_ALL)[number]

/** Longer lists may be decided at once. */
const FEW = 3

/** What an outage would do, ready to read; or why it cannot be told. */
export type OutageEffect =
  | { readonly faults: readonly string[] }
  | {
      /** Of a rule: how it reads, how many dates, the first and the last. */
      readonly rule: {
        readonly sentence: string
        readonly count: number
        readonly spans: readonly [Interval, Interval]
      } | null
      readonly timeZone: string
      readonly isOver: boolean
      readonly affected: readonly LosingLine[]
      readonly people: number
      readonly choiceOfAll: ChoiceOfAll | null
      readonly words: string
      /** It was to be saved, and something has to be decided first. */
      readonly isUrgent: boolean
    }

type Reader = Pick<Page, 't' | 'locale'>

/** Whom an outage takes time from, each with what becomes of them: the part that htmx swaps. */
export function OutageEffectPanel({ page, effect }: { page: Reader; effect: OutageEffect }): Html {
  const { t } = page
  if ('faults' in effect)
    return (
      <div id="effect" aria-live="polite">
        <Notice kind="stop" title={t('outages.faults', { count: effect.faults.length })}>
          <ul>
            {effect.faults.map((fault) => (
              <li>{fault}</li>
            ))}
          </ul>
        </Notice>
      </div>
    )
  return (
    <div id="effect" class="stack" aria-live="polite">
      {effect.isUrgent ? (
        <Notice kind="stop" title={t('outages.choose-first')}>
          <p>{t('outages.choose-first-hint')}</p>
        </Notice>
      ) : null}
      {effect.rule ? <Dates page={page} rule={effect.rule} timeZone={effect.timeZone} /> : null}
      <Affected page={page} effect={effect} />
    </div>
  )
}

type Told = Exclude<OutageEffect, { readonly faults: readonly string[] }>

function Dates({ page, rule, timeZone }: { page: Reader; rule: NonNullable<Told['rule']>; timeZone: string }) {
  const { t, locale } = page
  const format = formatOf(locale, timeZone)
  const [first, last] = rule.spans
  return (
    <div class="will-read">
      <h3>{t('outages.occurrences', { count: rule.count })}</h3>
      <ul class="will-read__rules">
        <li>{rule.sentence}</li>
      </ul>
      <p class="small quiet">
        {t('outages.first-of', {
          when: `${format.date(first.start)}, ${format.span(first.start, first.end)}`,
          last: `${format.date(last.start)}, ${format.span(last.start, last.end)}`,
        })}
        {'. '}
        {t('outages.occurrences-hint')}
      </p>
    </div>
  )
}

function Affected({ page, effect }: { page: Reader; effect: Told }) {
  const { t } = page
  const { affected, people, choiceOfAll } = effect
  const isLong = affected.length > FEW
  if (affected.length === 0)
    return (
      <p class="impact__title">
        <Icon name="check" /> {t(effect.isOver ? 'outages.in-the-past' : 'outages.nobody')}
      </p>
    )
  return (
    <section aria-labelledby="impact">
      <h3 class="impact__title" id="impact">
        {t('outages.affected', { count: affected.length })}
      </h3>
      <p class="small quiet">{t('outages.people', { count: people })}</p>
      {isLong ? (
        <div class="impact__all">
          <SelectField
            page={page}
            name="choice_all"
            label={t('outages.choice-all')}
            value={choiceOfAll ?? ''}
            options={[
              { value: '', label: t('outages.choice-each') },
              ...CHOICES_OF_ALL.map((each) => ({ value: each, label: t(`outages.choice-${each}-all`) })),
            ]}
          />
        </div>
      ) : null}
      <ul class="impact impact--wide">
        {affected.map((line) => (
          <LosingItem page={page} line={line} isLong={isLong} of={choiceOfAll} />
        ))}
      </ul>
      <div class="impact__reason">
        <TextAreaField
          page={page}
          name="words"
          label={t('outages.words')}
          optional={t('hours.optional')}
          hint={t('outages.words-hint')}
          value={effect.words}
          rows={2}
          maxlength={500}
        />
      </div>
    </section>
  )
}

interface LosingProps {
  readonly page: Reader
  readonly line: LosingLine
  /** All may be decided at once, as `of` says. */
  readonly isLong: boolean
  readonly of: ChoiceOfAll | null
}

function LosingItem({ page, line, isLong, of }: LosingProps) {
  const { t, locale } = page
  const format = formatOf(locale, line.timeZone)
  const when = format.daySpan(line.start, line.end)
  const label = (option: LosingOption) => {
    if (option.kind === 'move') return t('outages.choice-move', { when: format.daySpan(option.start, option.end) })
    if (option.kind === 'elsewhere') return t('outages.choice-elsewhere', { resource: option.resource })
    return t(`outages.choice-${option.kind}`)
  }
  const mayMove = line.options.some(({ kind }) => kind === 'move' || kind === 'elsewhere')
  const isStuck = of === 'move' && line.choice === '' && !mayMove
  return (
    <li>
      <div>
        <a href={`/reservations/${line.id}`}>
          <b>{when}</b>
        </a>
        {', '}
        {line.resource}
        <br />
        {line.title}
        <br />
        <span class="quiet">
          {line.who} · {t(`state.${line.state}`)}
        </span>
        {isStuck ? (
          <span class="error">
            <Icon name="stop" /> {t('outages.nowhere')}
          </span>
        ) : null}
      </div>
      <select class="input" name={`choice_${line.id}`} aria-label={t('outages.what-to-do', { who: line.who, when })}>
        {isLong ? <option value="">{t('outages.choice-same')}</option> : null}
        {line.options.map((option) => (
          <option value={option.value} selected={option.value === line.choice}>
            {label(option)}
          </option>
        ))}
      </select>
    </li>
  )
}
