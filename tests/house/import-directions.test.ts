import { expect, test } from 'vitest'
import { readSources, wrongImports } from '../../scripts/import-directions.ts'

const sources = readSources()

test('sees the whole house', () => {
  expect(sources.size).toBeGreaterThan(50)
})

test('every import goes in the right direction', () => {
  expect(wrongImports(sources)).toEqual([])
})

test.each([
  ['the domain a package with I/O', 'server/domain/planted.ts', `import fs from 'node:fs'`],
  ['the domain a query', 'server/domain/planted.ts', `import { openDb } from '../../db/connect.ts'`],
  ['a query an operation', 'db/queries/planted.ts', `export { done } from '../../server/operations/result.ts'`],
  ['an operation the schema', 'server/operations/planted.ts', `import * as schema from '../../db/schema/index.ts'`],
  ['a view a query', 'views/planted.tsx', `import type { Db } from '../db/connect.ts'`],
  ['a route the schema', 'server/routes/planted.ts', `const schema = await import('../../db/schema/index.ts')`],
  ['a route another noun', 'server/routes/planted.ts', `import { health } from './health.ts'`],
  ['an API call a page', 'server/api/planted.ts', `import { health } from '../routes/health.ts'`],
  ['the server a test', 'server/planted.ts', `import { wrongImports } from '../scripts/import-directions.ts'`],
  ['anyone what is not there', 'server/planted.ts', `import { nothing } from './nothing.ts'`],
])('refuses %s', (_what, path, text) => {
  expect(wrongImports(new Map([...sources, [path, text]]), [path])).toEqual([
    expect.stringContaining(`${path} imports`),
  ])
})
