import type { FaultStatus } from '../../server/domain/fault.ts'
import type { Lab, Resource } from '../../server/domain/resource.ts'
import type { RightNow, SeenTime } from '../../server/domain/right-now.ts'
import { Icon } from '../components/icon.tsx'
import { formatOf } from '../format.ts'
import type { Child, Html } from '../jsx-runtime.ts'
import { NOW_ICONS, nowWord, spanText, untilText } from '../labels/now-words.tsx'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

export interface BoardLine {
  readonly resource: Resource
  readonly now: RightNow
  readonly fault: FaultStatus | null
}

export interface LabBoardProps {
  readonly page: Page
  readonly lab: Lab
  readonly lines: readonly BoardLine[]
  /** Without scripts: the answer itself says when to ask again. */
  readonly refreshes: boolean
}

const EVERY = 30

/** What runs in a lab, what is next and what is down, large enough to be read across the room. */
export function LabBoardPage(props: LabBoardProps): Html {
  const { page, lab, lines, refreshes } = props
  const { t, locale } = page
  return (
    <Layout page={page} title={t('board.title', { lab: lab.name[locale] })} nav="labs" bodyClass="page-wide page-wall">
      <div class="wrap">
        <h1 class="wall__title">
          <a href={`/labs/${lab.slug}`}>{lab.name[locale]}</a>
        </h1>
        {lines.length === 0 ? <p class="notice">{t('board.empty')}</p> : <LabBoard {...props} />}
        <p class="small quiet">
          {refreshes ? t('board.refreshing') : <a href={`/labs/${lab.slug}/now?refresh=1`}>{t('board.refresh')}</a>}
        </p>
      </div>
    </Layout>
  )
}

/** The part that asks for itself anew. */
export function LabBoard({ page, lab, lines, refreshes }: LabBoardProps): Html {
  const { t, locale, now } = page
  const format = formatOf(locale, lab.timeZone)
  const again = refreshes
    ? {}
    : { 'hx-get': `/labs/${lab.slug}/now`, 'hx-trigger': `every ${EVERY}s`, 'hx-swap': 'outerHTML' as const }
  return (
    <section id="wall" class="wall" aria-label={t('board.now')} {...again}>
      <p class="wall__clock">
        <time datetime={new Date(now).toISOString()}>{format.clock(now)}</time>
        <span>{format.longDay(now)}</span>
      </p>
      <ul class="wall__lines">
        {lines.map((line) => (
          <Line page={page} line={line} />
        ))}
      </ul>
    </section>
  )
}

function Line({ page, line: { resource, now, fault } }: { page: Page; line: BoardLine }) {
  const { t, locale } = page
  const format = formatOf(locale, resource.timeZone)
  const until = untilText(page, now, resource)
  return (
    <li class="wall__line" data-now={now.kind}>
      <p class="wall__state">
        <Icon name={NOW_ICONS[now.kind]} />
        <b>{nowWord(page, now)}</b>
        {until ? <span>{until}</span> : null}
      </p>
      <div class="wall__what">
        <h2>
          <a href={`/equipment/${resource.slug}`}>{resource.name[locale]}</a>
        </h2>
        <p>
          {now.outage ? <span>{t(`outages.kind-${now.outage.kind}`)}</span> : null}
          {fault ? (
            <span>
              <Icon name="care" /> {t(`fault.status-${fault.severity}`)}
            </span>
          ) : null}
          {now.present.flatMap((time) => whatOf(page, time))}
        </p>
      </div>
      <p class="wall__next">{nextOf()}</p>
    </li>
  )

  function nextOf(): Child {
    const { next } = now
    if (!next || format.isoDay(next.start) !== format.isoDay(page.now)) return t('board.nothing-next')
    return [t('board.next', { when: spanText(page, next, format) }), ...whatOf(page, next).map((each) => [' ', each])]
  }
}

/** Whose time it is, where the viewer may know; others see only that it is taken. */
function whatOf({ t }: Page, { seen }: SeenTime): Html[] {
  if (!seen) return []
  const who = seen.isMine ? t('now.mine') : seen.requester
  return [
    <span>
      {seen.title}
      {who ? `, ${who}` : null}
    </span>,
  ]
}
