import { HOURS_OF_WEEK } from './hour-of-week.ts'

/** An hour of the local week: the shares of its available hours that were used and booked; null where it never was. */
export interface HeatCell {
  /** 0 for Monday. */
  readonly weekday: number
  readonly hour: number
  readonly share: number | null
  readonly booked: number | null
}

export interface HeatGrid {
  /** From the earliest to the latest hour that was ever available. */
  readonly hours: readonly number[]
  readonly rows: readonly (readonly HeatCell[])[]
  readonly busiest: HeatCell | null
  readonly quietest: HeatCell | null
}

/** The week of a `Utilisation` as a grid of weekdays and hours, without the nights and days that are always closed. */
export function heatGridOf(week: Float32Array): HeatGrid {
  const cells = Array.from({ length: HOURS_OF_WEEK }, (_, bin): HeatCell => {
    const available = week[bin]!
    const of = (part: number) => (available > 0 ? week[part * HOURS_OF_WEEK + bin]! / available : null)
    return { weekday: Math.floor(bin / 24), hour: bin % 24, share: of(1), booked: of(2) }
  })
  const open = cells.filter(({ share }) => share !== null)
  const first = Math.min(...open.map(({ hour }) => hour))
  const last = Math.max(...open.map(({ hour }) => hour))
  const days = new Set(open.map(({ weekday }) => weekday))
  const shown = cells.filter(({ weekday, hour }) => days.has(weekday) && hour >= first && hour <= last)
  const byShare = open.toSorted((a, b) => a.share! - b.share!)
  return {
    hours: open.length === 0 ? [] : Array.from({ length: last - first + 1 }, (_, i) => first + i),
    rows: [...Map.groupBy(shown, ({ weekday }) => weekday).values()],
    busiest: byShare.at(-1) ?? null,
    quietest: byShare[0] ?? null,
  }
}
