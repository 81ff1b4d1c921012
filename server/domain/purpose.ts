/** Why somebody uses a resource. The State-aid ledger rests on which of the three groups it is in. */
export const PURPOSES = [
  'teaching',
  'own_research',
  'collaborative_research',
  'knowledge_transfer',
  'contract_research',
  'service',
  'rental',
  'maintenance',
  'staff_training',
] as const
export type Purpose = (typeof PURPOSES)[number]

export const PURPOSE_GROUPS = ['non_economic', 'economic', 'neutral'] as const
export type PurposeGroup = (typeof PURPOSE_GROUPS)[number]

const GROUP: Record<Purpose, PurposeGroup> = {
  teaching: 'non_economic',
  own_research: 'non_economic',
  collaborative_research: 'non_economic',
  knowledge_transfer: 'non_economic',
  contract_research: 'economic',
  service: 'economic',
  rental: 'economic',
  maintenance: 'neutral',
  staff_training: 'neutral',
}

/** The purpose a search counts with while nobody has named one: research, or else the first that is allowed. */
export const likelyPurpose = ({ purposes }: { readonly purposes: readonly Purpose[] | null }): Purpose | null =>
  purposes === null || purposes.includes('own_research') ? 'own_research' : (purposes[0] ?? null)

export const groupOf = (purpose: Purpose): PurposeGroup => GROUP[purpose]
