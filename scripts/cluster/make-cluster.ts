import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { facts } from '../../db/schema/index.ts'
import { type Ids, insertCatalogue } from './catalogue.ts'
import { insertDemoAccessories } from './demo-accessories.ts'
import { insertDemoEntity } from './demo-entity.ts'
import { insertDemoResources } from './demo-resources.ts'
import { insertExampleYear } from './example-year.ts'
import { hashDemoPassword, insertPeople, insertProjects, insertStaff } from './people.ts'

export interface Cluster extends Ids {
  /** E-mail → id. */
  readonly people: ReadonlyMap<string, number>
}

/** The demo: the cluster with a made-up year of reservations. */
export async function makeDemo(db: Db, now: number): Promise<void> {
  await makeCluster(db, now)
  inWriteTransaction(db, (tx) => {
    insertStaff(tx, now)
    insertExampleYear(tx, now)
  })
}

/** Puts the cluster into an empty, migrated database: the real catalogue, the demo's people, projects and resources. */
export async function makeCluster(db: Db, now: number): Promise<Cluster> {
  const passwordHash = await hashDemoPassword()
  return inWriteTransaction(db, (tx) => {
    const ids = insertCatalogue(tx, now)
    insertDemoResources(tx, ids, now)
    insertDemoAccessories(tx)
    insertDemoEntity(tx, now)
    const people = insertPeople(tx, ids, passwordHash, now)
    insertProjects(tx, ids, people)
    tx.insert(facts).values({ name: 'demo', value: '1' }).run()
    return { ...ids, people }
  })
}
