import type { Db } from '../../db/connect.ts'
import { labs, resources, resourceTechniques } from '../../db/schema/index.ts'
import type { Ids } from './catalogue.ts'
import { MRI_RECORD, TEM_ACCESS, TEM_RECORD } from './demo-records.ts'
import { type HoursName, openAt } from './hours.ts'

type NewResource = Partial<typeof resources.$inferInsert> & {
  readonly slug: string
  readonly kind: (typeof resources.$inferInsert)['kind']
  readonly namePl: string
  readonly nameEn: string
}

interface DemoLab {
  readonly slug: string
  readonly organisation: string
  readonly pl: string
  readonly en: string
  readonly resources: readonly DemoResource[]
}

interface DemoResource extends NewResource {
  readonly hours: HoursName
  readonly techniques: readonly string[]
  readonly inside?: string
}

/** The fixed resources that tests and visitors rely on: made up, marked as such, without reservations of their own. */
const DEMO_LABS: readonly DemoLab[] = [
  {
    slug: 'pl-laboratorium-pokazowe',
    organisation: 'politechnika-lubelska',
    pl: 'Laboratorium pokazowe Politechniki Lubelskiej',
    en: 'Demonstration Laboratory, Lublin University of Technology',
    resources: [
      {
        slug: 'demo-hplc',
        kind: 'instrument',
        namePl: 'Chromatograf cieczowy HPLC (pokazowy)',
        nameEn: 'HPLC liquid chromatograph (demo)',
        hours: 'office',
        techniques: ['HPLC'],
      },
      {
        slug: 'demo-tem',
        kind: 'instrument',
        namePl: 'Transmisyjny mikroskop elektronowy (pokazowy)',
        nameEn: 'Transmission electron microscope (demo)',
        hours: 'office',
        techniques: ['TEM'],
        approval: 'owner',
        setupMinutes: 30,
        cleanupMinutes: 30,
        noShowAfterMinutes: 30,
        record: TEM_RECORD,
        accessPolicy: TEM_ACCESS,
      },
      {
        slug: 'demo-incubator',
        kind: 'instrument',
        namePl: 'Inkubator z wytrząsaniem, 3 miejsca (pokazowy)',
        nameEn: 'Shaking incubator, 3 places (demo)',
        hours: 'always',
        techniques: ['hodowle komórkowe'],
        capacity: 3,
        observesHolidays: false,
        maxMinutes: 14 * 1440,
      },
      {
        slug: 'demo-night',
        kind: 'instrument',
        namePl: 'Piec do wygrzewania nocnego (pokazowy)',
        nameEn: 'Overnight annealing furnace (demo)',
        hours: 'nights',
        techniques: ['obróbka cieplna'],
        observesHolidays: false,
        maxMinutes: 540,
      },
    ],
  },
  {
    slug: 'umlub-laboratorium-pokazowe',
    organisation: 'umlub',
    pl: 'Laboratorium pokazowe Uniwersytetu Medycznego',
    en: 'Demonstration Laboratory, Medical University of Lublin',
    resources: [
      {
        slug: 'demo-lab',
        kind: 'room',
        namePl: 'Pracownia hodowli komórkowych (pokazowa)',
        nameEn: 'Cell culture room (demo)',
        hours: 'office',
        techniques: ['hodowle komórkowe'],
      },
      {
        slug: 'demo-lab-bench-a',
        inside: 'demo-lab',
        kind: 'facility',
        namePl: 'Stanowisko A w pracowni hodowli komórkowych (pokazowe)',
        nameEn: 'Bench A in the cell culture room (demo)',
        hours: 'office',
        techniques: ['hodowle komórkowe'],
      },
      {
        slug: 'demo-lab-bench-b',
        inside: 'demo-lab',
        kind: 'facility',
        namePl: 'Stanowisko B w pracowni hodowli komórkowych (pokazowe)',
        nameEn: 'Bench B in the cell culture room (demo)',
        hours: 'office',
        techniques: ['hodowle komórkowe'],
      },
      {
        slug: 'demo-mri',
        kind: 'instrument',
        namePl: 'Rezonans magnetyczny 3 T (pokazowy)',
        nameEn: '3 T MRI scanner (demo)',
        hours: 'office',
        techniques: ['MRI'],
        approval: 'owner',
        qualificationRequired: 'supervised',
        isPubliclyFunded: true,
        record: MRI_RECORD,
      },
    ],
  },
  {
    slug: 'biomed-linia-pokazowa',
    organisation: 'biomed-lublin',
    pl: 'Linia pokazowa BIOMED-LUBLIN',
    en: 'BIOMED-LUBLIN demonstration line',
    resources: [
      {
        slug: 'demo-line',
        kind: 'production_line',
        namePl: 'Linia rozlewu aseptycznego (pokazowa)',
        nameEn: 'Aseptic filling line (demo)',
        hours: 'producer',
        techniques: ['rozlew aseptyczny'],
      },
    ],
  },
]

export function insertDemoResources(db: Db, ids: Ids, now: number): void {
  for (const lab of DEMO_LABS) {
    const organisationId = ids.organisations.get(lab.organisation)
    if (organisationId === undefined) throw new Error(`seed-data lacks ${lab.organisation}`)
    const { id: labId } = db
      .insert(labs)
      .values({ slug: lab.slug, organisationId, namePl: lab.pl, nameEn: lab.en, city: 'Lublin', isExample: true })
      .returning({ id: labs.id })
      .get()
    const inserted = new Map<string, number>()
    for (const { hours, techniques, inside, ...resource } of lab.resources) {
      const parentId = inside === undefined ? null : (inserted.get(inside) ?? null)
      const { id } = db
        .insert(resources)
        .values({ horizonDays: 400, isExample: true, ...resource, labId, parentId })
        .returning({ id: resources.id })
        .get()
      inserted.set(resource.slug, id)
      openAt(db, { resourceId: id }, hours, now)
      for (const technique of techniques) db.insert(resourceTechniques).values({ resourceId: id, technique }).run()
    }
  }
}
