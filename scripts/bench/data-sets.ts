import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

export interface DataSet {
  readonly name: 'A' | 'B'
  readonly reservations: number
  readonly resources: number
  readonly firstYear: number
  readonly file: string
}

export const DATA_SETS: readonly DataSet[] = [
  { name: 'A', reservations: 1_000_000, resources: 500, firstYear: 2022, file: 'var/bench-a.sqlite' },
  { name: 'B', reservations: 1_043_600, resources: 50, firstYear: 2017, file: 'var/bench-b.sqlite' },
]

/** Seeds the data set anew: what a benchmark wrote must not be in the next one's way. */
export function seed({ reservations, resources, file }: DataSet): void {
  console.log(`Making ${file} …`)
  execFileSync(
    process.execPath,
    [program('scripts/seed.js'), '--scale', String(reservations), '--resources', String(resources), '--reset'],
    { env: { ...process.env, DATABASE: file }, stdio: ['ignore', 'ignore', 'inherit'] },
  )
}

/** A built program, seen from the built benchmark. */
export function program(path: string): string {
  const file = join(import.meta.dirname, '..', '..', path)
  if (!existsSync(file)) throw new Error(`${path} is not built: npm run build`)
  return file
}
