import type { Catalogue } from './catalogue.ts'
import type { Lab, Organisation } from './resource.ts'

/** A lab with how much can be found in it. */
export interface LabLine {
  readonly lab: Lab
  readonly resourceCount: number
}

export function labLinesOf({ id }: Organisation, catalogue: Catalogue): LabLine[] {
  return (catalogue.labsOfOrganisation.get(id) ?? []).map((lab) => labLineOf(lab, catalogue))
}

export function labLineOf(lab: Lab, { resourcesOfLab }: Catalogue): LabLine {
  const resources = resourcesOfLab.get(lab.id) ?? []
  return { lab, resourceCount: resources.filter((each) => each.status !== 'retired').length }
}
