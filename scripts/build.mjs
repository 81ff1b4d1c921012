// Builds the programs into dist/ and the look into static/app.css, and copies what browsers need from packages.
// Does nothing when no source has changed since the last build.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'

process.chdir(`${import.meta.dirname}/..`)

const RECORD = 'dist/build.json'
const PROGRAMS = [
  'server/main',
  'scripts/demo',
  'scripts/seed',
  'scripts/admin',
  'scripts/backup',
  'scripts/restore',
  'scripts/bench/main',
  'scripts/bench/race-worker',
  'scripts/bench/mail-worker',
  'server/reports/pdf-worker',
]
/** Every package of the programs with its version and licence (CycloneDX). */
const BILL = 'dist/sbom.json'
const LOOK = { from: 'static/css/app.css', to: 'static/app.css' }
/** Packages with native parts, those that look for their own files, and those that few starts need. */
const LEFT_OUTSIDE = [
  '@simplewebauthn/server',
  'openid-client',
  'better-sqlite3',
  '@node-rs/argon2',
  '@touch4it/ical-timezones',
  'esbuild',
  'pdfmake',
  'sharp',
  'write-excel-file',
]
const FONT = '@fontsource-variable/sofia-sans'
const COPIES = {
  'static/vendor/htmx.min.js': 'node_modules/htmx.org/dist/htmx.min.js',
  'static/fonts/sofia-sans-latin-wght-normal.woff2': `node_modules/${FONT}/files/sofia-sans-latin-wght-normal.woff2`,
  'static/fonts/sofia-sans-latin-ext-wght-normal.woff2': `node_modules/${FONT}/files/sofia-sans-latin-ext-wght-normal.woff2`,
}
/** Bundled CommonJS packages ask for Node's own modules through `require`. */
const BANNER = `import { createRequire as requireFor } from 'node:module'
const require = requireFor(import.meta.url)`
/**
 * Compiled code is kept between starts, which halves them. What is kept must be switched on before it is loaded.
 * V8 is told to let its heap grow slowly: left alone it holds a quarter more memory for the same pages. Asked to
 * optimize for size it halves that, and collects so often that a page of 50 resources takes twice as long.
 */
const starterOf = (name, depth) => `import { enableCompileCache } from 'node:module'
import { setFlagsFromString } from 'node:v8'
setFlagsFromString('--heap-growing-percent=25')
enableCompileCache(import.meta.dirname + '${'/..'.repeat(depth)}/compiled')
await import('./${name}.program.js')
`

if (!isUpToDate()) await build()
if (!isNewerThanLock(BILL)) writeBill()

async function build() {
  const { build: bundle } = await import('esbuild')
  const entryPoints = PROGRAMS.map(sourceOf).filter((source) => source !== undefined)
  rmSync(RECORD, { force: true })
  const { metafile } = await bundle({
    entryPoints,
    outdir: 'dist',
    outbase: '.',
    entryNames: '[dir]/[name].program',
    bundle: true,
    external: LEFT_OUTSIDE,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    jsx: 'automatic',
    jsxImportSource: '#html',
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    minifySyntax: true,
    minifyWhitespace: true,
    metafile: true,
    logLevel: 'warning',
    banner: { js: BANNER },
  }).catch(() => process.exit(1))
  const look = await bundle({
    entryPoints: [LOOK.from],
    outfile: LOOK.to,
    bundle: true,
    minify: true,
    external: ['/static/*'],
    metafile: true,
    logLevel: 'warning',
  }).catch(() => process.exit(1))
  for (const source of entryPoints) {
    const program = `dist/${source.replace(/\.ts$/, '')}`
    writeFileSync(`${program}.js`, starterOf(basename(program), program.split('/').length - 2))
  }
  for (const [to, from] of Object.entries(COPIES)) {
    mkdirSync(dirname(to), { recursive: true })
    copyFileSync(from, to)
  }
  const inputs = [...Object.keys(metafile.inputs), ...Object.keys(look.metafile.inputs)]
  const sources = inputs.filter((path) => !path.startsWith('node_modules/') && existsSync(path))
  const watched = [...sources, 'package-lock.json', 'scripts/build.mjs']
  writeFileSync(
    RECORD,
    JSON.stringify({ entryPoints, stamps: Object.fromEntries(watched.map((path) => [path, stampOf(path)])) }),
  )
}

/** From what is installed, so without a network; where npm cannot tell, the programs are none the worse. */
function writeBill() {
  const { status, stdout } = spawnSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev', '--offline'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1_048_576,
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 60_000,
  })
  if (status === 0) writeFileSync(BILL, stdout)
  else console.warn('npm could not list the packages: dist/sbom.json was not written')
}

function isNewerThanLock(file) {
  const made = statSync(file, { throwIfNoEntry: false })
  return made !== undefined && made.mtimeMs >= statSync('package-lock.json').mtimeMs
}

function isUpToDate() {
  if (!existsSync(RECORD) || ![LOOK.to, ...Object.keys(COPIES)].every((path) => existsSync(path))) return false
  const { entryPoints, stamps } = JSON.parse(readFileSync(RECORD, 'utf8'))
  return (
    PROGRAMS.map(sourceOf).filter(Boolean).join() === entryPoints.join() &&
    Object.entries(stamps).every(([path, stamp]) => stampOf(path) === stamp)
  )
}

function sourceOf(program) {
  return existsSync(`${program}.ts`) ? `${program}.ts` : undefined
}

function stampOf(path) {
  const facts = statSync(path, { throwIfNoEntry: false })
  return facts ? `${facts.mtimeMs} ${facts.size}` : 'gone'
}
