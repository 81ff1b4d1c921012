import type { Exchange } from '../../server/domain/exchange.ts'
import { isFolded } from '../../server/domain/exchange-fields.ts'
import type { Page } from '../page.ts'
import { levelOf, shownOf } from './exchange-words.ts'
import { figureText, hoursText } from './report-words.ts'

interface MatrixProps {
  readonly page: Page
  readonly exchange: Exchange
}

/** Owners in rows, users in columns: the darker the more hours, and every cell with its figure. */
export function ExchangeMatrix({ page, exchange }: MatrixProps) {
  const { t, locale } = page
  const { organisations, unknownHours, owners } = exchange
  const { rows, users } = shownOf(exchange)
  const idle = owners.filter(({ owns, hours }) => owns && hours === 0).length
  return (
    <section class="section" aria-labelledby="matrix">
      <div class="section__head">
        <h2 id="matrix">{t('exchange.matrix')}</h2>
        <p class="quiet">{t('exchange.matrix.lead')}</p>
      </div>
      {rows.length === 0 ? (
        <p class="quiet">{t('exchange.nothing')}</p>
      ) : (
        <>
          <Matrix page={page} exchange={exchange} />
          <p class="small quiet pad">
            {t('exchange.matrix.key')}
            {rows.some((i) => isFolded(owners[i]!)) ? ` ${t('exchange.matrix.few')}` : null}
            {idle > 0 ? ` ${t('exchange.idle', { count: idle })}` : null}
          </p>
          <ol class="matrix-names" aria-label={t('exchange.matrix.users')}>
            {users.map((j) => (
              <li value={j + 1}>{organisations[j]!.name[locale]}</li>
            ))}
          </ol>
        </>
      )}
      {unknownHours > 0 ? <p class="quiet">{t('exchange.unknown', { hours: hoursText(page, unknownHours) })}</p> : null}
    </section>
  )
}

function Matrix({ page, exchange }: MatrixProps) {
  const { t, locale } = page
  const { organisations, hours, owners, totalHours } = exchange
  const { rows, users, most } = shownOf(exchange)
  const name = (i: number) => organisations[i]!.name[locale]
  const summary = most && {
    owners: rows.length,
    users: users.length,
    owner: name(most.owner),
    user: name(most.user),
    hours: hoursText(page, most.hours),
  }
  const open = rows.filter((i) => !isFolded(owners[i]!))
  return (
    <section class="scroller" aria-label={t('exchange.title')} tabindex="0">
      <table class="heat matrix">
        <caption class="vh">{summary ? t('exchange.matrix.summary', summary) : t('exchange.matrix.lead')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('exchange.matrix.owner')}</th>
            {users.map((j) => (
              <th scope="col">
                <abbr title={name(j)}>{j + 1}</abbr>
              </th>
            ))}
            <th scope="col">{t('exchange.matrix.total')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((i) => (
            <tr>
              <th scope="row">
                {i + 1}. {name(i)}
              </th>
              {users.map((j) =>
                isFolded(owners[i]!) ? (
                  <td data-level="shut">
                    <span class="vh">{t('exchange.matrix.folded')}</span>
                    <span aria-hidden="true">&lt;3</span>
                  </td>
                ) : (
                  <td data-level={levelOf(hours[i]![j]!, owners[i]!.hours)} data-own={i === j ? 'true' : null}>
                    {figureText(page, hours[i]![j]!)}
                  </td>
                ),
              )}
              <td class="matrix__sum">{figureText(page, owners[i]!.hours)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('exchange.matrix.total')}</th>
            {users.map((j) => (
              <td class="matrix__sum">
                {figureText(
                  page,
                  open.reduce((sum, i) => sum + hours[i]![j]!, 0),
                )}
              </td>
            ))}
            <td class="matrix__sum">{figureText(page, totalHours)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  )
}
