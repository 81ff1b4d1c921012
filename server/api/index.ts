import type { App } from '../app.ts'
import { approvalsApi } from './approvals.ts'
import { availabilityApi } from './availability.ts'
import { availabilityRulesApi } from './availability-rules.ts'
import { catalogueApi } from './catalogue.ts'
import { deputiesApi } from './deputies.ts'
import { description } from './description.ts'
import { exchangeApi } from './exchange.ts'
import { faultsApi } from './faults.ts'
import { meApi } from './me.ts'
import { messagesApi } from './messages.ts'
import { outagesApi } from './outages.ts'
import { projectsApi } from './projects.ts'
import { qualificationsApi } from './qualifications.ts'
import { reportsApi } from './reports.ts'
import { reservationListsApi } from './reservation-lists.ts'
import { reservationVerbsApi } from './reservation-verbs.ts'
import { reservationsApi } from './reservations.ts'
import { seriesApi } from './series.ts'
import { seriesVerbsApi } from './series-verbs.ts'
import { sessionsApi } from './sessions.ts'
import { slotsApi } from './slots.ts'
import { stateAidApi } from './state-aid.ts'
import { usageApi } from './usage.ts'
import { waitingListApi } from './waiting-list.ts'

/** The JSON API under /api/v1 and its description. */
export async function registerApi(app: App): Promise<void> {
  await description(app)
  sessionsApi(app)
  meApi(app)
  catalogueApi(app)
  availabilityApi(app)
  availabilityRulesApi(app)
  slotsApi(app)
  reservationsApi(app)
  reservationListsApi(app)
  reservationVerbsApi(app)
  seriesApi(app)
  seriesVerbsApi(app)
  approvalsApi(app)
  deputiesApi(app)
  waitingListApi(app)
  qualificationsApi(app)
  projectsApi(app)
  messagesApi(app)
  outagesApi(app)
  faultsApi(app)
  reportsApi(app)
  exchangeApi(app)
  stateAidApi(app)
  usageApi(app)
}
