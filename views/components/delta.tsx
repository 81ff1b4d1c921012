import { Icon } from './icon.tsx'

export interface DeltaProps {
  /** The change, spelt with its sign and unit. */
  readonly text: string
  readonly change: number
  /** What a rise means: a share of use is better higher, unused hours are better lower. */
  readonly better: 'higher' | 'lower' | 'neither'
}

/** A change since the period before: the arrow says which way, the colour whether that is good. */
export function Delta({ text, change, better }: DeltaProps) {
  if (change === 0 || better === 'neither') return <span class="delta">{text}</span>
  const isGood = change > 0 === (better === 'higher')
  return (
    <span class="delta" data-kind={isGood ? 'ok' : 'care'}>
      <Icon name={change > 0 ? 'up' : 'down'} />
      {text}
    </span>
  )
}
