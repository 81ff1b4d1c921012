import { HOURS_OF_WEEK } from './hour-of-week.ts'
import type { LedgerHours } from './state-aid.ts'
import type { LedgerCount } from './state-aid-hours.ts'
import { ADDABLE, ADDABLE_OF_USE, type Use, type Utilisation, WEEK_LENGTH } from './utilisation.ts'
import type { GroupId, SplitUse } from './utilisation-split.ts'

/**
 * Raised whenever the same facts come to other figures than before: what an older program counted is then counted anew.
 */
export const COUNTED_AS = 2

const LISTS = ['people', 'organisations', 'decisions'] as const
const FLOATS = WEEK_LENGTH / HOURS_OF_WEEK

/**
 * The figures as bytes, without loss: as 64-bit floats the lengths of the lists, the sums and the lists, then as 32-bit ones
 * those hours of the week that hold anything, each after its number.
 */
export function pack(value: Utilisation): Uint8Array {
  const { week } = value
  const hours = Array.from({ length: HOURS_OF_WEEK }, (_, hour) => hour).filter((hour) =>
    partsOf(week, hour).some(Boolean),
  )
  const numbers = [
    ...LISTS.map((list) => value[list].length),
    ...ADDABLE.map((key) => value[key]),
    ...LISTS.flatMap((list) => value[list]),
  ]
  const bytes = new Uint8Array(numbers.length * 8 + hours.length * (FLOATS + 1) * 4)
  new Float64Array(bytes.buffer, 0, numbers.length).set(numbers)
  new Float32Array(bytes.buffer, numbers.length * 8).set(hours.flatMap((hour) => [hour, ...partsOf(week, hour)]))
  return bytes
}

export function unpack(bytes: Uint8Array): Utilisation {
  // A copy: what SQLite hands out need not begin where floats may.
  const { buffer } = new Uint8Array(bytes)
  const head = new Float64Array(buffer, 0, LISTS.length + ADDABLE.length)
  const lengths = LISTS.map((_, i) => head[i]!)
  const count = head.length + lengths.reduce((sum, length) => sum + length, 0)
  const numbers = new Float64Array(buffer, 0, count)
  const sums = Object.fromEntries(ADDABLE.map((key, i) => [key, numbers[LISTS.length + i]!]))
  let at = head.length
  const lists = Object.fromEntries(LISTS.map((list, i) => [list, [...numbers.subarray(at, (at += lengths[i]!))]]))
  return { ...sums, ...lists, week: weekOf(new Float32Array(buffer, count * 8)) } as unknown as Utilisation
}

/** Of each part the sums and the lists. */
type PackedPart = readonly [group: GroupId, sums: readonly number[], lists: readonly (readonly number[])[]]

export const packSplit = ({ parts, overlaps }: SplitUse): Uint8Array =>
  packJson([
    overlaps,
    [...parts].map(([group, use]) => [group, ADDABLE_OF_USE.map((key) => use[key]), LISTS.map((list) => use[list])]),
  ])

export function unpackSplit(bytes: Uint8Array): SplitUse {
  const [overlaps, packed] = unpackJson<[boolean, readonly PackedPart[]]>(bytes)
  const parts = packed.map(([group, sums, lists]): [GroupId, Use] => {
    const addable = ADDABLE_OF_USE.map((key, i) => [key, sums[i]!])
    return [group, Object.fromEntries([...addable, ...LISTS.map((list, i) => [list, lists[i]!])]) as unknown as Use]
  })
  return { parts: new Map(parts), overlaps }
}

/** Numbers come back as they were: JSON writes as many digits as it takes. */
export const packJson = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))
export const unpackJson = <Value>(bytes: Uint8Array): Value => JSON.parse(new TextDecoder().decode(bytes)) as Value

export const packLedger = ({ coming, ...hours }: LedgerCount): Uint8Array => packJson([hours, [...coming]])

export function unpackLedger(bytes: Uint8Array): LedgerCount {
  const [hours, coming] = unpackJson<[LedgerHours, readonly [number, number][]]>(bytes)
  return { ...hours, coming: new Map(coming) }
}

const partsOf = (week: Float32Array, hour: number) =>
  Array.from({ length: FLOATS }, (_, part) => week[part * HOURS_OF_WEEK + hour]!)

function weekOf(hours: Float32Array): Float32Array {
  const week = new Float32Array(WEEK_LENGTH)
  for (let at = 0; at < hours.length; at += FLOATS + 1)
    for (let part = 0; part < FLOATS; part++) week[part * HOURS_OF_WEEK + hours[at]!] = hours[at + 1 + part]!
  return week
}
