import type { Project, ProjectPerson } from '../../server/domain/project.ts'
import { Field, SelectField } from '../components/field.tsx'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { projectPath } from './projects-page.tsx'

export interface ProjectPeopleProps {
  readonly page: Page
  readonly project: Project
  readonly organisationName: (id: number) => string
  readonly mayChange: boolean
  /** People of the leading organisation who do not take part yet. */
  readonly colleagues: readonly ProjectPerson[]
  /** The address that was typed, and what is wrong with it. */
  readonly typed: string
  readonly error: string | undefined
}

/** Who may book for the project; who changes it adds and removes people, anybody may leave. */
export function ProjectPeople(props: ProjectPeopleProps): Html {
  const { page, project, organisationName, mayChange } = props
  const { t } = page
  return (
    <section class="panel stack" id="people" aria-labelledby="people-title">
      <h2 id="people-title">{t('project.people')}</h2>
      <p class="quiet small">{t('project.people-hint')}</p>
      <ul class="stack tight">
        {project.people.map((each) => (
          <li class="row row--apart">
            <span>
              {each.name}
              <small class="quiet">
                , {organisationName(each.organisationId)}
                {each.id === project.leaderId ? `, ${t('project.leaderId')}` : null}
              </small>
            </span>
            {each.id !== project.leaderId && (mayChange || each.id === page.person?.id) ? (
              <Removal {...props} person={each} />
            ) : null}
          </li>
        ))}
      </ul>
      {mayChange && !project.isClosed ? <Additions {...props} /> : null}
    </section>
  )
}

function Removal({ page, project, person }: ProjectPeopleProps & { person: ProjectPerson }) {
  const { t } = page
  const isSelf = person.id === page.person?.id
  return (
    <form action={`${projectPath(project)}/people/${person.id}/removal`} method="post" class="no-print">
      <input type="hidden" name="_csrf" value={page.csrf} />
      <button class="button button--bare" type="submit">
        {t(isSelf ? 'project.leave' : 'project.remove')}
        <span class="vh">: {person.name}</span>
      </button>
    </form>
  )
}

function Additions({ page, project, colleagues, typed, error }: ProjectPeopleProps) {
  const { t } = page
  const path = `${projectPath(project)}/people`
  return (
    <div class="stack no-print">
      {colleagues.length > 0 ? (
        <form class="stack tight" action={path} method="post">
          <input type="hidden" name="_csrf" value={page.csrf} />
          <SelectField
            page={page}
            name="person"
            label={t('project.add-colleague')}
            value=""
            options={colleagues.map(({ id, name }) => ({ value: String(id), label: name }))}
          />
          <p>
            <button class="button" type="submit">
              {t('project.add')}
            </button>
          </p>
        </form>
      ) : null}
      <form class="stack tight" action={path} method="post">
        <input type="hidden" name="_csrf" value={page.csrf} />
        <Field
          page={page}
          name="email"
          type="email"
          label={t('project.add-email')}
          value={typed}
          error={error}
          maxlength={254}
          required
        />
        <p>
          <button class="button" type="submit">
            {t('project.add')}
          </button>
        </p>
      </form>
    </div>
  )
}
