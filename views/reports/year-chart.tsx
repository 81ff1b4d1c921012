import type { YearUse } from '../../server/domain/dashboard.ts'
import { ChartFrame, PAPER } from '../files/chart-frame.tsx'
import { linePoints, lineWords } from './dashboard-words.ts'
import type { FileReader } from './utilisation-file.ts'
import { LINE_SIZE, YearLine } from './year-line.tsx'

/** The line of five years as a drawing for a file. */
export const yearChartSvg = (years: readonly YearUse[], reader: FileReader): string =>
  (
    <ChartFrame {...LINE_SIZE} {...lineWords(reader, years)}>
      <YearLine points={linePoints(reader, years)} colours={PAPER} />
    </ChartFrame>
  ).text
