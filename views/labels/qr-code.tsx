import { encode } from 'uqr'
import type { Html } from '../jsx-runtime.ts'

/** Modules of quiet around the code that readers need (ISO/IEC 18004). */
const QUIET = 4

/** A text as a QR code: one path on a grid of modules, of the size its place gives it. */
export function QrCode({ text, label }: { text: string; label: string }): Html {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET })
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <path class="qr__ground" d={`M0 0h${size}v${size}H0z`} />
      <path class="qr__ink" d={pathOf(data)} />
    </svg>
  )
}

/** Runs of dark modules, row by row. */
function pathOf(rows: readonly (readonly boolean[])[]): string {
  let path = ''
  for (const [y, row] of rows.entries())
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue
      const from = x
      while (row[x + 1]) x++
      path += `M${from} ${y}h${x - from + 1}v1H${from}z`
    }
  return path
}
