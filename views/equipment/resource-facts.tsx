import type { Steward } from '../../server/domain/catalogue.ts'
import type { Lab, Organisation, Resource } from '../../server/domain/resource.ts'
import { Icon } from '../components/icon.tsx'
import { number } from '../format.ts'
import type { Child, Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

export interface ResourceFactsProps {
  readonly page: Page
  readonly resource: Resource
  readonly lab: Lab
  readonly organisation: Organisation
  readonly stewards: readonly Steward[]
  /** What it is inside of, and what is directly inside it. */
  readonly parent: Resource | null
  readonly parts: readonly Resource[]
  /** What can be taken along with it. */
  readonly accessories: readonly Resource[]
}

/** Whose it is, where it stands and what is known of it. */
export function ResourceFacts({
  page,
  resource,
  lab,
  organisation,
  stewards,
  parent,
  parts,
  accessories,
}: ResourceFactsProps): Html {
  const { t, locale } = page
  const { source, manufacturer, model } = resource
  return (
    <dl class="facts">
      <Fact name={t('facts.owner')}>
        <a href={`/organisations/${organisation.slug}`}>{organisation.name[locale]}</a>
      </Fact>
      <Fact name={t('facts.lab')}>
        <a href={`/labs/${lab.slug}`}>{lab.name[locale]}</a>
        {lab.unit && lab.unit !== lab.name[locale] ? `, ${lab.unit}` : null}
      </Fact>
      {stewards.length > 0 ? <Fact name={t('facts.stewards')}>{stewardsText(page, stewards)}</Fact> : null}
      <Fact name={t('facts.kind')}>{t(`kind.${resource.kind}`)}</Fact>
      {manufacturer ? <Fact name={t('facts.manufacturer')}>{manufacturer}</Fact> : null}
      {model ? <Fact name={t('facts.model')}>{model}</Fact> : null}
      <Fact name={t('facts.place')}>{lab.city ?? organisation.city ?? t('facts.place-unknown')}</Fact>
      {source?.quantity && source.quantity > 1 ? <Fact name={t('facts.quantity')}>{source.quantity}</Fact> : null}
      {source?.costPln ? <Fact name={t('facts.cost')}>{`${number(locale, source.costPln, 0)}\u00a0zł`}</Fact> : null}
      {source?.specs ? <Fact name={t('facts.specs')}>{source.specs}</Fact> : null}
      {parent ? (
        <Fact name={t('facts.inside')}>
          <ResourceLinks page={page} of={[parent]} />
        </Fact>
      ) : null}
      {parts.length > 0 ? (
        <Fact name={t('facts.holds')}>
          <ResourceLinks page={page} of={parts} />
        </Fact>
      ) : null}
      {accessories.length > 0 ? (
        <Fact name={t('also.accessories')}>
          {accessories
            .map(({ name, capacity }) => (capacity > 1 ? `${name[locale]} (${capacity})` : name[locale]))
            .join(', ')}
        </Fact>
      ) : null}
    </dl>
  )
}

/** Where the data come from, and that nobody has confirmed them; or that they are made up. Nothing where neither is so. */
export function SourceNotice({ page, resource }: { page: Page; resource: Resource }): Html | null {
  const { t } = page
  const { source, isExample } = resource
  if (!source && !isExample) return null
  return (
    <div class="notice notice--source">
      <Icon name="info" />
      <div>
        {isExample ? t('source.example') : null}
        {source ? sourceText(page, resource) : null}
        {source?.notes ? <p class="quiet">{t('source.notes', { notes: source.notes })}</p> : null}
      </div>
    </div>
  )
}

function sourceText({ t }: Page, { source, status }: Resource): Child {
  const year = source!.year
  return (
    <>
      {status === 'planned' ? `${t('source.planned')} ` : null}
      {t(source!.confirmedAt === null ? 'source.unconfirmed' : 'source.confirmed')}{' '}
      <a href={source!.url} rel="noopener external">
        {t('source.link')}
      </a>
      {year ? t('source.year', { year }) : null}
      {source!.url2 ? (
        <>
          {', '}
          <a href={source!.url2} rel="noopener external">
            {t('source.second')}
          </a>
        </>
      ) : null}
      .
    </>
  )
}

function stewardsText({ t }: Page, stewards: readonly Steward[]): string {
  const named = stewards.map(({ name, role }) => (role === 'owner' ? name : `${t(`steward.${role}`)} ${name}`))
  return named.join(', ')
}

function ResourceLinks({ page, of }: { page: Page; of: readonly Resource[] }) {
  return (
    <>{of.map(({ slug, name }, i) => [i > 0 ? ', ' : null, <a href={`/equipment/${slug}`}>{name[page.locale]}</a>])}</>
  )
}

const Fact = ({ name, children }: { name: string; children?: Child }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
