import type { Child } from '../jsx-runtime.ts'

export interface KpiProps {
  readonly name: string
  /** Null for no data, which is never 0 %. */
  readonly value: string | null
  readonly noData: string
  readonly unit?: string
  /** The formula in words, and the figures put into it. */
  readonly how: string
  readonly sum: string
  readonly children?: Child
}

/** A figure with the way it came about: name, figure, formula with what was put in, change. Inside `<dl class="kpis">`. */
export function Kpi({ name, value, noData, unit, how, sum, children }: KpiProps) {
  return (
    <div class="kpi">
      <dt>{name}</dt>
      <dd class="kpi__value">
        {value ?? <small>{noData}</small>}
        {value !== null && unit ? <small> {unit}</small> : null}
      </dd>
      <dd class="kpi__how">
        <i>{how}</i>
        <br />
        {sum}
      </dd>
      {children ? <dd>{children}</dd> : null}
    </div>
  )
}
