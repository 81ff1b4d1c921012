import type { Child } from '../jsx-runtime.ts'

/** Colours of charts in files: there are no themes on paper. */
export const PAPER = { ink: '#15181a', quiet: '#5c6468', line: '#7f8784', bed: '#ffffff', shut: '#e6e8e2' } as const

/** Five steps of darkness with the colour of the figure that stands on each; below the first there is only an outline. */
export const HEAT_FILLS = [
  { fill: '#ffffff', on: PAPER.ink },
  { fill: '#e9ebe7', on: PAPER.ink },
  { fill: '#ccd1cc', on: PAPER.ink },
  { fill: '#a3aba7', on: PAPER.ink },
  { fill: '#4b5357', on: '#ffffff' },
  { fill: '#15181a', on: '#ffffff' },
] as const

interface FrameProps {
  readonly width: number
  readonly height: number
  readonly title: string
  /** What it shows, in a sentence. */
  readonly summary: string
  readonly children?: Child
}

/** A drawing for a file: it brings its own size, colours and font. */
export function ChartFrame({ width, height, title, summary, children }: FrameProps) {
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      font-family="Roboto"
      font-size="9"
    >
      <title>{title}</title>
      <desc>{summary}</desc>
      {children}
    </svg>
  )
}
