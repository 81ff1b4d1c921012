import type { Html } from '../jsx-runtime.ts'

export interface Segment {
  readonly label: string
  readonly href: string
  readonly current: boolean
}

/** A choice of one as links side by side. */
export function Segments({ label, items }: { label: string; items: readonly Segment[] }): Html {
  return (
    <nav class="segments" aria-label={label}>
      {items.map((item) => (
        <a href={item.href} aria-current={item.current ? 'true' : null}>
          {item.label}
        </a>
      ))}
    </nav>
  )
}
