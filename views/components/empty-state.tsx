import type { Child, Html } from '../jsx-runtime.ts'

/** Where there is nothing yet: why, and what to do next. */
export function EmptyState({ title, hint, children }: { title: string; hint: string; children?: Child }): Html {
  return (
    <section class="empty section section--close">
      <div class="stack">
        <h2>{title}</h2>
        {hint ? <p class="quiet">{hint}</p> : null}
        {children}
      </div>
    </section>
  )
}
