import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { facts } from '../../db/schema/index.ts'
import { type Ids, insertCatalogue } from './catalogue.ts'
import { insertDemoResources } from './demo-resources.ts'
import { hashDemoPassword, insertPeople, insertProjects } from './people.ts'

export interface Cluster extends Ids {
  /** E-mail → id. */
  readonly people: ReadonlyMap<string, number>
}

/** Puts the cluster into an empty, migrated database: the real catalogue, the demo's people, projects and resources. */
export async function makeCluster(db: Db, now: number): Promise<Cluster> {
  const passwordHash = await hashDemoPassword()
  return inWriteTransaction(db, (tx) => {
    const ids = insertCatalogue(tx, now)
    insertDemoResources(tx, ids, now)
    const people = insertPeople(tx, ids, passwordHash, now)
    insertProjects(tx, ids, people)
    tx.insert(facts).values({ name: 'demo', value: '1' }).run()
    return { ...ids, people }
  })
}
