import { AUDIENCES, RULE_EFFECTS } from '../../server/domain/availability-rule.ts'
import { SelectField, TextAreaField } from '../components/field.tsx'
import { FileField } from '../components/file-field.tsx'
import { Notice } from '../components/notice.tsx'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { type HoursEffect, HoursEffectPanel } from './hours-effect.tsx'
import { HoursFrame, type HoursOwner, hoursHeading } from './hours-place.tsx'
import { ViewAs } from './view-as.tsx'

export interface HoursImportPageProps {
  readonly page: Page
  readonly owner: HoursOwner
  readonly text: string
  /** What the events mean, one of RULE_EFFECTS, and for whom. */
  readonly meaning: { readonly effect: string; readonly audience: string }
  readonly errors: Readonly<Record<string, string>>
  readonly viewAs: string
  /** Null before there is anything to read. */
  readonly read: {
    readonly problems: readonly string[]
    /** Null when no rule comes out of it. */
    readonly effect: HoursEffect | null
  } | null
}

/** A calendar file as rules: pasted or uploaded, read, and only then kept. */
export function HoursImportPage(props: HoursImportPageProps): Html {
  const { page, owner, text, meaning, errors, read } = props
  const { t } = page
  const title = t('hours.import-title')
  return (
    <HoursFrame page={page} owner={owner} title={title}>
      <div class="page-head">
        <h1>{hoursHeading(page, owner, title)}</h1>
        <p class="quiet">{t('hours.import-intro')}</p>
      </div>
      <form class="rule-form" method="post" action={`${owner.path}/import`} enctype="multipart/form-data">
        <input type="hidden" name="_csrf" value={page.csrf} />
        <section class="panel stack" aria-label={title}>
          <div class="fields fields--wide">
            <FileField
              label={t('hours.import-file')}
              hint={t('hours.import-file-hint')}
              accept=".ics,text/calendar"
              error={errors['file']}
            />
            <SelectField
              page={page}
              name="effect"
              label={t('hours.import-effect')}
              value={meaning.effect}
              options={[...RULE_EFFECTS].map((each) => ({ value: each, label: t(`hours.import-${each}`) }))}
            />
            <SelectField
              page={page}
              name="audience"
              label={t('hours.audience')}
              value={meaning.audience}
              options={AUDIENCES.map((each) => ({ value: each, label: t(`hours.audience-${each}`) }))}
            />
          </div>
          <TextAreaField
            page={page}
            name="text"
            label={t('hours.import-text')}
            value={text}
            error={errors['text']}
            rows={6}
          />
          <p>
            <button class="button" type="submit" name="check" value="1">
              {t('hours.import-check')}
            </button>
          </p>
        </section>
        {read ? <Read {...props} read={read} /> : null}
      </form>
    </HoursFrame>
  )
}

function Read({
  page,
  viewAs,
  owner,
  read: { problems, effect },
}: HoursImportPageProps & { read: NonNullable<HoursImportPageProps['read']> }) {
  const { t } = page
  return (
    <>
      {problems.length > 0 ? (
        <Notice kind="care" title={t('hours.import-problems')}>
          <ul>
            {problems.map((problem) => (
              <li>{problem}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {effect ? (
        <>
          <ViewAs page={page} value={viewAs} />
          <HoursEffectPanel page={page} effect={effect} />
        </>
      ) : (
        <p>{t('hours.import-no-rules')}</p>
      )}
      {effect && !('faults' in effect) ? (
        <p class="row rule-form__save">
          <button class="button button--primary button--big" type="submit" name="save" value="1">
            {t('hours.import-save')}
          </button>
          <a class="button button--bare" href={owner.path}>
            {t('hours.give-up')}
          </a>
        </p>
      ) : null}
    </>
  )
}
