import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

/** Something that a reservation takes along. */
export interface TakenAlong {
  /** Null for an accessory, which has no page. */
  readonly slug: string | null
  readonly name: string
  readonly units: number
  readonly capacity: number
}

/** `Laser, Probe (2 of 3)` */
export function AlsoList({ page, also }: { page: Pick<Page, 't'>; also: readonly TakenAlong[] }): Html {
  const { t } = page
  return (
    <>
      {also.map(({ slug, name, units, capacity }, i) => [
        i > 0 ? ', ' : null,
        slug === null ? name : <a href={`/equipment/${slug}`}>{name}</a>,
        capacity > 1 ? ` (${t('reservation.units-taken', { units, capacity })})` : null,
      ])}
    </>
  )
}
