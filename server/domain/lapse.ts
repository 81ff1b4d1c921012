import { instantOf, localOf } from './zone.ts'

/** When a right that was last used, or granted, at this moment lapses: the same local time so many months on, or the last day of a shorter month. */
export function lapsesAt(lastUsedAt: number, months: number, zone: string): number {
  const local = localOf(lastUsedAt, zone)
  const [year, month, day] = local.slice(0, 10).split('-').map(Number)
  const count = year! * 12 + (month! - 1) + months
  const lastDay = new Date(Date.UTC(Math.floor(count / 12), (count % 12) + 1, 0)).getUTCDate()
  const date = new Date(Date.UTC(Math.floor(count / 12), count % 12, Math.min(day!, lastDay)))
  return instantOf(`${date.toISOString().slice(0, 10)}${local.slice(10)}`, zone)
}
