import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { Board, type BoardDay } from './board.tsx'
import { lengthName } from './length-name.ts'
import { SlotFinderForm, type SlotForm, type SlotFormProps } from './slot-form.tsx'
import { type NothingProps, SlotNothing } from './slot-nothing.tsx'
import { SlotTimeline, type TimelineProps } from './slot-timeline.tsx'

export interface SlotResultsProps {
  readonly page: Page
  readonly form: SlotForm
  /** False where a field could not be read. */
  readonly isAsked: boolean
  readonly total: number
  readonly moreUrl: string | null
  readonly days: readonly BoardDay[]
  readonly timeline: Omit<TimelineProps, 'page'> | null
  /** The resources that alone are searched. */
  readonly chosen: readonly { readonly slug: string; readonly name: string }[]
  readonly nothing: Pick<NothingProps, 'why' | 'relaxations'> | null
}

export type SlotFinderPageProps = SlotResultsProps & SlotFormProps

/** Say exactly what you need; see the earliest times over the whole cluster. */
export function SlotFinderPage(props: SlotFinderPageProps): Html {
  const { page } = props
  const { t } = page
  return (
    <Layout page={page} title={t('slots.title')} nav="find" bodyClass="page-wide">
      <div class="wrap">
        <div class="page-head">
          <h1>{t('slots.title')}</h1>
          <p class="quiet">{t('slots.intro')}</p>
        </div>
        <SlotFinderForm {...props} />
        <SlotResults {...props} />
      </div>
    </Layout>
  )
}

/** What was found; htmx puts this part alone in its place. */
export function SlotResults(props: SlotResultsProps): Html {
  const { page, form, isAsked, total, moreUrl, days, timeline, nothing } = props
  const { t } = page
  return (
    <div id="slots" class="section section--close slots">
      <p class="small quiet" role="status">
        {isAsked ? t('slots.found', { count: total, length: lengthName(t, form.minutes) }) : t('slots.mend')}
        {moreUrl ? `, ${t('slots.first')}` : null}
      </p>
      <Chosen {...props} />
      {timeline ? <SlotTimeline page={page} {...timeline} /> : null}
      {total > 0 ? (
        <section class="stack" aria-labelledby="slot-list">
          <h2 id="slot-list">{t('slots.list')}</h2>
          <Board page={page} days={days} />
          {moreUrl ? (
            <p>
              <a class="button" href={moreUrl}>
                {t('slots.more')}
              </a>
            </p>
          ) : null}
        </section>
      ) : null}
      {nothing ? <SlotNothing page={page} form={form} {...nothing} /> : null}
    </div>
  )
}

/** Belongs to the form above, and stays with the results so that a refresh keeps it. */
function Chosen({ page, chosen }: SlotResultsProps) {
  if (chosen.length === 0) return null
  return (
    <fieldset>
      <legend class="label">{page.t('slots.chosen')}</legend>
      <div class="row">
        {chosen.map(({ slug, name }) => (
          <label class="check">
            <input type="checkbox" name="resource" value={slug} form="slot-form" checked={true} />
            <span>{name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
