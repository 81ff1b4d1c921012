import type { ProjectTerm } from './project.ts'

export const PROJECT_MAIL_KINDS = ['project-joined'] as const
/** To who was taken into a project by somebody else. */
export type ProjectMailKind = (typeof PROJECT_MAIL_KINDS)[number]

/** Everything such a mail says, frozen when it was queued. */
export interface ProjectMail extends Omit<ProjectTerm, 'isClosed'> {
  readonly title: string
  /** The one that leads it. */
  readonly organisation: { readonly pl: string; readonly en: string }
  /** Who did it. */
  readonly actor: string
}
