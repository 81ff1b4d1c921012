import type { Project } from '../../server/domain/project.ts'
import { SelectField } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { ProjectFields, type ProjectFieldsProps } from './project-form.tsx'
import { projectPath } from './projects-page.tsx'

export interface ProjectChangeProps {
  readonly page: Page
  readonly project: Project
  readonly texts: ProjectFieldsProps['texts']
  readonly errors: ProjectFieldsProps['errors']
  /** Somebody else has changed the project since the form was opened. */
  readonly isOvertaken: boolean
  /** The edition of the project that the form is about. */
  readonly seen: string
  readonly leaderId: string
  /** Members of the cluster besides the leading one. */
  readonly partners: readonly { readonly slug: string; readonly name: string; readonly isChosen: boolean }[]
}

/** Details, leader, partners; closing and reopening. */
export function ProjectChange(props: ProjectChangeProps): Html {
  const { page, project, texts, errors, isOvertaken, leaderId, partners } = props
  const { t } = page
  const path = projectPath(project)
  const leaders = project.people.map(({ id, name }) => ({ value: String(id), label: name }))
  const isWrong = Object.keys(errors).length > 0
  return (
    <details class="fold panel no-print" open={isWrong || isOvertaken}>
      <summary>{t('project.change')}</summary>
      <form class="stack" action={path} method="post">
        <input type="hidden" name="_csrf" value={page.csrf} />
        <input type="hidden" name="seen" value={props.seen} />
        {isOvertaken ? (
          <div role="alert">
            <Notice kind="care" title={t('project.overtaken')}>
              <p>{t('project.overtaken-hint')}</p>
            </Notice>
          </div>
        ) : null}
        <ProjectFields page={page} texts={texts} errors={errors} />
        <SelectField
          page={page}
          name="leader"
          label={t('project.leader')}
          value={leaderId}
          error={errors['leader']}
          options={[...(project.leaderId === null ? [{ value: '', label: t('project.no-leader') }] : []), ...leaders]}
        />
        <fieldset class="stack tight">
          <legend>{t('project.organisations')}</legend>
          {partners.map(({ slug, name, isChosen }) => (
            <label class="check">
              <input type="checkbox" name={`with-${slug}`} value="1" checked={isChosen} />
              {name}
            </label>
          ))}
        </fieldset>
        <p>
          <button class="button button--primary" type="submit">
            {t('project.save')}
          </button>
        </p>
      </form>
      <form class="stack" action={`${path}/closing`} method="post">
        <input type="hidden" name="_csrf" value={page.csrf} />
        {project.isClosed ? null : <p class="quiet small">{t('project.close-hint')}</p>}
        <p>
          <button class="button" type="submit" name="act" value={project.isClosed ? 'reopen' : 'close'}>
            {t(project.isClosed ? 'project.reopen' : 'project.close')}
          </button>
        </p>
      </form>
    </details>
  )
}
