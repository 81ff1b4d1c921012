interface Reasoned {
  readonly why: readonly string[]
}

/** Sentences that stand beside every one of the rows, said once; and the rows without them. */
export function commonReasons<Row extends Reasoned>(rows: readonly Row[]): { common: string[]; rows: Row[] } {
  const [first, ...others] = rows
  const common = others.length > 0 ? first!.why.filter((each) => others.every(({ why }) => why.includes(each))) : []
  return { common, rows: rows.map((row) => ({ ...row, why: row.why.filter((each) => !common.includes(each)) })) }
}
