import type { Policy, PolicyField } from '../../server/domain/policy.ts'
import type { PolicyFieldChange } from '../../server/domain/policy-change.ts'
import { DataTable } from '../components/data-table.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import type { TextKey } from '../text/translate.ts'
import type { Inherited } from './policy-form.tsx'
import { policyWords } from './policy-words.ts'

/** What a change would do, ready to read. */
export interface PolicyEffect {
  readonly changes: readonly PolicyFieldChange[]
  readonly resourceCount: number
  /** Reservations to come that would not keep the new rules: the first of them, and how many. */
  readonly broken: readonly BrokenLine[]
  readonly brokenCount: number
  /** Names the change that was looked at; saving something else shows it first. */
  readonly seen: string
}

interface BrokenLine {
  readonly id: number
  readonly start: number
  readonly end: number
  readonly timeZone: string
  readonly resource: string
}

export interface PolicyEffectProps {
  readonly page: Page
  readonly effect: PolicyEffect
  readonly inherited: Inherited
}

/** What changes, for how many, and the button that makes it so. */
export function PolicyEffectPanel({ page, effect, inherited }: PolicyEffectProps): Html {
  const { t } = page
  const words = <F extends PolicyField>(field: F, value: Policy[F] | undefined) =>
    value === undefined
      ? t(`policy.from-${inherited.from[field]}`, { value: policyWords(page, field, inherited.policy[field]) })
      : policyWords(page, field, value)
  if (effect.changes.length === 0)
    return (
      <section class="panel" role="status">
        <p>{t('policy.nothing-changes')}</p>
      </section>
    )
  return (
    <section class="panel stack" aria-labelledby="effect">
      <h2 id="effect">{t('policy.what-changes')}</h2>
      <DataTable
        caption={t('policy.what-changes')}
        columns={[{ label: t('policy.rule') }, { label: t('policy.was') }, { label: t('policy.will-be') }]}
        groups={[
          {
            rows: effect.changes.map(({ field, before, after }) => [
              t(`policy.${field}` as TextKey),
              <del>{words(field, before)}</del>,
              <ins>{words(field, after)}</ins>,
            ]),
          },
        ]}
      />
      <p>{t('policy.resources', { count: effect.resourceCount })}</p>
      <Broken page={page} effect={effect} />
      <input type="hidden" name="seen" value={effect.seen} />
      <p>
        <button class="button button--primary" type="submit" name="save" value="1">
          {t('policy.save')}
        </button>
      </p>
    </section>
  )
}

function Broken({ page, effect: { broken, brokenCount } }: { page: Page; effect: PolicyEffect }) {
  const { t, locale } = page
  if (brokenCount === 0) return <p>{t('policy.no-broken')}</p>
  return (
    <>
      <p>{t('policy.broken', { count: brokenCount })}</p>
      <ul>
        {broken.map(({ id, start, end, timeZone, resource }) => (
          <li>
            <a href={`/reservations/${id}`}>{formatOf(locale, timeZone).daySpan(start, end)}</a>, {resource}
          </li>
        ))}
      </ul>
    </>
  )
}
