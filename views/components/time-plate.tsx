import type { Html } from '../jsx-runtime.ts'

/** Filled: at once. Outlined: after approval. Dashed: after training. `none`: no time to take. */
export type PlateKind = 'instant' | 'approval' | 'qualification' | 'none'

export interface TimePlateProps {
  readonly kind: PlateKind
  /** Where the time is taken; without it the plate only tells. */
  readonly href?: string
  /** UTC epoch ms; null where there is no time. */
  readonly start: number | null
  /** `11:00` */
  readonly time: string
  /** `do 13:00` */
  readonly until: string
  /** What the link takes, for those who do not see where it stands. */
  readonly label?: string
}

/** The time plate: the moment one can take, the largest thing on its line. */
export function TimePlate({ kind, href, start, time, until, label }: TimePlateProps): Html {
  const words = (
    <>
      {start === null ? (
        <b>{time}</b>
      ) : (
        <time datetime={new Date(start).toISOString()}>
          <b>{time}</b>
        </time>
      )}
      <span>
        {until}
        {label ? <span class="vh">, {label}</span> : null}
      </span>
    </>
  )
  return href ? (
    <a class="plate" data-kind={kind} href={href}>
      {words}
    </a>
  ) : (
    <span class="plate" data-kind={kind}>
      {words}
    </span>
  )
}
