import type { Child, Html } from '../jsx-runtime.ts'

export interface DataColumn {
  readonly label: string
  /** Figures stand on the right. */
  readonly isFigure?: boolean
}

export interface DataTableProps {
  /** What the table holds, for those who do not see the heading above it. */
  readonly caption: string
  readonly columns: readonly DataColumn[]
  /** A cell for each column; the first names the row. */
  readonly rows: readonly (readonly Child[])[]
}

/** A plain table whose rows have names. It scrolls by itself where the page is narrow. */
export function DataTable({ caption, columns, rows }: DataTableProps): Html {
  return (
    <section class="table-scroll" aria-label={caption} tabindex="0">
      <table class="data">
        <caption class="vh">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ label, isFigure }) => (
              <th scope="col" class={isFigure ? 'r' : null}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells]) => (
            <tr>
              <th scope="row">{name}</th>
              {cells.map((cell, i) => (
                <td class={columns[i + 1]?.isFigure ? 'r' : null}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
