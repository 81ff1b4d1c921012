import type { FastifyRequest } from 'fastify'
import { rulesOfPlace } from '../../db/queries/availability-rules.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { standingFaultsIn } from '../../db/queries/faults.ts'
import { openTrainingIn } from '../../db/queries/training.ts'
import { type ManagedLab, ManagePage } from '../../views/manage/manage-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import type { HoursPlace } from '../domain/hours-change.ts'
import type { Resource } from '../domain/resource.ts'
import { decidesFor } from '../domain/stewardship.ts'
import { hoursPath } from './hours-place.ts'

/** What a steward looks after and who runs an organisation runs, with the way to its settings. */
export function manage(app: App): void {
  app.get('/manage', { config: { access: 'manager' } }, async (request, reply) =>
    reply.page(ManagePage, {
      organisations: organisationsOf(app, request),
      runsCluster: request.person!.role === 'administrator',
      labs: labsOf(app, request),
    }),
  )
}

const organisationsOf = (app: App, { person, locale }: FastifyRequest) =>
  catalogueOf(app.db)
    .organisations.filter(({ id }) => person!.administers.has(id))
    .map(({ slug, name }) => ({ slug, name: name[locale] }))

function labsOf(app: App, { person, locale }: FastifyRequest): readonly ManagedLab[] {
  const { labs, organisationById, resourcesOfLab } = catalogueOf(app.db)
  const t = translateInto(locale)
  const polonPath = ({ organisationId }: { organisationId: number }) =>
    `/manage/organisations/${organisationById.get(organisationId)!.slug}/pol-on`
  const rulesText = (place: HoursPlace) => {
    const count = rulesOfPlace(app.db, place).length
    if (count > 0) return t('manage.own-rules', { count })
    return t(place.kind === 'lab' ? 'manage.no-rules' : 'manage.as-lab')
  }
  const asked = openTrainingIn(app.db, [...person!.stewardOf.keys()])
  const qualificationsLink = ({ id, slug }: Resource) => ({
    label: t('qualifications.title') + (asked.has(id) ? ` (${asked.get(id)})` : ''),
    href: `/manage/resources/${slug}/qualifications`,
  })
  const faults = standingFaultsIn(app.db, [...person!.stewardOf.keys()])
  const faultsLink = ({ id, slug }: { id: number; slug: string }) => ({
    label: t('fault.of-resource') + (faults.has(id) ? ` (${faults.get(id)})` : ''),
    href: `/manage/resources/${slug}/faults`,
  })
  return labs
    .filter(({ id }) => person!.stewardOf.has(id))
    .map((lab) => {
      const decides = decidesFor(person, { labId: lab.id })
      const linksFor = (kind: 'labs' | 'resources', slug: string) =>
        decides
          ? [
              { label: t('hours.title'), href: hoursPath(kind, slug) },
              { label: t('policy.title'), href: `/manage/${kind}/${slug}/policy` },
            ]
          : []
      return {
        slug: lab.slug,
        name: lab.name[locale],
        home: `/labs/${lab.slug}`,
        organisation: organisationById.get(lab.organisationId)!.name[locale],
        role: person!.stewardOf.get(lab.id)!,
        rules: rulesText({ kind: 'lab', id: lab.id }),
        // Labels, faults and logs are the caretakers' business, too.
        links: [
          ...linksFor('labs', lab.slug),
          ...(person!.stewardOf.get(lab.id) === 'owner'
            ? [{ label: t('deputies.title'), href: `/manage/labs/${lab.slug}/deputies` }]
            : []),
          { label: t('labels.title'), href: `/manage/labs/${lab.slug}/labels` },
          ...(decides ? [{ label: t('polon.title'), href: polonPath(lab) }] : []),
          { label: t('use.misses'), href: `/manage/labs/${lab.slug}/misses` },
        ],
        resources: (resourcesOfLab.get(lab.id) ?? [])
          .filter(({ status }) => status !== 'retired')
          .map((resource) => ({
            name: resource.name[locale],
            home: `/equipment/${resource.slug}`,
            rules: rulesText({ kind: 'resource', id: resource.id }),
            // Caretakers, too, train people.
            links: [
              ...linksFor('resources', resource.slug),
              ...(decides
                ? [{ label: t('accessories.title'), href: `/manage/resources/${resource.slug}/accessories` }]
                : []),
              qualificationsLink(resource),
              { label: t('outages.title'), href: `/manage/resources/${resource.slug}/outages` },
              { label: t('use.record'), href: `/manage/resources/${resource.slug}/usage` },
              faultsLink(resource),
              { label: t('log.title'), href: `/manage/resources/${resource.slug}/log` },
              { label: t('record.title'), href: `/manage/resources/${resource.slug}/record` },
              { label: t('access.title'), href: `/manage/resources/${resource.slug}/access` },
            ],
          })),
      }
    })
}
