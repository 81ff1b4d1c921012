/** Ways to get access, in the words of the European Charter for Access to Research Infrastructures. */
export const ACCESS_MODES = ['excellence', 'market', 'wide'] as const
export type AccessMode = (typeof ACCESS_MODES)[number]

/** What the policy says in words, in the order of its page. */
export const ACCESS_TEXTS = [
  'units',
  'conditions',
  'process',
  'deadline',
  'fees',
  'support',
  'restrictions',
  'acknowledgement',
] as const
export type AccessText = (typeof ACCESS_TEXTS)[number]

export interface BothTexts {
  readonly pl: string
  readonly en: string
}

/** Who may use a resource on which terms. Texts its owner has not written are empty. */
export interface AccessPolicy {
  readonly modes: readonly AccessMode[]
  readonly texts: Readonly<Record<AccessText, BothTexts>>
}

const LONGEST = 4000
const NO_TEXT: BothTexts = { pl: '', en: '' }

export function accessPolicyFrom(stored: Readonly<Record<string, unknown>>): AccessPolicy {
  const modes = Array.isArray(stored['modes']) ? stored['modes'] : []
  const texts = (stored['texts'] ?? {}) as Partial<Record<AccessText, BothTexts>>
  return {
    modes: ACCESS_MODES.filter((mode) => modes.includes(mode)),
    texts: Object.fromEntries(ACCESS_TEXTS.map((name) => [name, { ...NO_TEXT, ...texts[name] }])) as Record<
      AccessText,
      BothTexts
    >,
  }
}

/** What is stored of it: texts in no language are left out. */
export function storedAccessPolicy({ modes, texts }: AccessPolicy): Record<string, unknown> {
  const written = ACCESS_TEXTS.filter((name) => texts[name].pl || texts[name].en)
  return {
    ...(modes.length > 0 && { modes }),
    ...(written.length > 0 && { texts: Object.fromEntries(written.map((name) => [name, texts[name]])) }),
  }
}

export const isWritten = (policy: AccessPolicy): boolean => Object.keys(storedAccessPolicy(policy)).length > 0

/** The reader's language, else the other one. */
export const textIn = ({ pl, en }: BothTexts, locale: 'pl' | 'en'): string => (locale === 'pl' ? pl || en : en || pl)

/** Fields `mode-NAME` and `NAME_pl`, `NAME_en` of a form. The fields that are too long are named. */
export function readAccessPolicy(fields: Readonly<Record<string, string>>): {
  readonly policy: AccessPolicy
  readonly tooLong: readonly string[]
} {
  const text = (name: string) => (fields[name] ?? '').replaceAll('\r\n', '\n').trim()
  const names = ACCESS_TEXTS.flatMap((name) => [`${name}_pl`, `${name}_en`])
  const texts = ACCESS_TEXTS.map((name) => [name, { pl: text(`${name}_pl`), en: text(`${name}_en`) }])
  return {
    policy: {
      modes: ACCESS_MODES.filter((mode) => fields[`mode-${mode}`] !== undefined),
      texts: Object.fromEntries(texts) as Record<AccessText, BothTexts>,
    },
    tooLong: names.filter((name) => text(name).length > LONGEST),
  }
}
