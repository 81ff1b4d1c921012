/**
 * Prints a hash of the project's answers. Run by main.ts as a process of its own, whose zone is TZ and whose today is
 * TODAY: neither may show in them.
 */
import { createHash } from 'node:crypto'
import { randomCases } from './random-cases.ts'

const [count, seed] = process.argv.slice(2).map(Number)
const today = Date.parse(process.env['TODAY'] ?? '')
const RealDate = Date
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args) => Reflect.construct(target, args.length === 0 ? [today] : args),
  get: (target, name) => (name === 'now' ? () => today : Reflect.get(target, name)),
})
// Loaded after the clock is set.
const { ourAnswer } = await import('./engines.ts')
const hash = createHash('sha256')
  .update(JSON.stringify(randomCases(count!, seed!).map(ourAnswer)))
  .digest('hex')
console.log(`${new Date().toISOString().slice(0, 10)} ${new Date(2026, 0, 1).getTimezoneOffset()} ${hash}`)
