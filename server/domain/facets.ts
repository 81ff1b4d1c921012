/** A property to choose by: several values of one facet widen a choice, several facets narrow it. */
export interface Facet<T> {
  readonly name: string
  readonly valuesOf: (item: T) => readonly string[]
}

/** Facet name → values chosen. A facet without any lets everything through. */
export type Chosen = Readonly<Record<string, readonly string[]>>

export interface Faceted<T> {
  /** What all choices let through, in its order. */
  readonly found: readonly T[]
  /** Facet name → value → how many there would be with this value and the choices of the other facets. */
  readonly counts: ReadonlyMap<string, ReadonlyMap<string, number>>
}

export function facetedBy<T>(items: readonly T[], facets: readonly Facet<T>[], chosen: Chosen): Faceted<T> {
  const counts = new Map(facets.map(({ name }) => [name, new Map<string, number>()]))
  const found: T[] = []
  for (const item of items) {
    const values = facets.map((facet) => facet.valuesOf(item))
    const misses = facets.flatMap(({ name }, i) => (isChosen(values[i]!, chosen[name]) ? [] : [i]))
    if (misses.length === 0) found.push(item)
    facets.forEach(({ name }, i) => {
      if (misses.every((miss) => miss === i)) countEach(values[i]!, counts.get(name)!)
    })
  }
  return { found, counts }
}

const isChosen = (values: readonly string[], wanted: readonly string[] = []) =>
  wanted.length === 0 || values.some((value) => wanted.includes(value))

function countEach(values: readonly string[], counts: Map<string, number>): void {
  for (const value of new Set(values)) counts.set(value, (counts.get(value) ?? 0) + 1)
}
