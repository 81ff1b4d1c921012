import type { Db } from '../../db/connect.ts'
import type { ReportKind } from '../domain/report-kind.ts'
import { dashboardMaker } from './dashboard-maker.ts'
import { exchangeMaker } from './exchange-maker.ts'
import { projectsMaker } from './projects-maker.ts'
import type { NoReport, ReportAsked, ReportMaker, ReportRecipe } from './report-recipe.ts'
import { stateAidMaker } from './state-aid-maker.ts'
import { utilisationMaker } from './utilisation-maker.ts'

/** Every report that becomes a file: at its own address, in the background and by mail. */
const MAKERS: Readonly<Record<ReportKind, ReportMaker>> = {
  utilisation: utilisationMaker,
  exchange: exchangeMaker,
  'state-aid': stateAidMaker,
  projects: projectsMaker,
  dashboard: dashboardMaker,
}

/** How to make a report for this person, as far as they may read it now. */
export const recipeOf = (db: Db, kind: ReportKind, asked: ReportAsked): ReportRecipe | NoReport =>
  MAKERS[kind](db, asked)
