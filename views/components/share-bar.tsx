import { scaleLinear } from 'd3-scale'

const x = scaleLinear([0, 1], [0, 100]).clamp(true)

/** Used time filled inside booked time outlined, on a bed of all available time. Its figures stand beside it. */
export function ShareBar({ used, booked }: { used: number; booked: number }) {
  return (
    <svg class="bar" viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true">
      <rect class="bed" width="100" height="14" />
      <rect class="used" y="4" width={width(used)} height="6" />
      {booked > 0 ? <rect class="booked" x=".5" y="1" width={Math.max(0, width(booked) - 1)} height="12" /> : null}
    </svg>
  )
}

const width = (share: number) => Math.round(x(share) * 10) / 10
