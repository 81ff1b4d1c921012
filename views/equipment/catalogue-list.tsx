import type { Lab, Organisation, Resource } from '../../server/domain/resource.ts'
import { reserveUrl } from '../components/calendar-links.ts'
import { StateChip } from '../components/state-chip.tsx'
import { TimePlate } from '../components/time-plate.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { sourceNote } from './source-note.ts'

export interface CatalogueRow {
  readonly resource: Resource
  readonly organisation: Organisation
  readonly lab: Lab
  readonly name: string
  /** The earliest time it can be had in the days to come. */
  readonly next: {
    readonly start: number
    readonly end: number
    readonly mode: 'instant' | 'approval' | 'qualification'
  } | null
}

/** Entries of the catalogue, each with its next free time. */
export function CatalogueList({ page, rows }: { page: Page; rows: readonly CatalogueRow[] }): Html {
  return (
    <ol class="board-list">
      {rows.map((row) => (
        <Entry page={page} row={row} />
      ))}
    </ol>
  )
}

function Entry({ page, row }: { page: Page; row: CatalogueRow }) {
  const { t, locale } = page
  const { resource, organisation, lab, name } = row
  const href = `/equipment/${resource.slug}`
  const isBookable = resource.status === 'active' && organisation.isMember
  return (
    <li class="board-row board-row--entry">
      <NextTime page={page} row={row} isBookable={isBookable} />
      <div>
        <h2>
          <a href={href}>{name}</a>
        </h2>
        <p class="board-row__meta">
          <span>{[t(`kind.${resource.kind}`), ...resource.techniques.slice(0, 3)].join(' · ')}</span>
          <span class="org">{organisation.name[locale]}</span>
          <span>{lab.name[locale]}</span>
        </p>
        <p class="board-row__state">
          <Standing page={page} row={row} />
          <span>{sourceNote(page, resource)}</span>
        </p>
      </div>
      <p class="board-row__go">
        <a class="button" href={isBookable ? `${href}#times` : href}>
          {t(isBookable ? 'equipment.times' : 'equipment.details')}
          <span class="vh">: {name}</span>
        </a>
      </p>
    </li>
  )
}

/** How it is booked, or why it is not. */
function Standing({ page, row: { resource, organisation, next } }: { page: Page; row: CatalogueRow }) {
  const chip = (kind: string, text: string) => (
    <span class="chip" data-kind={kind}>
      {text}
    </span>
  )
  if (!organisation.isMember) return chip('plain', page.t('equipment.outside'))
  if (resource.status === 'planned') return <StateChip page={page} kind="planned" />
  if (resource.status !== 'active') return <StateChip page={page} kind="outage" />
  return <StateChip page={page} kind={next?.mode ?? modeFor(resource)} />
}

function modeFor({ policy }: Resource) {
  if (policy.qualificationRequired) return 'qualification'
  return policy.approval === 'owner' ? 'approval' : 'instant'
}

function NextTime({ page, row, isBookable }: { page: Page; row: CatalogueRow; isBookable: boolean }) {
  const { t, locale, now } = page
  const { resource, next, name } = row
  if (!next)
    return (
      <TimePlate kind="none" start={null} time="–" until={t(isBookable ? 'equipment.full' : 'equipment.no-time')} />
    )
  const format = formatOf(locale, resource.timeZone)
  const day = format.isoDay(next.start) === format.isoDay(now) ? t('equipment.today') : format.shortDay(next.start)
  return (
    <TimePlate
      kind={next.mode}
      href={reserveUrl(resource.slug, resource.timeZone, next)}
      start={next.start}
      time={format.clock(next.start)}
      until={day}
      label={name}
    />
  )
}
