import type { LedgerFigures } from './state-aid.ts'

/** The figures by the names that the API and files give them. */
export const ledgerFieldsOf = (figures: LedgerFigures) => ({
  capacity_hours: figures.capacityHours,
  economic_hours: figures.done.economic,
  non_economic_hours: figures.done.non_economic,
  neutral_hours: figures.done.neutral,
  unassigned_hours: figures.done.unassigned,
  confirmed_economic_hours: figures.confirmed,
  share: figures.share,
  share_of_use: figures.shareOfUse,
  forecast: figures.forecast,
  headroom_hours: figures.headroomHours,
  alert: figures.alert,
  forecast_alert: figures.forecastAlert,
})
