import type { Catalogue } from '../../server/domain/catalogue.ts'
import type { DaySpan } from '../../server/domain/local-months.ts'
import type { ReportQuery } from '../../server/domain/report-query.ts'
import type { Resource } from '../../server/domain/resource.ts'
import {
  HIGH_OCCUPANCY,
  HIGH_UNMET,
  LITTLE_USED,
  LONGEST_NOTE,
  type Review,
  type ReviewRow,
} from '../../server/domain/utilisation-review.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { TextAreaField } from '../components/field.tsx'
import { formatOf, percent } from '../format.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { ReportFilters } from './report-filters.tsx'
import { behindLink, reportLink } from './report-links.ts'
import { ReportTabs } from './report-tabs.tsx'
import { capital, hoursOrNone, hoursText, periodText, shareText } from './report-words.ts'

export interface ReviewPageProps {
  readonly page: Page
  readonly catalogue: Catalogue
  readonly review: Review
  readonly query: ReportQuery
  readonly items: readonly ReviewItem[]
  /** A note that could not be kept, with what is wrong. */
  readonly typed: TypedNote | null
}

export interface ReviewItem extends ReviewRow {
  readonly resource: Resource
  /** The newest first. */
  readonly notes: readonly ReviewNote[]
  readonly mayNote: boolean
}

interface ReviewNote extends DaySpan {
  readonly text: string
  readonly author: string
  readonly at: number
}

export interface TypedNote {
  readonly resource: string
  readonly text: string
  readonly error: string
}

/** Equipment nobody uses, or there is too little of: figures with their formula, and the owner's word. */
export function ReviewPage({ page, catalogue, review, query, items, typed }: ReviewPageProps) {
  const { t, locale } = page
  const title = t(`reports.review.${review}`)
  const path = (each: Review) => `/reports/utilisation/${each}`
  const limits = {
    little: percent(locale, LITTLE_USED, 0),
    occupancy: percent(locale, HIGH_OCCUPANCY, 0),
    unmet: percent(locale, HIGH_UNMET, 0),
  }
  return (
    <Layout page={page} title={title} nav="reports" bodyClass="page-report">
      <div class="wrap">
        <Crumbs page={page} items={[{ label: t('reports.utilisation'), href: reportLink(query) }, { label: title }]} />
        <ReportTabs page={page} current={`/reports/utilisation/${review}`} query={query} />
        <div class="page-head">
          <h1>{title}</h1>
          <p class="quiet">
            {capital(periodText(page, query.days))}. {t(`reports.review.${review}-how`, limits)}
          </p>
        </div>
        <div class="row no-print"></div>
        <ReportFilters page={page} query={query} catalogue={catalogue} path={path(review)} isSimple />
        <p class="quiet pad">
          {items.length === 0 ? t('reports.review.none') : t('reports.resources', { count: items.length })}
        </p>
        {items.map((item) => (
          <Item page={page} review={review} query={query} item={item} typed={typed} />
        ))}
      </div>
    </Layout>
  )
}

interface ItemProps extends Pick<ReviewPageProps, 'page' | 'review' | 'query' | 'typed'> {
  readonly item: ReviewItem
}

function Item({ page, review, query, item, typed }: ItemProps) {
  const { t, locale } = page
  const { resource, row, reasons, notes, mayNote } = item
  const { figures } = row
  return (
    <section class="section section--close stack tight" id={resource.slug} aria-labelledby={`h-${resource.slug}`}>
      <h2 id={`h-${resource.slug}`}>
        <a href={`/equipment/${resource.slug}`}>{resource.name[locale]}</a>
      </h2>
      <p>{reasons.map((reason) => t(`reports.review.reason.${reason}`)).join(' · ')}</p>
      <p class="small">
        {t('reports.kpi.utilisation')} <b>{shareText(page, figures.utilisation)}</b> (
        <Hours page={page} query={query} slug={resource.slug} figure="used" hours={figures.usedHours} /> ÷{' '}
        {hoursOrNone(page, figures.availableHours)}) · {t('reports.kpi.occupancy')}{' '}
        <b>{shareText(page, figures.occupancy)}</b> (
        <Hours page={page} query={query} slug={resource.slug} figure="booked" hours={figures.bookedHours} /> ÷{' '}
        {hoursOrNone(page, figures.availableHours)}) · {t('reports.kpi.unmet')}{' '}
        <Hours page={page} query={query} slug={resource.slug} figure="unmet" hours={figures.unmetHours ?? 0} />
      </p>
      {notes.length === 0 ? <p class="quiet">{t('reports.note.none')}</p> : <Note page={page} note={notes[0]!} />}
      {notes.length > 1 ? (
        <details class="fold">
          <summary>{t('reports.note.earlier', { count: notes.length - 1 })}</summary>
          {notes.slice(1).map((note) => (
            <Note page={page} note={note} />
          ))}
        </details>
      ) : null}
      {mayNote ? <NoteForm page={page} review={review} query={query} slug={resource.slug} typed={typed} /> : null}
    </section>
  )
}

interface HoursProps extends Pick<ReviewPageProps, 'page' | 'query'> {
  readonly slug: string
  readonly figure: 'used' | 'booked' | 'unmet'
  readonly hours: number
}

function Hours({ page, query, slug, figure, hours }: HoursProps) {
  const text = hoursText(page, hours)
  if (hours === 0) return <>{text}</>
  return (
    <a
      href={behindLink(query, `resource:${slug}`, figure)}
      aria-label={page.t(`reports.behind.${figure}`, { hours: text })}
    >
      {text}
    </a>
  )
}

function Note({ page, note }: { page: Page; note: ReviewNote }) {
  const format = formatOf(page.locale, page.timeZone)
  return (
    <blockquote>
      <p>{note.text}</p>
      <footer class="small quiet">
        {note.author}, <time datetime={new Date(note.at).toISOString()}>{format.date(note.at)}</time> ·{' '}
        {page.t('reports.note.about', { period: periodText(page, note) })}
      </footer>
    </blockquote>
  )
}

function NoteForm({ page, review, query, slug, typed }: Omit<ItemProps, 'item'> & { slug: string }) {
  const { t } = page
  const mine = typed?.resource === slug ? typed : null
  const of = query.scope ? `${query.scope.kind}:${query.scope.slug}` : ''
  return (
    <details class="fold no-print" open={mine !== null}>
      <summary>{t('reports.note.write')}</summary>
      <form class="stack form" action="/reports/utilisation/notes" method="post">
        <input type="hidden" name="_csrf" value={page.csrf} />
        <input type="hidden" name="resource" value={slug} />
        <input type="hidden" name="from" value={query.days.from} />
        <input type="hidden" name="to" value={query.days.to} />
        <input type="hidden" name="of" value={of} />
        <input type="hidden" name="list" value={review} />
        <TextAreaField
          page={page}
          name="text"
          id={`note-${slug}`}
          label={t('reports.note.label', { period: periodText(page, query.days) })}
          hint={t('reports.note.hint')}
          value={mine?.text ?? ''}
          maxlength={LONGEST_NOTE}
          error={mine?.error}
          required
        />
        <p>
          <button class="button" type="submit">
            {t('reports.note.save')}
          </button>
        </p>
      </form>
    </details>
  )
}
