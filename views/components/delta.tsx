import { raw } from '../jsx-runtime.ts'

export interface DeltaProps {
  /** The change, spelt with its sign and unit. */
  readonly text: string
  readonly change: number
  /** What a rise means: a share of use is better higher, unused hours are better lower. */
  readonly better: 'higher' | 'lower' | 'neither'
}

const arrow = (path: string) =>
  raw(`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="${path}"></path></svg>`)
const UP = arrow('M8 14V3M3.5 7 8 2.5 12.5 7')
const DOWN = arrow('M8 2v11M3.5 9 8 13.5 12.5 9')

/** A change since the period before: the arrow says which way, the colour whether that is good. */
export function Delta({ text, change, better }: DeltaProps) {
  if (change === 0 || better === 'neither') return <span class="delta">{text}</span>
  const isGood = change > 0 === (better === 'higher')
  return (
    <span class="delta" data-kind={isGood ? 'ok' : 'care'}>
      {change > 0 ? UP : DOWN}
      {text}
    </span>
  )
}
