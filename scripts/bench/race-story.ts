import { type Answered, type Begun, isBegun, Logs } from './race-log.ts'
import type { Fault } from './race-state.ts'

const LAST = 20

/** The last operations that had to do with a fault, in the order in which they were begun, as sentences. */
export function storyOf(folder: string, fault: Fault): string[] {
  const concerned: { begun: Begun; answer: Answered | null }[] = []
  const open = new Map<string, { begun: Begun; answer: Answered | null }>()
  for (const line of new Logs(folder).fresh()) {
    if (isBegun(line)) {
      const entry = { begun: line, answer: null }
      open.set(line.tag, entry)
      if (concerns(line, fault)) concerned.push(entry)
      continue
    }
    const entry = open.get(line.tag)
    if (!entry) continue
    open.delete(line.tag)
    entry.answer = line
    if (!concerns(entry.begun, fault) && line.kept && fault.ids.includes(line.kept.id)) concerned.push(entry)
  }
  return concerned
    .sort((a, b) => a.begun.at - b.begun.at)
    .slice(-LAST)
    .map(({ begun, answer }) => sentenceOf(begun, answer))
}

function concerns({ id, resourceId, start, end }: Begun, fault: Fault): boolean {
  if (id !== undefined) return fault.ids.includes(id)
  return resourceId === fault.resourceId && (start ?? 0) < fault.end && (end ?? Infinity) > fault.start
}

function sentenceOf(begun: Begun, answer: Answered | null): string {
  const { tag, deed, at, id, resourceId, start, end, units } = begun
  const what = [
    id === undefined ? '' : ` ${id}`,
    resourceId === undefined ? '' : ` on ${resourceId}`,
    start === undefined ? '' : ` from ${timeOf(start)}`,
    end === undefined ? '' : ` until ${timeOf(end)}`,
    units === undefined ? '' : ` with ${units}`,
  ].join('')
  const { kept } = answer ?? {}
  const outcome = kept
    ? `${kept.id} v${kept.version} ${kept.state} ${timeOf(kept.start)}–${timeOf(kept.end)} × ${kept.units}`
    : answer
      ? (answer.no ?? 'done')
      : 'no answer'
  return `${new Date(at).toISOString().slice(11, 23)} ${tag} ${deed}${what}: ${outcome}`
}

const timeOf = (instant: number) => new Date(instant).toISOString().slice(5, 16)
