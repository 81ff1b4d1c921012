// Every check and test, in the order in which a fault is cheapest to learn. `npm test` and CI run this list.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'

process.chdir(`${import.meta.dirname}/..`)
process.env.NODE_ENV = 'test'
process.env.NO_COLOR = '1'
// The browser that the set-up found, named for the tests.
process.env.CHROMIUM ??= browser()

const STEPS = [
  ['build', 'node scripts/build.mjs'],
  ['types', 'tsc'],
  ['format and lint', 'biome ci --error-on-warnings --colors=off --diagnostic-level=warn'],
  ['import directions', 'node scripts/import-directions.ts'],
  ['nothing unused', 'knip --no-progress'],
  ['the built demo starts', 'node scripts/smoke.mjs'],
  ['tests', 'vitest run'],
]

const only = process.argv.slice(2)
const failed = []
for (const [name, command] of STEPS.filter(([name]) => only.length === 0 || only.includes(name))) {
  const begun = performance.now()
  const { code, output } = await run(command)
  const verdict = code === 0 ? 'ok    ' : 'FAILED'
  console.log(`${verdict} ${name} (${((performance.now() - begun) / 1000).toFixed(1)} s)`)
  if (code !== 0) {
    failed.push(name)
    console.log(output.trimEnd().replaceAll(/^/gm, '       '))
  } else if (name === 'tests') console.log(output.trimEnd().split('\n').slice(-6).join('\n'))
}
console.log(failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.join(', ')}.`)
process.exit(failed.length === 0 ? 0 : 1)

function browser() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const folders = (process.env.PATH ?? '').split(':')
  return names.flatMap((name) => folders.map((folder) => `${folder}/${name}`)).find((path) => existsSync(path)) ?? ''
}

function run(command) {
  return new Promise((resolve) => {
    const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'], env: process.env })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
