import { BEGIN, type Minute, THINGS, type Thing, TRAINED_UNTIL, type Who } from './stage.ts'

/**
 * The lifecycle of reservations as one would explain it to a newcomer: lists, and loops over minutes. Nothing in here
 * knows the program.
 */
export interface Booking {
  /** The real one's. */
  id: number
  version: number
  state: 'requested' | 'confirmed' | 'in_use' | 'completed' | 'declined' | 'cancelled' | 'expired'
  readonly thing: Thing
  readonly who: Who
  start: Minute
  end: Minute
  units: number
  title: string
  readonly madeAt: Minute
  decideBy: Minute | null
  /** What a steward has set aside for it. */
  readonly setAside: Set<string>
  /** The real series it is one of. */
  series: number | null
  /** One of a series that has been moved by itself. */
  isMovedAlone: boolean
  /** What it takes, where its use began or ended at another time than was booked; buffers included. */
  takes: { from: Minute; to: Minute } | null
  /** Its use; `to` null while it runs. */
  used: { from: Minute; to: Minute | null } | null
}

/** Who begins and ends in the same minute has used it for a millisecond. */
const MOMENT = 1 / 60_000

export interface Wish {
  readonly thing: Thing
  readonly start: Minute
  readonly end: Minute
  readonly units: number
}

/** Why not: codes in alphabetical order, and the minutes that are taken. */
export interface Verdict {
  readonly codes: readonly string[]
  readonly taken: readonly Minute[]
}

/** `ok`, a refusal without more to it, or a verdict. */
export type Outcome = 'ok' | 'not-found' | 'forbidden' | 'wrong-state' | 'stale' | 'invalid' | Verdict

const OVERRIDABLE = 'audience beyond-horizon closed in-the-past off-step too-long too-short too-soon'.split(' ')
const DAY = 1440

export class Naive {
  now: Minute = BEGIN
  readonly bookings: Booking[] = []
  readonly outages: { readonly thing: Thing; readonly start: Minute; readonly end: Minute }[] = []

  verdictOn(wish: Wish, who: Who, ...except: Booking[]): Verdict {
    return { codes: this.codesAgainst(wish, who).sort(), taken: this.minutesTaken(wish, except) }
  }

  request(who: Who, wish: Wish, override: boolean): { outcome: Outcome; made: Omit<Booking, 'id'> | null } {
    if (override && !isSteward(who)) return { outcome: 'forbidden', made: null }
    this.lapse()
    const verdict = this.verdictOn(wish, who)
    const standing = override ? without(verdict, OVERRIDABLE) : verdict
    if (isAgainst(standing)) return { outcome: standing, made: null }
    const { thing, start, end, units } = wish
    const state = end <= this.now ? 'completed' : thing.needsApproval && !isSteward(who) ? 'requested' : 'confirmed'
    const made: Omit<Booking, 'id'> = {
      ...{ version: 1, state, thing, who, start, end, units, title: 'Story', madeAt: this.now },
      decideBy: state === 'requested' ? Math.min(start, this.deadline(this.now)) : null,
      setAside: new Set(override ? verdict.codes : []),
      ...{ series: null, isMovedAlone: false, takes: null, used: null },
    }
    return { outcome: 'ok', made }
  }

  /** The same time on so many days, all of them or those that can be had; what is made when it is not refused. */
  requestSeries(who: Who, wish: Wish, days: number, skips: boolean): Omit<Booking, 'id'>[] | null {
    const asked = Array.from({ length: days }, (_, i) =>
      this.request(who, { ...wish, start: wish.start + i * DAY, end: wish.end + i * DAY }, false),
    )
    const made = asked.flatMap((each) => each.made ?? [])
    return made.length === 0 || (made.length < days && !skips) ? null : made
  }

  /** Lets go of all that is left of a series, but what has been moved by itself. */
  cancelSeries(who: Who, booking: Booking): Outcome {
    this.lapse()
    const no = this.mayTouch(who, booking)
    if (no) return no
    const left = this.leftOf(booking.series)
    for (const each of left) this.become(each, 'cancelled')
    return left.length > 0 ? 'ok' : 'wrong-state'
  }

  /** Moves all that is left of a series, as one: each makes room for the others before any is placed. */
  shiftSeries(who: Who, booking: Booking, by: Minute): Outcome | 'series' {
    this.lapse()
    const no = this.mayTouch(who, booking)
    if (no) return no
    const left = this.leftOf(booking.series)
    if (left.length === 0) return 'wrong-state'
    const moved = left.map((each) => ({ ...each, start: each.start + by, end: each.end + by }))
    if (moved.some((wish) => isAgainst(this.verdictOn(wish, booking.who, ...left)))) return 'series'
    for (const each of left) {
      const asksAnew = each.state === 'confirmed' && each.thing.needsApproval && !isSteward(who)
      Object.assign(each, { start: each.start + by, end: each.end + by, version: each.version + 1 })
      if (each.state === 'requested') each.decideBy = Math.min(each.start, this.deadline(each.madeAt))
      if (asksAnew) Object.assign(each, { state: 'requested', decideBy: Math.min(each.start, this.deadline(this.now)) })
    }
    return 'ok'
  }

  private leftOf(series: number | null): Booking[] {
    return this.bookings.filter(
      (each) =>
        each.series === series &&
        !each.isMovedAlone &&
        (each.state === 'requested' || each.state === 'confirmed') &&
        each.start > this.now,
    )
  }

  cancel(who: Who, booking: Booking): Outcome {
    this.lapse()
    const no = this.mayTouch(who, booking)
    if (no) return no
    if (booking.state !== 'requested' && booking.state !== 'confirmed') return 'wrong-state'
    if (booking.start <= this.now) return 'wrong-state'
    this.become(booking, 'cancelled')
    return 'ok'
  }

  isLate(who: Who, booking: Booking): boolean {
    return who === booking.who && booking.state === 'confirmed' && this.now > booking.start - booking.thing.cancelNotice
  }

  decide(who: Who, booking: Booking, verdict: 'approve' | 'decline', hasReason: boolean): Outcome {
    if (!sees(who, booking)) return 'not-found'
    if (who !== 'owner' || booking.who === 'owner') return 'forbidden'
    if (verdict === 'decline' && !hasReason) return 'invalid'
    this.lapse()
    if (booking.state !== 'requested') return 'wrong-state'
    if (verdict === 'decline') {
      this.become(booking, 'declined')
      return 'ok'
    }
    const asked = ['in-the-past', 'too-soon', 'beyond-horizon', ...booking.setAside]
    const standing = without(this.verdictOn(booking, booking.who, booking), asked)
    if (isAgainst(standing)) return standing
    this.become(booking, 'confirmed')
    return 'ok'
  }

  change(
    who: Who,
    booking: Booking,
    to: Partial<Pick<Booking, 'start' | 'end' | 'units' | 'title'>>,
    { knows, override }: { knows: number; override: boolean },
  ): Outcome {
    this.lapse()
    const no = this.mayTouch(who, booking)
    if (no) return no
    if (override && !isSteward(who)) return 'forbidden'
    if (knows !== booking.version) return 'stale'
    const isOpen = booking.state === 'requested' || (booking.state === 'confirmed' && booking.end > this.now)
    if (!isOpen) return 'wrong-state'
    const wish = { thing: booking.thing, start: booking.start, end: booking.end, units: booking.units, ...to }
    const isMoved = wish.start !== booking.start || wish.end !== booking.end || wish.units !== booking.units
    const isLess = wish.start >= booking.start && wish.end <= booking.end && wish.units <= booking.units
    const verdict = isMoved ? this.verdictOn(wish, booking.who, booking) : { codes: [], taken: [] }
    const settled: string[] = []
    if (wish.start === booking.start) settled.push('in-the-past', 'too-soon', 'beyond-horizon')
    if (isLess) settled.push('too-soon', 'beyond-horizon', ...booking.setAside)
    const blamed = without(verdict, settled)
    const standing = override ? without(blamed, OVERRIDABLE) : blamed
    if (isAgainst(standing)) return standing
    const asksAnew =
      isMoved && booking.state === 'confirmed' && booking.thing.needsApproval && !isSteward(who) && !isLess
    if (asksAnew && booking.start <= this.now) return 'wrong-state'
    if (!isMoved && (to.title ?? booking.title) === booking.title) return 'ok'
    if (override) for (const code of blamed.codes) booking.setAside.add(code)
    if (isMoved && booking.state === 'requested') booking.decideBy = Math.min(wish.start, this.deadline(booking.madeAt))
    if (asksAnew) {
      booking.state = 'requested'
      booking.decideBy = Math.min(wish.start, this.deadline(this.now))
    }
    Object.assign(booking, to)
    if (isMoved && booking.series !== null) booking.isMovedAlone = true
    booking.version++
    return 'ok'
  }

  checkIn(who: Who, booking: Booking): Outcome {
    const no = this.mayTouch(who, booking)
    if (no) return no
    const { thing, start, end, units } = booking
    if (booking.state !== 'confirmed' || end <= this.now) return 'wrong-state'
    if (this.now < start - 15) return { codes: ['too-soon'], taken: [] }
    const broken = this.outagesOver(thing, this.now, this.now + 1)
    if (broken.length > 0 && !isSteward(who)) return { codes: broken.map(() => 'outage'), taken: [] }
    this.lapse()
    const running = this.runningOn(thing)
    const isForgotten = (each: Booking) => each.end <= this.now && this.now >= start
    const present = running.filter((each) => !isForgotten(each))
    if (this.loadOn(thing, present) + units > thing.capacity)
      return { codes: [], taken: this.minutesOf(booking, present) }
    let load = this.loadOn(thing, running)
    for (const each of running.filter(isForgotten)) {
      if (load + units <= thing.capacity) break
      load -= this.loadOn(thing, [each])
      this.endUse(each, each.end)
    }
    this.become(booking, 'in_use')
    booking.used = { from: this.afterOthers(thing, units), to: null }
    booking.takes = { from: start - thing.setup, to: end + thing.cleanup }
    while (booking.takes.from > this.now && this.hasRoom(booking, booking.takes.from - 1)) booking.takes.from--
    return 'ok'
  }

  checkOut(who: Who, booking: Booking): Outcome {
    const no = this.mayTouch(who, booking)
    if (no) return no
    if (booking.state !== 'in_use') return 'wrong-state'
    this.lapse()
    this.endUse(booking, this.now)
    return 'ok'
  }

  /** Who walks up takes what is free from now on; what is made, or why not. */
  walkUp(who: Who, thing: Thing): { outcome: Outcome; made: Omit<Booking, 'id'> | null } {
    if (thing.needsApproval && !isSteward(who)) return { outcome: 'invalid', made: null }
    this.lapse()
    const start = this.now
    const asked = { thing, start, end: this.walkUpEnd(thing), units: 1 }
    const found = this.verdictOn(asked, who)
    const codes = found.codes.filter((code) => !['in-the-past', 'too-soon', 'off-step', 'too-short'].includes(code))
    const running = this.runningOn(thing)
    const isFull = this.loadOn(thing, running) + 1 > thing.capacity
    const taken = found.taken.length > 0 || !isFull ? found.taken : this.minutesOf(asked, running)
    if (codes.length + taken.length > 0 || isFull) return { outcome: { codes, taken }, made: null }
    const made: Omit<Booking, 'id'> = {
      ...{ version: 2, state: 'in_use', ...asked, who, title: 'Walk-up', madeAt: start, decideBy: null },
      ...{ setAside: new Set<string>(), series: null, isMovedAlone: false },
      takes: { from: start, to: asked.end + thing.cleanup },
      used: { from: this.afterOthers(thing, 1), to: null },
    }
    return { outcome: 'ok', made }
  }

  /** Whether a check-out at this moment would leave none of its time: it is told apart elsewhere. */
  leavesNothing({ takes, thing }: Booking): boolean {
    return takes !== null && this.now + thing.cleanup <= takes.from
  }

  /** The shortest reservation from now on, or what is left before others, but a step at least. */
  private walkUpEnd(thing: Thing): Minute {
    const shortest = this.now + thing.shortest
    const usual = Math.ceil(shortest / thing.step) * thing.step
    let free = this.now
    while (free < usual + thing.cleanup && this.loadAt(thing, free, []) < thing.capacity) free++
    return free - thing.cleanup >= this.now + thing.step ? free - thing.cleanup : usual
  }

  private endUse(booking: Booking, at: Minute): void {
    const { used, takes } = booking
    used!.to = Math.max(at, used!.from + MOMENT)
    this.become(booking, 'completed')
    const wanted = this.freeAgain(booking, at)
    if (wanted <= takes!.to) takes!.to = wanted
    else while (takes!.to < wanted && this.hasRoom(booking, takes!.to)) takes!.to++
  }

  /** From when on the thing of a use that ended is free. */
  protected freeAgain({ thing }: Booking, at: Minute): Minute {
    return at + thing.cleanup
  }

  private runningOn(thing: Thing): Booking[] {
    return this.bookings
      .filter((each) => each.state === 'in_use' && (each.thing === thing || this.isKin(each.thing, thing)))
      .sort((a, b) => a.used!.from - b.used!.from)
  }

  private loadOn(thing: Thing, bookings: readonly Booking[]): number {
    return bookings.reduce((sum, each) => sum + (each.thing === thing ? each.units : thing.capacity), 0)
  }

  /** Now, or when the use before has ended by its record. */
  private afterOthers(thing: Thing, units: number): Minute {
    const ended = this.bookings.filter(
      ({ thing: other, used }) =>
        (other === thing || this.isKin(other, thing)) &&
        used?.to &&
        used.from < this.now + MOMENT &&
        used.to > this.now,
    )
    const isFree = this.loadOn(thing, ended) + units <= thing.capacity
    return isFree ? this.now : Math.max(...ended.map(({ used }) => used!.to!))
  }

  /** Minutes of the wish in which others are there, until they should have gone. */
  private minutesOf({ thing, start, end }: Wish, others: readonly Booking[]): Minute[] {
    const minutes: Minute[] = []
    for (let minute = start - thing.setup; minute < end + this.cleanupOf(thing); minute++)
      if (others.some(({ used, end }) => used!.from <= minute && minute < Math.max(end, this.now + 1)))
        minutes.push(minute)
    return minutes
  }

  private hasRoom(booking: Booking, minute: Minute): boolean {
    return this.loadAt(booking.thing, minute, [booking]) + booking.units <= booking.thing.capacity
  }

  private outagesOver(thing: Thing, start: Minute, end: Minute) {
    return this.outages.filter(
      (each) => (each.thing === thing || aboveOf(thing).includes(each.thing)) && each.start < end && start < each.end,
    )
  }

  /** Requests that nobody decided in time let go; how many there were. */
  lapse(): number {
    const late = this.bookings.filter((each) => each.state === 'requested' && each.decideBy! <= this.now)
    for (const each of late) this.become(each, 'expired')
    return late.length
  }

  protected minutesTaken(wish: Wish, except: readonly Booking[]): Minute[] {
    const { thing, start, end } = wish
    if (end <= start) return []
    const left = thing.capacity - Math.min(Math.max(wish.units, 1), thing.capacity)
    const minutes: Minute[] = []
    for (let minute = start - thing.setup; minute < end + this.cleanupOf(thing); minute++)
      if (this.loadAt(thing, minute, except) > left) minutes.push(minute)
    return minutes
  }

  /** The units that are taken of a thing in a minute, all of them by what is above and inside it. */
  private loadAt(thing: Thing, minute: Minute, except: readonly Booking[]): number {
    let load = 0
    for (const each of this.bookings) {
      if (except.includes(each) || !this.holdsTime(each) || !this.isBusyAt(each, minute)) continue
      if (each.thing === thing) load += each.units
      else if (this.isKin(each.thing, thing)) load += thing.capacity
    }
    return load
  }

  protected cleanupOf(thing: Thing): number {
    return thing.cleanup
  }

  protected isBusyAt(booking: Booking, minute: Minute): boolean {
    const { from, to } = takenBy(booking)
    return minute >= from && minute < to
  }

  protected isKin(a: Thing, b: Thing): boolean {
    return aboveOf(a).includes(b) || aboveOf(b).includes(a)
  }

  holdsTime({ state, decideBy }: Booking): boolean {
    if (state === 'requested') return decideBy! > this.now
    return state === 'confirmed' || state === 'in_use' || state === 'completed'
  }

  private codesAgainst({ thing, start, end, units }: Wish, who: Who): string[] {
    const codes: string[] = []
    if (end <= start) codes.push('end-before-start')
    if (start < this.now) codes.push('in-the-past')
    else if (start < this.now + thing.notice) codes.push('too-soon')
    if (this.isTooFar(thing, start)) codes.push('beyond-horizon')
    if (end > start && end - start < thing.shortest) codes.push('too-short')
    if (end - start > thing.longest) codes.push('too-long')
    if (start % thing.step !== 0 || end % thing.step !== 0) codes.push('off-step')
    if (!everyMinute(start, end, (minute) => isOpen(thing, minute, isHome(who))))
      codes.push(everyMinute(start, end, (minute) => isOpen(thing, minute, true)) ? 'audience' : 'closed')
    for (const _ of this.outagesOver(thing, start, end)) codes.push('outage')
    if (units < 1 || units > thing.capacity) codes.push('units')
    if (thing.needsTraining && !isSteward(who) && !(who === 'researcher' && start < TRAINED_UNTIL))
      codes.push('qualification')
    return codes
  }

  protected isTooFar(thing: Thing, start: Minute): boolean {
    return start > this.now + thing.horizon * DAY
  }

  private mayTouch(who: Who, booking: Booking): Outcome | null {
    if (!sees(who, booking)) return 'not-found'
    return who === booking.who || isSteward(who) ? null : 'forbidden'
  }

  private become(booking: Booking, state: Booking['state']): void {
    booking.state = state
    booking.version++
  }

  /** The next day on which people work, at the same time of day. No holiday is near. */
  private deadline(from: Minute): Minute {
    let day = from + DAY
    while (weekday(day) >= 5) day += DAY
    return day
  }
}

/** What a booking takes: what was booked with set-up and clean-up, but where its use says otherwise. */
export const takenBy = ({ thing, start, end, takes }: Booking): { from: Minute; to: Minute } =>
  takes ?? { from: start - thing.setup, to: end + thing.cleanup }

export const isSteward = (who: Who) => who === 'owner' || who === 'caretaker'
const isHome = isSteward
const weekday = (minute: Minute) => Math.floor(minute / DAY) % 7

/** People of one organisation see each other's; stewards see all. */
function sees(who: Who, booking: Booking): boolean {
  const away: readonly Who[] = ['researcher', 'colleague']
  return isSteward(who) || who === booking.who || (away.includes(who) && away.includes(booking.who))
}

function isOpen(thing: Thing, minute: Minute, forOwn: boolean): boolean {
  const hour = (minute % DAY) / 60
  return weekday(minute) < 5 && hour >= 8 && hour < (thing.hasEvenings && forOwn ? 22 : 18)
}

function aboveOf(thing: Thing): Thing[] {
  const parent = THINGS.find((each) => each.slug === thing.within)
  return parent ? [parent, ...aboveOf(parent)] : []
}

function everyMinute(start: Minute, end: Minute, is: (minute: Minute) => boolean): boolean {
  for (let minute = start; minute < end; minute++) if (!is(minute)) return false
  return true
}

const without = ({ codes, taken }: Verdict, gone: readonly string[]): Verdict => ({
  codes: codes.filter((code) => !gone.includes(code)),
  taken,
})

const isAgainst = ({ codes, taken }: Verdict) => codes.length + taken.length > 0
