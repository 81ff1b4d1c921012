import { prepared } from '../../db/queries/prepared.ts'
import { seriesById } from '../../db/queries/series.ts'
import { localOf } from '../../server/domain/zone.ts'
import { bookSeries } from '../../server/operations/book-series.ts'
import { cancelSeries } from '../../server/operations/cancel-series.ts'
import { changeSeries } from '../../server/operations/change-series.ts'
import type { Naive, Wish } from './naive.ts'
import { equal, expectSame } from './same.ts'
import { instantOf, type Who } from './stage.ts'
import { type Actor, realWish, type Step, type Touch, wordsOf } from './steps.ts'

export function requestingSeries(who: Who, wish: Wish, days: number, skips: boolean): Step {
  return {
    // One without length or of nothing is no series at all, and told so at the door.
    check: () => wish.end > wish.start && wish.units > 0,
    run(model, stage) {
      const made = model.requestSeries(who, wish, days, skips)
      const { resourceId, start, units } = realWish(stage, wish)
      const result = bookSeries(
        stage.db,
        stage.people[who],
        {
          ...{
            resourceId,
            units,
            title: 'Story',
            purpose: 'own_research',
            timeZone: 'Europe/Warsaw',
            exdates: [],
            rdates: [],
          },
          ...{ startLocal: localOf(start, 'Europe/Warsaw'), durationMinutes: wish.end - wish.start },
          ...{ rrule: `FREQ=DAILY;COUNT=${days}`, onConflict: skips ? 'skip' : 'reject' },
        },
        instantOf(model.now),
      )
      equal(result.ok ? 'ok' : result.refusal.kind, made ? 'ok' : 'series')
      if (made && result.ok) {
        const ids = prepared(stage.db, 'SELECT id FROM reservations WHERE series_id = ? ORDER BY start_at').pluck()
        const real = ids.all(result.value.id) as number[]
        equal(real.length, made.length)
        for (const [i, each] of made.entries()) model.bookings.push({ ...each, id: real[i]!, series: result.value.id })
      }
      expectSame(model, stage)
    },
    toString: () => `${who} asks for ${wordsOf(wish)} on ${days} days${skips ? ' or what can be had' : ''}`,
  }
}

export function cancellingSeries(actor: Actor, no: number): Step {
  return {
    ...onSeries(actor, no, (who, model, { db, people }, booking) => {
      const outcome = model.cancelSeries(who, booking)
      const result = cancelSeries(db, people[who], booking.series!, { scope: 'all' }, instantOf(model.now))
      equal(result.ok ? 'ok' : result.refusal.kind, outcome)
    }),
    toString: () => `${actor} cancels the series no. ${no}`,
  }
}

export function shiftingSeries(actor: Actor, no: number, minutes: number): Step {
  return {
    ...onSeries(actor, no, (who, model, { db, people }, booking) => {
      const outcome = model.shiftSeries(who, booking, minutes)
      const series = booking.series!
      const change = { scope: 'all', shiftMinutes: minutes } as const
      const result = changeSeries(
        db,
        people[who],
        series,
        change,
        seriesById(db, series)!.version,
        instantOf(model.now),
      )
      equal(result.ok ? 'ok' : result.refusal.kind, outcome)
    }),
    toString: () => `${actor} moves the series no. ${no} by ${minutes} minutes`,
  }
}

function onSeries(actor: Actor, no: number, touch: Touch): Omit<Step, 'toString'> {
  const ofSeries = (model: Readonly<Naive>) => model.bookings.filter((each) => each.series !== null)
  return {
    check: (model) => ofSeries(model).length > 0,
    run(model, stage) {
      const known = ofSeries(model)
      const booking = known[no % known.length]!
      touch(actor === 'its requester' ? booking.who : actor, model, stage, booking)
      expectSame(model, stage)
    },
  }
}
