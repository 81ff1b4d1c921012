const POLISH = new Intl.Collator('pl')

/** A list of people or places as a Polish reader looks for them: „Łukasz” after „Ludwik”, not after „Zofia”. */
export const inNameOrder = <T extends { readonly name: string }>(list: readonly T[]): T[] =>
  list.toSorted((a, b) => POLISH.compare(a.name, b.name))
