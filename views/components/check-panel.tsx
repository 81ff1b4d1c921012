import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { Icon } from './icon.tsx'

export interface CheckOption {
  /** `16:00–19:00` */
  readonly time: string
  /** The day, or where. */
  readonly words: string
  /** Value of the button that puts this time into the form: resource, start and end. */
  readonly take: string
}

interface CheckProblem {
  readonly title: string
  readonly hint: string
  /** Where it can be mended, when that is on another page. */
  readonly action?: { readonly href: string; readonly label: string } | undefined
}

/** What a check of a time says, ready to read. */
export interface Check {
  readonly verdict: 'ok' | 'stop'
  readonly headline: string
  readonly hint: string
  readonly problems: readonly CheckProblem[]
  readonly nearest: readonly CheckOption[]
  readonly elsewhere: readonly CheckOption[]
  readonly passed: readonly string[]
  /** Only others stand in the way: one can wait until the time comes free. */
  readonly isWorthWaiting?: boolean
  /** What is left of accessories. */
  readonly stock?: readonly string[]
}

export interface CheckPanelProps {
  readonly page: Pick<Page, 't'>
  /** Null before anything was checked. */
  readonly check: Check | null
}

/** The verdict on a time, inside the form it is about: live beside the form and the very same after a plain submit. A clash and a broken rule look alike. */
export function CheckPanel({ page, check }: CheckPanelProps): Html {
  const { t } = page
  return (
    <aside
      class="checks verdict"
      id="check"
      data-kind={check?.verdict ?? null}
      aria-live="polite"
      aria-label={t('check.title')}
    >
      <div class="verdict__head">
        <Icon name={check === null ? 'clock' : check.verdict === 'ok' ? 'check' : 'stop'} />
        <h2>{check?.headline ?? t('check.title')}</h2>
        <p>{check?.hint ?? t('check.idle')}</p>
      </div>
      {check ? <Findings page={page} check={check} /> : null}
    </aside>
  )
}

function Findings({ page, check }: { page: Pick<Page, 't'>; check: Check }) {
  const { t } = page
  return (
    <>
      {check.problems.length > 0 ? (
        <section aria-labelledby="check-mend">
          <h3 class="vh" id="check-mend">
            {t('check.to-mend')}
          </h3>
          <ol class="problems">
            {check.problems.map(({ title, hint, action }) => (
              <li>
                <b>{title}</b>
                {hint ? <span class="quiet">{hint}</span> : null}
                {action ? <a href={action.href}>{action.label}</a> : null}
              </li>
            ))}
          </ol>
        </section>
      ) : null}
      <Options id="check-nearest" title={t('check.nearest')} options={check.nearest} />
      <Options id="check-elsewhere" title={t('check.elsewhere')} options={check.elsewhere} />
      {check.isWorthWaiting ? (
        <section aria-labelledby="check-wait">
          <h3 id="check-wait">{t('waiting.title')}</h3>
          <p class="small quiet">{t('waiting.join-hint')}</p>
          <p class="row">
            <button class="button" type="submit" formaction="/waiting-list" formnovalidate>
              {t('waiting.join')}
            </button>
          </p>
        </section>
      ) : null}
      {check.stock?.length ? (
        <section aria-labelledby="check-stock">
          <h3 id="check-stock">{t('also.left-title')}</h3>
          <ul class="passed">
            {check.stock.map((word) => (
              <li>{word}</li>
            ))}
          </ul>
        </section>
      ) : null}
      {check.passed.length > 0 ? (
        <section aria-labelledby="check-passed">
          <h3 id="check-passed">{t('check.passed')}</h3>
          <ul class="passed">
            {check.passed.map((word) => (
              <li>
                <Icon name="check" /> {word}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  )
}

function Options({ id, title, options }: { id: string; title: string; options: readonly CheckOption[] }) {
  if (options.length === 0) return null
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <ul class="options">
        {options.map(({ time, words, take }) => (
          <li>
            <button type="submit" name="take" value={take} formnovalidate>
              <b>{time}</b>
              <span>{words}</span>
              <Icon name="next" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
