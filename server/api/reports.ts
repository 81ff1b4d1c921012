import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { countReportAhead, utilisationReport } from '../../db/queries/utilisation-report.ts'
import { reportRowNames } from '../../views/text/report-names.ts'
import type { App } from '../app.ts'
import { fieldsOf } from '../domain/utilisation-fields.ts'
import { GROUPINGS, type Grouping } from '../domain/utilisation-grouping.ts'
import { type ReportRow, reportableResources } from '../domain/utilisation-report.ts'
import { reportDays } from './report-days.ts'
import { problems } from './schemas.ts'

const Day = (description: string) => Type.String({ maxLength: 10, description })
const Hours = (description: string) => Type.Number({ description })
const OwnHours = (description: string) =>
  Type.Union([Type.Number(), Type.Null()], { description: `${description}; null where use is split` })
const Ratio = (description: string) =>
  Type.Union([Type.Number(), Type.Null()], { description: `${description}; null when there is nothing to divide by` })
const Few = (description: string) =>
  Type.Union([Type.Integer(), Type.Null()], { description: `${description}; null for one or two people` })

const FiguresOut = {
  key: Type.String({
    description:
      'Slug, technique, code of a project or purpose; cluster for the whole, none where there is none, others for groups of fewer than three people, which are told only together',
  }),
  name: Type.Object({ pl: Type.String(), en: Type.String() }),
  calendar_hours: OwnHours('Length of the period × capacity (CAL)'),
  open_hours: OwnHours('Opening rules − holidays − closed rules (OPEN)'),
  planned_maintenance_hours: OwnHours('Planned outages ∩ OPEN (PM)'),
  downtime_hours: OwnHours('Unplanned outages ∩ OPEN \\ PM (UD)'),
  planned_capacity_hours: OwnHours('K = OPEN − PM'),
  available_hours: OwnHours('A = K − UD'),
  booked_hours: Hours('Confirmed, in use, completed and no-show reservations ∩ A (B)'),
  used_hours: Hours('Use ∩ A; booked time of completed reservations without a record of use counts (U)'),
  booked_and_used_hours: Hours('|B ∩ U|'),
  used_outside_hours: Hours('Use outside OPEN'),
  booked_unused_hours: Hours('|B \\ U|'),
  idle_hours: OwnHours('A − |B ∪ U|'),
  unmet_hours: OwnHours(
    'Hours asked for and refused because the time was taken, and of wishes on waiting lists that ended unserved; each once',
  ),
  availability: Ratio('A / K'),
  occupancy: Ratio('B / A'),
  utilisation: Ratio('U / A'),
  capacity_utilisation: Ratio('U / K'),
  calendar_loading: Ratio('(U + outside) / CAL'),
  realisation: Ratio('|B ∩ U| / B'),
  unbooked_share: Ratio('|U \\ B| / U'),
  no_show_rate: Ratio('No-shows ÷ reservations that reached their start'),
  late_cancel_rate: Ratio('Cancellations inside the notice ÷ all confirmed'),
  log_coverage: Ratio('Reservations with a record of use ÷ reservations that ended, no-shows aside'),
  no_shows: Type.Integer(),
  estimated: Type.Boolean({ description: 'Some of used_hours is booked time without a record of use' }),
  estimated_reservations: Type.Integer(),
  users: Few('Distinct people'),
  organisations: Few('Their organisations'),
  undertakings: Few('Companies among them'),
  decision_hours_median: Ratio('Half of the requests were decided at least this fast'),
  decision_hours_p90: Ratio('Nine of ten were'),
  reservations: Type.Integer({ description: 'Confirmed, in use, completed and no-show ones that start in the period' }),
}
const RowOut = Type.Object(FiguresOut)

const DESCRIPTION = `Local days, \`to\` not included. By resource, lab, organisation, technique or the whole cluster every figure
holds for each row; what several techniques can be done on is in the row of each, and once in the total. By user_organisation,
project or purpose the use is split: hours are unions within the group, open, available, idle and unmet hours are null, and
ratios are shares of what was open or available altogether. Groups of fewer than three people are one row, others, with as
many of the next smallest as it takes to be two groups and three people.`

/** Reports, for overseers over everything and for stewards over the resources of their labs. */
export function reportsApi(app: App): void {
  app.get(
    '/api/v1/reports/utilisation',
    {
      config: { access: 'reports' },
      schema: {
        tags: ['Reports'],
        security: [{ bearer: [] }],
        summary: 'Utilisation of resources over a period of local days',
        description: DESCRIPTION,
        querystring: Type.Object(
          {
            from: Day('First local day, 2026-01-01'),
            to: Day('Local day after the last'),
            group: Type.Optional(Type.Unsafe<Grouping>({ type: 'string', enum: [...GROUPINGS] })),
          },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({
            from: Type.String(),
            to: Type.String(),
            group: Type.String(),
            rows: Type.Array(RowOut),
            total: RowOut,
          }),
          ...problems,
        },
      },
    },
    async ({ query, person }) => {
      const days = reportDays(query)
      const grouping = query.group ?? 'resource'
      const resources = reportableResources(catalogueOf(app.db), person!)
      const now = app.clock()
      await countReportAhead(app.db, { resources, days, grouping }, { now })
      const { rows, total } = utilisationReport(app.db, { resources, days, grouping }, now)
      return {
        ...days,
        group: grouping,
        rows: rows.map((row) => rowOut(row, grouping)),
        total: rowOut(total, grouping),
      }
    },
  )
}

const rowOut = (row: ReportRow, grouping: Grouping) => ({
  key: row.key,
  name: reportRowNames(row, grouping),
  ...fieldsOf(row.figures),
})
