/** `npm run migration -- NAME`: writes the difference between schema and migrations as a new STRICT migration. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = 'db/migrations'
/** Tables whose rows are their primary key: clustered, without a second copy of it. */
const CLUSTERED = ['claims', 'resource_months', 'revisions', 'facts', 'sessions']

const name = process.argv[2]
if (!name) {
  console.error('Say what the migration does: npm run migration -- add_waiting_list')
  process.exit(1)
}
const before = new Set(migrations())
execFileSync('drizzle-kit', ['generate', '--name', name], { stdio: 'inherit' })
for (const file of migrations().filter((each) => !before.has(each))) {
  const path = join(FOLDER, file)
  writeFileSync(path, strict(readFileSync(path, 'utf8')))
}

function migrations() {
  return readdirSync(FOLDER).filter((file) => file.endsWith('.sql'))
}

/** drizzle-kit knows neither STRICT nor WITHOUT ROWID. */
function strict(sql: string) {
  return sql.replaceAll(/CREATE TABLE `(?:__new_)?(\w+)` \([\s\S]*?\n\);/g, (table, tableName: string) =>
    table.replace(/\);$/, CLUSTERED.includes(tableName) ? ') STRICT, WITHOUT ROWID;' : ') STRICT;'),
  )
}
