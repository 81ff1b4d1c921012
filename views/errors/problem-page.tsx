import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import type { TextKey } from '../text/translate.ts'

export interface ProblemPageProps {
  readonly page: Page
  readonly code: string
  readonly status: number
}

/** What a problem of the API means. */
export function ProblemPage({ page, code, status }: ProblemPageProps) {
  const { t } = page
  const title = t(`problem.${code}.title` as TextKey)
  return (
    <Layout page={page} title={title}>
      <div class="wrap stack prose">
        <h1>{title}</h1>
        <p class="lead">{t(`problem.${code}.detail` as TextKey)}</p>
        <p>
          <code>{code}</code>, HTTP {status}
        </p>
      </div>
    </Layout>
  )
}
