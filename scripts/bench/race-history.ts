import type { Db } from '../../db/connect.ts'
import { type Begun, isBegun, type Kept, type Line } from './race-log.ts'
import type { Fault } from './race-state.ts'

/** What workers were told so far, and what of it the database must still know. */
export class History {
  readonly counts = new Map<string, number>()
  /** The last version of each reservation that anybody was told of, and how many versions were. */
  private readonly last = new Map<number, Kept>()
  private readonly told = new Map<number, Map<number, string>>()
  private readonly open = new Map<string, Begun>()
  /** What made a series, and how often each was changed as a whole, which its reservations are not told one by one. */
  private readonly seriesTags = new Set<string>()
  private readonly seriesDeeds = new Map<number, number>()
  private readonly seriesVersions = new Map<number, number>()
  private readonly refusedTags = new Set<string>()
  private readonly fresh = new Set<number>()
  private readonly faults: Fault[] = []

  add(line: Line): void {
    if (isBegun(line)) {
      this.open.set(line.tag, line)
      return
    }
    const begun = this.open.get(line.tag)
    if (!begun) return
    this.open.delete(line.tag)
    const outcome = line.no ?? 'done'
    const key = `${begun.deed} ${outcome}`
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1)
    if (outcome.startsWith('fault')) this.fault(`${begun.deed} ${line.tag} failed: ${outcome}`, begun)
    if (line.no && (begun.deed === 'create' || begun.deed === 'series')) this.refusedTags.add(line.tag)
    if (line.kept) this.keep(line.kept, line.tag)
    if (line.series) this.keepSeries(line.series, begun)
  }

  /** Operations that were answered. */
  get answered(): number {
    return this.counts.values().reduce((sum, each) => sum + each, 0)
  }

  /** Operations begun by workers that were killed before they could say how they ended. */
  get unanswered(): number {
    return this.open.size
  }

  /** What was acknowledged since the last look and is not in the database. */
  faultsOfFresh(db: Db): Fault[] {
    const ids = [...this.fresh]
    this.fresh.clear()
    return [...this.faults.splice(0), ...ids.flatMap((id) => this.lossOf(id, rowOf(db, id)) ?? [])]
  }

  /**
   * The whole account, once everybody has stopped: all that was acknowledged is there, and whatever is there was
   * acknowledged, was let go of by time, or was in the hands of somebody who was killed.
   */
  faultsOfAll(db: Db): Fault[] {
    const faults = [...this.faults.splice(0), ...this.faultsOfSeries(db)]
    const openOn = Map.groupBy(
      [...this.open.values()].filter((each) => each.id !== undefined),
      (each) => each.id!,
    )
    const openOnSeries = new Map<number, number>()
    for (const { seriesId } of this.open.values())
      if (seriesId !== undefined) openOnSeries.set(seriesId, (openOnSeries.get(seriesId) ?? 0) + 1)
    const rows = db.$client.prepare(`${SELECT} WHERE 1`).iterate() as IterableIterator<Row>
    const missing = new Set(this.last.keys())
    for (const row of rows) {
      missing.delete(row.id)
      const loss = this.lossOf(row.id, row)
      if (loss) faults.push(loss)
      if (this.refusedTags.has(row.title)) faults.push(faultAt('history', `${row.title} was refused, and written`, row))
      const told = this.told.get(row.id)?.size ?? 0
      const excused =
        Number(this.open.has(row.title) || this.seriesTags.has(row.title)) +
        Number(row.state === 'expired') +
        (openOn.get(row.id)?.length ?? 0) +
        (row.seriesId === null ? 0 : (this.seriesDeeds.get(row.seriesId) ?? 0) + (openOnSeries.get(row.seriesId) ?? 0))
      if (row.version - told > excused)
        faults.push(faultAt('history', `${row.id} has ${row.version} versions, people know of ${told}`, row))
    }
    for (const id of missing) faults.push(...[this.lossOf(id, undefined) ?? []].flat())
    return faults
  }

  private keepSeries({ id, version }: { id: number; version: number }, { tag, deed, seriesId }: Begun): void {
    if (deed === 'series') this.seriesTags.add(tag)
    if (seriesId !== undefined) this.seriesDeeds.set(seriesId, (this.seriesDeeds.get(seriesId) ?? 0) + 1)
    this.seriesVersions.set(id, Math.max(this.seriesVersions.get(id) ?? 0, version))
  }

  private faultsOfSeries(db: Db): Fault[] {
    const versions = db.$client.prepare('SELECT id, version FROM series').raw().all() as [number, number][]
    const present = new Map(versions)
    return [...this.seriesVersions].flatMap(([id, version]) =>
      (present.get(id) ?? 0) >= version
        ? []
        : [
            faultAt('lost', `version ${version} of series ${id} was acknowledged`, {
              id,
              resourceId: 0,
              start: 0,
              end: 0,
            }),
          ],
    )
  }

  private keep(kept: Kept, tag: string): void {
    const content = JSON.stringify(kept)
    const versions = this.told.get(kept.id) ?? new Map<number, string>()
    this.told.set(kept.id, versions)
    const before = versions.get(kept.version)
    if (before !== undefined && before !== content)
      this.faults.push(faultAt('history', `${tag} was told another version ${kept.version} of ${kept.id}`, kept))
    versions.set(kept.version, content)
    if ((this.last.get(kept.id)?.version ?? 0) <= kept.version) this.last.set(kept.id, kept)
    this.fresh.add(kept.id)
  }

  private lossOf(id: number, row: Row | undefined): Fault | null {
    const kept = this.last.get(id)
    if (!kept) return null
    if (!row) return faultAt('lost', `${id} was acknowledged and is gone`, kept)
    if (row.version < kept.version)
      return faultAt('lost', `version ${kept.version} of ${id} was acknowledged, there is ${row.version}`, kept)
    const same = FIELDS.every((field) => row[field] === kept[field])
    return row.version === kept.version && !same ? faultAt('differs', `${id} is not as acknowledged`, kept) : null
  }

  private fault(text: string, { resourceId, start = 0, end = 0, id }: Begun): void {
    this.faults.push({
      what: 'history',
      text,
      resourceId: resourceId ?? null,
      start,
      end,
      ids: id === undefined ? [] : [id],
    })
  }
}

const FIELDS = ['state', 'resourceId', 'start', 'end', 'units'] as const

type Row = Kept & { readonly title: string; readonly seriesId: number | null }

const SELECT = `SELECT id, version, state, resource_id AS resourceId, start_at AS start, end_at AS "end", units, title,
  series_id AS seriesId FROM reservations`

const rowOf = (db: Db, id: number) => db.$client.prepare(`${SELECT} WHERE id = ?`).get(id) as Row | undefined

function faultAt(
  what: Fault['what'],
  text: string,
  { id, resourceId, start, end }: Pick<Kept, 'id' | 'resourceId' | 'start' | 'end'>,
): Fault {
  return { what, text, resourceId, start, end, ids: [id] }
}
