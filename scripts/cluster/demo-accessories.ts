import { eq } from 'drizzle-orm'
import type { Db } from '../../db/connect.ts'
import { resourceAccessories, resources } from '../../db/schema/index.ts'

interface DemoAccessory {
  readonly slug: string
  readonly pl: string
  readonly en: string
  readonly stock: number
  /** Resources of one lab. */
  readonly belongsTo: readonly string[]
}

/** Made up, as the notice on the page of their equipment says of all that is an example. */
const DEMO_ACCESSORIES: readonly DemoAccessory[] = [
  {
    slug: 'kolumna-chiralna',
    pl: 'Kolumna chiralna (przykładowa)',
    en: 'Chiral column (example)',
    stock: 2,
    belongsTo: ['trace-gc-ultra-fid-tcd', 'trace-gc-ultra-ms'],
  },
  {
    slug: 'podajnik-headspace',
    pl: 'Podajnik próbek headspace (przykładowy)',
    en: 'Headspace autosampler (example)',
    stock: 1,
    belongsTo: ['trace-gc-ultra-fid-tcd', 'trace-gc-ultra-ms'],
  },
]

export function insertDemoAccessories(db: Db): void {
  for (const { slug, pl, en, stock, belongsTo } of DEMO_ACCESSORIES) {
    const hosts = belongsTo.map((each) => db.select().from(resources).where(eq(resources.slug, each)).get()!)
    const { labId } = hosts[0]!
    const row = { slug, labId, kind: 'instrument', namePl: pl, nameEn: en, capacity: stock } as const
    const accessory = db
      .insert(resources)
      .values({ ...row, isAccessory: true, isExample: true })
      .returning({ id: resources.id })
      .get()
    for (const host of hosts)
      db.insert(resourceAccessories).values({ resourceId: host.id, accessoryId: accessory.id }).run()
  }
}
