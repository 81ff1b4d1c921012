import type { Exchange, ExchangeOwner } from '../../server/domain/exchange.ts'
import { isFolded } from '../../server/domain/exchange-fields.ts'
import { DataTable } from '../components/data-table.tsx'
import { number } from '../format.ts'
import type { Child } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { hoursText, shareText, usersText } from './report-words.ts'

interface OwnersProps {
  readonly page: Page
  readonly exchange: Exchange
}

/** How open each owner's equipment is, and how much of it goes to a single user; each figure with its formula. */
export function ExchangeOwners({ page, exchange }: OwnersProps) {
  const { t } = page
  const owners = exchange.owners.filter(({ hours }) => hours > 0)
  if (owners.length === 0) return null
  const figure = (label: string) => ({ label, isFigure: true })
  return (
    <section class="section" aria-labelledby="owners">
      <div class="section__head">
        <h2 id="owners">{t('exchange.owners')}</h2>
      </div>
      <DataTable
        caption={t('exchange.by-owner')}
        columns={[
          { label: t('exchange.owner') },
          figure(t('exchange.used')),
          figure(t('exchange.own')),
          figure(t('exchange.openness')),
          { label: t('exchange.largest') },
          figure(t('exchange.largest-share')),
          figure(t('exchange.concentration')),
          figure(t('exchange.people')),
        ]}
        groups={[{ rows: owners.map((owner) => rowOf(page, owner)) }]}
      />
      <dl class="facts facts--list">
        {(['openness', 'largest-share', 'concentration', 'people'] as const).map((key) => (
          <div>
            <dt>{t(`exchange.${key}`)}</dt>
            <dd>{t(`exchange.is.${key}`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function rowOf(page: Page, owner: ExchangeOwner): readonly Child[] {
  const { organisation, hours, ownHours, openness, largest, concentration, people } = owner
  const name = <a href={`/organisations/${organisation.slug}`}>{organisation.name[page.locale]}</a>
  if (isFolded(owner)) return [name, hoursText(page, hours), '–', '–', '–', '–', '–', usersText(people)]
  return [
    name,
    hoursText(page, hours),
    hoursText(page, ownHours),
    shareText(page, openness),
    largest?.organisation.name[page.locale] ?? '–',
    shareText(page, largest?.share ?? null),
    concentration === null ? '–' : number(page.locale, concentration, 2),
    usersText(people),
  ]
}
