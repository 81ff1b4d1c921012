import { STATES, type State } from '../../server/domain/lifecycle.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { Icon, type IconName } from './icon.tsx'

/** How a resource is booked, or that it cannot be. */
export type BookingKind = 'instant' | 'approval' | 'qualification' | 'outage' | 'planned'

const LOOKS: Record<State | BookingKind, readonly [kind: string, icon: IconName]> = {
  requested: ['requested', 'half'],
  confirmed: ['confirmed', 'check'],
  declined: ['declined', 'cross'],
  expired: ['plain', 'clock'],
  in_use: ['in_use', 'clock'],
  completed: ['completed', 'check'],
  no_show: ['care', 'care'],
  cancelled: ['cancelled', 'struck'],
  instant: ['instant', 'instant'],
  approval: ['approval', 'half'],
  qualification: ['qualification', 'key'],
  outage: ['outage', 'wrench'],
  planned: ['plain', 'clock'],
}

/** A state told by shape and word; its colour only confirms it. */
export function StateChip({
  page,
  kind,
  large,
}: {
  page: Pick<Page, 't'>
  kind: State | BookingKind
  large?: boolean
}): Html {
  const [look, icon] = LOOKS[kind]
  return (
    <span class={large ? 'chip chip--lg' : 'chip'} data-kind={look}>
      <Icon name={icon} />
      {page.t(isState(kind) ? `state.${kind}` : `chip.${kind}`)}
    </span>
  )
}

const isState = (kind: State | BookingKind): kind is State => STATES.includes(kind as State)
