import type { FaultSeverity, FaultState, FaultStatus } from '../../server/domain/fault.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { Icon, type IconName } from '../components/icon.tsx'
import { Notice, type NoticeKind } from '../components/notice.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

const SEVERITY_LOOKS: Record<FaultSeverity, readonly [kind: string, icon: IconName]> = {
  note: ['plain', 'info'],
  limits: ['care', 'care'],
  stops: ['stop', 'stop'],
}

const STATE_LOOKS: Record<FaultState, readonly [kind: string, icon: IconName]> = {
  open: ['requested', 'half'],
  acknowledged: ['approval', 'wrench'],
  resolved: ['confirmed', 'check'],
  merged: ['plain', 'right'],
}

export function SeverityChip({ page, severity }: { page: Pick<Page, 't'>; severity: FaultSeverity }): Html {
  const [kind, icon] = SEVERITY_LOOKS[severity]
  return (
    <span class="chip" data-kind={kind}>
      <Icon name={icon} />
      {page.t(`fault.severity-${severity}`)}
    </span>
  )
}

export function FaultStateChip({ page, state }: { page: Pick<Page, 't'>; state: FaultState }): Html {
  const [kind, icon] = STATE_LOOKS[state]
  return (
    <span class="chip" data-kind={kind}>
      <Icon name={icon} />
      {page.t(`fault.state-${state}`)}
    </span>
  )
}

const NOTICES: Record<FaultSeverity, NoticeKind> = { note: 'plain', limits: 'care', stops: 'stop' }

/** What everybody sees of a resource's faults; nothing where there is none. */
export function FaultNotice({
  page,
  status,
  resource,
}: {
  page: Page
  status: FaultStatus | null
  resource: Pick<Resource, 'timeZone'>
}): Html | null {
  if (!status) return null
  const day = formatOf(page.locale, resource.timeZone).dayMonth(status.since)
  return (
    <Notice kind={NOTICES[status.severity]}>
      <p>
        <b>{page.t(`fault.status-${status.severity}`)}</b>, {page.t('fault.since', { day })}.
      </p>
    </Notice>
  )
}
