import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** What git keeps, and new files it would keep. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((path) => /\.(tsx?|mjs|css|md|json|sh|ya?ml)$/.test(path) && path !== 'package-lock.json')

/** Put together here so that this file does not name one. */
const FOLDERS = ['root', 'work', 'home', 'Users', 'tmp'].join('|')
const MACHINE_PATH = new RegExp(`(?<![\\w.])/(${FOLDERS})/[a-z]`)

const pathsIn = (text: string) => text.split('\n').filter((line) => MACHINE_PATH.test(line))

test('no file names a folder of one machine', () => {
  expect(files.length).toBeGreaterThan(50)
  expect(files.flatMap((path) => pathsIn(readIfThere(path)).map((line) => `${path}: ${line.trim()}`))).toEqual([])
})

test('a planted one is noticed', () => {
  expect(pathsIn(`const file = '${['', 'home', 'ewa', 'plik.txt'].join('/')}'`)).toHaveLength(1)
})

test('no test is skipped, left to do or run alone', () => {
  const left = new RegExp(`\\b(test|describe|it)\\.(${['skip', 'only', 'todo'].join('|')})\\b`)
  expect(files.filter((path) => path.startsWith('tests/') && left.test(readIfThere(path)))).toEqual([])
})

/** A file deleted but not yet committed is still listed. */
function readIfThere(path: string) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
