import type { App } from '../app.ts'
import { accessPolicy } from './access-policy.ts'
import { accessibility } from './accessibility.ts'
import { account } from './account.ts'
import { accountSecurity } from './account-security.ts'
import { adminOrganisations } from './admin-organisations.ts'
import { adminOutbox } from './admin-outbox.ts'
import { adminPeople } from './admin-people.ts'
import { adminPerson } from './admin-person.ts'
import { adminRetention } from './admin-retention.ts'
import { apiDocs } from './api-docs.ts'
import { approvals } from './approvals.ts'
import { audit } from './audit.ts'
import { busyFile } from './busy-file.ts'
import { deputies } from './deputies.ts'
import { documents } from './documents.ts'
import { equipment } from './equipment.ts'
import { equipmentPage } from './equipment-page.ts'
import { equipmentRecords } from './equipment-records.ts'
import { exchange } from './exchange.ts'
import { faultReport } from './fault-report.ts'
import { faults } from './faults.ts'
import { feeds } from './feeds.ts'
import { find } from './find.ts'
import { health } from './health.ts'
import { invitations } from './invitations.ts'
import { labBoard } from './lab-board.ts'
import { labPage } from './lab-page.ts'
import { labelPage } from './label-page.ts'
import { labels } from './labels.ts'
import { labs } from './labs.ts'
import { language } from './language.ts'
import { leaving } from './leaving.ts'
import { mailLinks } from './mail-links.ts'
import { mailSettings } from './mail-settings.ts'
import { mailbox } from './mailbox.ts'
import { manage } from './manage.ts'
import { manageAccessories } from './manage-accessories.ts'
import { manageHours } from './manage-hours.ts'
import { manageHoursImport } from './manage-hours-import.ts'
import { manageHoursRule } from './manage-hours-rule.ts'
import { manageLog } from './manage-log.ts'
import { manageMisses } from './manage-misses.ts'
import { manageOrganisation } from './manage-organisation.ts'
import { manageOutage } from './manage-outage.ts'
import { manageOutages } from './manage-outages.ts'
import { managePolicy } from './manage-policy.ts'
import { managePolon } from './manage-polon.ts'
import { manageProjects } from './manage-projects.ts'
import { manageQualifications } from './manage-qualifications.ts'
import { manageRecord } from './manage-record.ts'
import { manageTraining } from './manage-training.ts'
import { manageUsage } from './manage-usage.ts'
import { manageUsageRecord } from './manage-usage-record.ts'
import { messages } from './messages.ts'
import { metrics } from './metrics.ts'
import { myData } from './my-data.ts'
import { notices } from './notices.ts'
import { organisations } from './organisations.ts'
import { participants } from './participants.ts'
import { password } from './password.ts'
import { privacy } from './privacy.ts'
import { problems } from './problems.ts'
import { projectReports } from './project-report.ts'
import { projects } from './projects.ts'
import { reportDashboard } from './report-dashboard.ts'
import { reportDeliveries } from './report-deliveries.ts'
import { reportExports } from './report-exports.ts'
import { reportFiles } from './report-files.ts'
import { reportsMonths } from './reports-months.ts'
import { reportsReview } from './reports-review.ts'
import { reportsUtilisation } from './reports-utilisation.ts'
import { reservationForm } from './reservation-form.ts'
import { reservationPurpose } from './reservation-purpose.ts'
import { reservationUse } from './reservation-use.ts'
import { reservations } from './reservations.ts'
import { secondStep } from './second-step.ts'
import { securityTxt } from './security-txt.ts'
import { series } from './series.ts'
import { seriesEdit } from './series-edit.ts'
import { signIn } from './sign-in.ts'
import { signOn } from './sign-on.ts'
import { signUp } from './sign-up.ts'
import { slotFinder } from './slot-finder.ts'
import { stateAid } from './state-aid.ts'
import { stateAidEntity } from './state-aid-entity.ts'
import { training } from './training.ts'
import { waitingList } from './waiting-list.ts'

/** Every page of the site. The order is that of the navigation. */
export async function registerPages(app: App): Promise<void> {
  health(app)
  metrics(app)
  signIn(app)
  secondStep(app)
  signOn(app)
  signUp(app)
  password(app)
  invitations(app)
  language(app)
  account(app)
  accountSecurity(app)
  leaving(app)
  myData(app)
  feeds(app)
  mailSettings(app)
  deputies(app)
  messages(app)
  notices(app)
  accessibility(app)
  securityTxt(app)
  privacy(app)
  problems(app)
  find(app)
  slotFinder(app)
  equipment(app)
  equipmentPage(app)
  equipmentRecords(app)
  accessPolicy(app)
  busyFile(app)
  faultReport(app)
  faults(app)
  labs(app)
  labPage(app)
  labBoard(app)
  labelPage(app)
  labels(app)
  organisations(app)
  participants(app)
  reportDashboard(app)
  reportsUtilisation(app)
  reportsMonths(app)
  reportsReview(app)
  stateAid(app)
  stateAidEntity(app)
  exchange(app)
  reportFiles(app)
  reportExports(app)
  reportDeliveries(app)
  approvals(app)
  mailLinks(app)
  manage(app)
  manageOrganisation(app)
  manageHours(app)
  manageHoursRule(app)
  manageHoursImport(app)
  managePolicy(app)
  manageRecord(app)
  managePolon(app)
  manageLog(app)
  manageOutages(app)
  manageOutage(app)
  documents(app)
  manageAccessories(app)
  manageQualifications(app)
  manageTraining(app)
  manageUsage(app)
  manageUsageRecord(app)
  manageMisses(app)
  projects(app)
  manageProjects(app)
  projectReports(app)
  reservationForm(app)
  reservations(app)
  reservationPurpose(app)
  reservationUse(app)
  series(app)
  seriesEdit(app)
  training(app)
  waitingList(app)
  mailbox(app)
  adminOutbox(app)
  adminOrganisations(app)
  adminPeople(app)
  adminPerson(app)
  adminRetention(app)
  audit(app)
  apiDocs(app)
}
