import { LEVELS } from '../domain/person.ts'
import type { WeekHours } from '../domain/policy.ts'
import type { Resource } from '../domain/resource.ts'

/** The rules of booking as the API says them; who is on a steward's list is nobody else's business. */
export function policyOut({ policy, quotas }: Resource) {
  const { bookers, levelHours } = policy
  return {
    step_minutes: policy.stepMinutes,
    min_minutes: policy.minMinutes,
    max_minutes: policy.maxMinutes,
    setup_minutes: policy.setupMinutes,
    cleanup_minutes: policy.cleanupMinutes,
    min_notice_minutes: policy.minNoticeMinutes,
    horizon_days: policy.horizonDays,
    cancel_notice_minutes: policy.cancelNoticeMinutes,
    approval: policy.approval,
    qualification_required: policy.qualificationRequired,
    lock_minutes: policy.lockMinutes,
    horizon_days_for: policy.horizonDaysFor,
    one_place: policy.onePlace,
    project_required: policy.projectRequired,
    purposes: policy.purposes && [...policy.purposes],
    bookers: bookers && { audience: bookers.audience, listed: bookers.people.length > 0 },
    level_hours: Object.fromEntries(
      LEVELS.flatMap((level) => (levelHours[level] ? [[level, levelHours[level].map(weekHoursOut)]] : [])),
    ),
    qualification_lapse_months: policy.qualificationLapseMonths,
    no_show_after_minutes: policy.noShowAfterMinutes,
    auto_check_out: policy.autoCheckOut,
    approval_after_misses: policy.approvalAfterMisses,
    calibration_every_months: policy.calibrationEveryMonths,
    quotas: quotas.map(({ per, measure, most, period, hours, exemptPurposes, place }) => ({
      ...{ per, measure, most, period, exempt_purposes: [...exemptPurposes], scope: place.kind },
      hours: hours && { from: clock(hours.fromMinute), to: clock(hours.toMinute) },
    })),
  }
}

const weekHoursOut = ({ days, fromMinute, toMinute }: WeekHours) => ({
  days: [...days],
  from: clock(fromMinute),
  to: clock(toMinute),
})

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
