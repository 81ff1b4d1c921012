/** A name as part of an address: `Wirnik kątowy 8×50 ml` is `wirnik-katowy-8-50-ml`. */
export function slugFor(name: string, isTaken: (slug: string) => boolean): string {
  const plain = name
    .toLowerCase()
    .replaceAll('ł', 'l')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, LONGEST)
  const base = plain || 'accessory'
  for (let count = 1; ; count++) {
    const slug = count === 1 ? base : `${base}-${count}`
    if (!isTaken(slug)) return slug
  }
}

const LONGEST = 80
