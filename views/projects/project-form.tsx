import type { ProjectField } from '../../server/domain/project.ts'
import { Field } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

export interface ProjectFieldsProps {
  readonly page: Page
  /** What was typed, or what is kept. */
  readonly texts: Readonly<Partial<Record<ProjectField, string | null>>>
  /** Sentences by field. */
  readonly errors: Readonly<Record<string, string>>
}

/** The details of a project, when it is opened and when it is changed. */
export function ProjectFields({ page, texts, errors }: ProjectFieldsProps): Html {
  const { t } = page
  const field = (name: ProjectField) => ({
    ...{ page, name, label: t(`project.${name}`), value: texts[name] ?? '', error: errors[name] },
  })
  return (
    <>
      {Object.keys(errors).length > 0 ? (
        <div role="status">
          <Notice kind="stop" title={t('project.wrong')}>
            <p>{t('project.wrong-hint')}</p>
          </Notice>
        </div>
      ) : null}
      <Field {...field('title')} maxlength={200} required />
      <div class="fields fields--wide">
        <Field {...field('code')} maxlength={40} hint={t('project.code-hint')} required />
        <Field {...field('startOn')} type="date" />
        <Field {...field('endOn')} type="date" />
      </div>
      <div class="fields fields--wide">
        <Field {...field('funder')} maxlength={200} />
        <Field {...field('grantNumber')} maxlength={100} />
        <Field {...field('raid')} maxlength={200} hint={t('project.raid-hint')} />
      </div>
    </>
  )
}
