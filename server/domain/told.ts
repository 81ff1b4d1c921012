import type { AccountMail, AccountMailKind } from './account-mail.ts'
import type { DecidingMail, DecidingMailKind } from './deciding-mail.ts'
import type { DeliveryMail, DeliveryMailKind } from './delivery-mail.ts'
import type { DeputyMail, DeputyMailKind } from './deputy-mail.ts'
import type { DigestMail, DigestMailKind } from './digest-mail.ts'
import type { FaultMail, FaultMailKind } from './fault-mail.ts'
import type { OutageMail, OutageMailKind } from './outage-mail.ts'
import type { ProjectMail, ProjectMailKind } from './project-mail.ts'
import type { ReservationMail, ReservationMailKind } from './reservation-mail.ts'
import type { SeriesMail, SeriesMailKind } from './series-mail.ts'
import type { StateAidMail, StateAidMailKind } from './state-aid-mail.ts'
import type { TrainingMail, TrainingMailKind } from './training-mail.ts'
import type { WaitingMail, WaitingMailKind } from './waiting-mail.ts'

/** What happened, and everything the mail about it says. */
export type Told =
  | { readonly kind: ReservationMailKind; readonly mail: ReservationMail }
  | { readonly kind: SeriesMailKind; readonly mail: SeriesMail }
  | { readonly kind: TrainingMailKind; readonly mail: TrainingMail }
  | { readonly kind: WaitingMailKind; readonly mail: WaitingMail }
  | { readonly kind: OutageMailKind; readonly mail: OutageMail }
  | { readonly kind: DecidingMailKind; readonly mail: DecidingMail }
  | { readonly kind: DeputyMailKind; readonly mail: DeputyMail }
  | { readonly kind: FaultMailKind; readonly mail: FaultMail }
  | { readonly kind: StateAidMailKind; readonly mail: StateAidMail }
  | { readonly kind: ProjectMailKind; readonly mail: ProjectMail }
  | { readonly kind: AccountMailKind; readonly mail: AccountMail }
  | { readonly kind: DeliveryMailKind; readonly mail: DeliveryMail }
  | { readonly kind: DigestMailKind; readonly mail: DigestMail }
