import type { Child, Html } from '../jsx-runtime.ts'

export interface DataColumn {
  readonly label: string
  /** Figures stand on the right. */
  readonly isFigure?: boolean
  /** Of buttons, which say themselves what they are where the rows stand one under another. */
  readonly isAction?: boolean
}

/** A cell for each column; the first names the row. */
type Row = readonly Child[]

export interface DataTableProps {
  /** What the table holds, for those who do not see the heading above it. */
  readonly caption: string
  readonly columns: readonly DataColumn[]
  readonly groups: readonly { readonly title?: Child; readonly rows: readonly Row[] }[]
  /** Cells stand one under another on a phone, for rows that can be changed; otherwise the table scrolls. */
  readonly stacks?: boolean
}

/** A plain table whose rows have names, and groups of rows titles. It scrolls by itself where the page is narrow. */
export function DataTable({ caption, columns, groups, stacks = false }: DataTableProps): Html {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a landmark would share the name of the section around it.
    <div class="scroller" role="group" aria-label={caption} tabindex="0">
      <table class={stacks ? 'data data--stack' : 'data'}>
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
        {groups.map(({ title, rows }) => (
          <tbody>
            {title ? (
              <tr>
                <th scope="rowgroup" colspan={columns.length}>
                  {title}
                </th>
              </tr>
            ) : null}
            {rows.map((row) => (
              <DataRow columns={columns} row={row} />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  )
}

function DataRow({ columns, row: [name, ...cells] }: { columns: readonly DataColumn[]; row: Row }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {cells.map((cell, i) => (
        <td class={columns[i + 1]?.isFigure ? 'r' : null} data-label={labelOf(columns[i + 1])}>
          {cell}
        </td>
      ))}
    </tr>
  )
}

const labelOf = (column: DataColumn | undefined) => (column && !column.isAction ? column.label : null)
