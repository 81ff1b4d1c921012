import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { Reservation } from '../../server/domain/reservation.ts'

export const DEEDS = [
  ...(['create', 'change', 'cancel', 'approve', 'decline', 'expire', 'outage', 'hours', 'capacity'] as const),
  ...(['series', 'change series', 'cancel series', 'take back'] as const),
] as const
export type Deed = (typeof DEEDS)[number]

/** Written before an operation begins. */
export interface Begun {
  /** Worker, its life, and the number of the operation: `2.5.117`. The title of what it creates. */
  readonly tag: string
  readonly deed: Deed
  /** Wall clock, for the story. */
  readonly at: number
  readonly resourceId?: number
  readonly id?: number
  readonly seriesId?: number
  readonly start?: number
  readonly end?: number
  readonly units?: number
}

export type Kept = Pick<Reservation, 'id' | 'version' | 'state' | 'resourceId' | 'start' | 'end' | 'units'>

/** Written when it has answered: what it acknowledged, or why it did nothing. */
export interface Answered {
  readonly tag: string
  readonly kept?: Kept
  /** A series was made or changed as a whole. */
  readonly series?: { readonly id: number; readonly version: number }
  readonly no?: string
}

export type Line = Begun | Answered

export const isBegun = (line: Line): line is Begun => 'deed' in line

/** The lines that workers have written to the folder since the last look; a line cut short by a kill never counts. */
export class Logs {
  private readonly folder: string
  private readonly seen = new Map<string, number>()

  constructor(folder: string) {
    this.folder = folder
  }

  *fresh(): Generator<Line> {
    for (const name of readdirSync(this.folder).filter((each) => each.endsWith('.log'))) {
      const from = this.seen.get(name) ?? 0
      const text = readFrom(join(this.folder, name), from)
      const whole = text.slice(0, text.lastIndexOf('\n') + 1)
      this.seen.set(name, from + Buffer.byteLength(whole))
      for (const line of whole.split('\n')) if (line) yield JSON.parse(line) as Line
    }
  }
}

function readFrom(file: string, offset: number): string {
  const descriptor = openSync(file, 'r')
  const pieces: Buffer[] = []
  const piece = Buffer.alloc(1 << 20)
  for (let at = offset, read = 0; (read = readSync(descriptor, piece, 0, piece.length, at)) > 0; at += read)
    pieces.push(Buffer.from(piece.subarray(0, read)))
  closeSync(descriptor)
  return Buffer.concat(pieces).toString()
}
