/** `npm start`: the production server. Everything worth calling is in start.ts. */
import { readSettings, settingsHelp } from './settings.ts'
import { start, stopOnSignal } from './start.ts'

if (process.argv.includes('--help')) {
  console.log(settingsHelp())
  process.exit(0)
}
const result = readSettings(process.env, { production: true })
if (!result.ok) {
  for (const fault of result.faults) console.error(fault)
  process.exit(1)
}
try {
  const running = await start(result.settings)
  stopOnSignal(running)
  console.log(`Aparatura listens on ${running.address}`)
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : fault)
  process.exit(1)
}
