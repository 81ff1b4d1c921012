import type { Child, Html } from '../jsx-runtime.ts'
import { Icon, type IconName } from './icon.tsx'

export type NoticeKind = 'ok' | 'wait' | 'care' | 'stop' | 'plain'

const ICONS: Record<NoticeKind, IconName> = { ok: 'check', wait: 'half', care: 'care', stop: 'stop', plain: 'info' }

/** A message in the flow of the page: what happened or holds, and what to do. */
export function Notice({
  kind = 'plain',
  title,
  children,
}: {
  kind?: NoticeKind
  title?: string
  children?: Child
}): Html {
  return (
    <div class="notice" data-kind={kind}>
      <Icon name={ICONS[kind]} />
      <div>
        {title ? <h3>{title}</h3> : null}
        {children}
      </div>
    </div>
  )
}
