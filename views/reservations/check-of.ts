import type { Alternative } from '../../server/domain/alternatives.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { isOverridable, type Violation, type ViolationCode } from '../../server/domain/violation.ts'
import type { Check } from '../components/check-panel.tsx'
import { formatOf } from '../format.ts'
import type { Page } from '../page.ts'
import { type TakenTime, takenTexts } from '../text/taken-text.ts'
import type { TextKey } from '../text/translate.ts'
import { violationText } from '../text/violation-text.ts'

export interface Checked {
  readonly state: 'confirmed' | 'requested' | 'completed' | null
  readonly violations: readonly Violation[]
  readonly conflicts: readonly TakenTime[]
  readonly alternatives: readonly Alternative[]
}

interface CheckContext {
  readonly page: Pick<Page, 'locale' | 't'>
  readonly resource: Resource
  readonly organisationName: (resource: Resource) => string
  /** Ids of resources whose stewards the reader has asked for training. */
  readonly asked: ReadonlySet<number>
}

/** The verdict on a time in the reader's words: what to mend, what is free instead, what passed. */
export function checkOf(checked: Checked, context: CheckContext): Check {
  const { t } = context.page
  const problems = [
    ...conflictProblems(checked, context),
    ...checked.violations.map((each) => violationProblem(each, context)),
  ]
  const options = checked.alternatives.map((each) => ({
    ...optionOf(each, context),
    own: each.resource.id === context.resource.id,
  }))
  const isFree = problems.length === 0
  return {
    verdict: isFree ? 'ok' : 'stop',
    headline: t(isFree ? (checked.state === 'requested' ? 'check.ok-request' : 'check.ok-instant') : 'check.refused'),
    hint: isFree ? t('check.ok-hint') : t('check.problems', { count: problems.length }),
    problems,
    nearest: options.filter((each) => each.own),
    elsewhere: options.filter((each) => !each.own),
    passed: isFree ? [] : passedOf(checked, context),
    isWorthWaiting: isWorthWaiting(checked),
  }
}

/** Waiting helps against others on the resource itself, not against rules nor for what is taken along. */
const isWorthWaiting = ({ conflicts, violations }: Checked) =>
  conflicts.length > 0 && violations.length === 0 && conflicts.every(({ resource }) => resource === undefined)

function conflictProblems({ conflicts }: Checked, { page, resource }: CheckContext) {
  return takenTexts(conflicts, resource.timeZone, page.locale).map((title) => ({
    title,
    hint: page.t(conflicts.some((each) => each.heldUntil !== undefined) ? 'check.held-hint' : 'check.taken-hint'),
  }))
}

function violationProblem(violation: Violation, context: CheckContext) {
  const { page, resource } = context
  const { message, remedy } = violationText(page.locale, violation, resource.timeZone)
  const note = isOverridable(violation) ? ` (${page.t('check.overridable')})` : ''
  const action = wayToRight(violation, context)
  // Where the level is missing the link says what the remedy would.
  const hint = action && !('hours' in violation) ? note : `${remedy ?? ''}${note}`
  return { title: message, hint: hint.trim(), action }
}

/** Where a missing right is asked for; of one that no level gives there is no such place. */
function wayToRight(violation: Violation, { page: { t }, resource, asked }: CheckContext) {
  if (violation.code !== 'qualification' || violation.level === null) return undefined
  const { id, slug } = violation.resource ?? resource
  if (asked.has(id)) return { href: '/training#requests', label: t('training.waits') }
  const isRenewal = 'unusedMonths' in violation && violation.unusedMonths !== undefined
  return { href: `/training/new?resource=${slug}`, label: t(isRenewal ? 'training.ask-renewal' : 'training.ask') }
}

function optionOf(
  { resource, start, end, approval, qualified }: Alternative,
  { page, organisationName, resource: asked }: CheckContext,
) {
  const format = formatOf(page.locale, resource.timeZone)
  const right = qualified ? (approval === 'owner' ? 'approval' : 'instant') : 'qualification'
  const word = page.t(`chip.${right}` as TextKey)
  return {
    time: format.span(start, end),
    take: `${resource.slug} ${start} ${end}`,
    words:
      resource.id === asked.id
        ? format.longDay(start)
        : `${resource.name[page.locale]}, ${organisationName(resource)}, ${word}`,
  }
}

/** What was looked at and is fine, for someone who wonders whether it was looked at. */
const LOOKED_AT: readonly (readonly [readonly ViolationCode[], TextKey])[] = [
  [['closed', 'audience'], 'check.passed.hours'],
  [['too-short', 'too-long'], 'check.passed.length'],
  [['off-step'], 'check.passed.step'],
  [['too-soon', 'in-the-past'], 'check.passed.notice'],
  [['beyond-horizon'], 'check.passed.horizon'],
  [['qualification'], 'check.passed.qualification'],
  [['outage', 'out-of-service'], 'check.passed.outage'],
]

function passedOf({ violations }: Checked, { page }: CheckContext): string[] {
  const broken = new Set(violations.map((each) => each.code))
  return LOOKED_AT.filter(([codes]) => !codes.some((code) => broken.has(code))).map(([, key]) => page.t(key))
}
