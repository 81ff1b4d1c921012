import { type Html, raw } from '../jsx-runtime.ts'

/** Drawn on a grid of 16; class f is filled, k is cut out of a fill. Decorative: the word beside it says it. */
const SHAPES = {
  back: '<path d="M10 3 5 8l5 5"/>',
  bell: '<path d="M4 11V7a4 4 0 0 1 8 0v4l1.5 1.5h-11zM6.8 14.5h2.4"/>',
  calendar: '<rect x="2" y="3" width="12" height="11"/><path d="M2 6.5h12M5 1.5v3M11 1.5v3"/>',
  care: '<path d="M8 1.8 15 14H1z"/><path d="M8 6v4M8 12v.3"/>',
  check: '<path d="m2.5 8.5 3.5 3.5 7.5-8"/>',
  clock: '<circle cx="8" cy="8" r="6.2"/><path d="M8 4.5V8l2.5 1.8"/>',
  cross: '<path d="m3 3 10 10M13 3 3 13"/>',
  down: '<path d="M8 2v11M3.5 9 8 13.5 12.5 9"/>',
  download: '<path d="M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11"/>',
  flag: '<path d="M3.5 14.5V2M3.5 2.5h9l-2 3 2 3h-9"/>',
  half: '<circle cx="8" cy="8" r="6.2"/><path class="f" d="M8 1.8a6.2 6.2 0 0 1 0 12.4z"/>',
  info: '<circle cx="8" cy="8" r="6.2"/><path d="M8 7.5V11M8 5v.2"/>',
  instant: '<circle class="f" cx="8" cy="8" r="7"/><path class="k" d="m4.8 8.2 2.2 2.2 4.2-4.6"/>',
  key: '<circle cx="5" cy="8" r="3.2"/><path d="M8.2 8H14v3M11.5 8v2"/>',
  list: '<path d="M6 4h8M6 8h8M6 12h8M2 4h.5M2 8h.5M2 12h.5"/>',
  lock: '<rect x="3" y="7" width="10" height="7"/><path d="M5 7V5a3 3 0 0 1 6 0v2"/>',
  next: '<path d="m6 3 5 5-5 5"/>',
  pencil: '<path d="m2.5 13.5.7-3L10.5 3 13 5.5 5.5 13z"/>',
  person: '<circle cx="8" cy="5" r="2.8"/><path d="M2.5 14c.4-3 2.6-4.4 5.5-4.4s5.1 1.4 5.5 4.4"/>',
  repeat: '<path d="M3 7V6a2 2 0 0 1 2-2h8M10.5 1.5 13 4l-2.5 2.5M13 9v1a2 2 0 0 1-2 2H3M5.5 14.5 3 12l2.5-2.5"/>',
  right: '<path d="M2 8h11M9 3.5 13.5 8 9 12.5"/>',
  search: '<circle cx="7" cy="7" r="4.5"/><path d="M10.5 10.5 14 14"/>',
  stop: '<path d="M5.2 1.8h5.6l3.4 3.4v5.6l-3.4 3.4H5.2l-3.4-3.4V5.2z"/><path d="M8 4.8v4M8 11v.2"/>',
  struck: '<circle cx="8" cy="8" r="6.2"/><path d="m3.8 12.2 8.4-8.4"/>',
  up: '<path d="M8 14V3M3.5 7 8 2.5 12.5 7"/>',
  wrench:
    '<path d="M10.3 2.2a3.7 3.7 0 0 0-4.7 4.7L1.9 10.6l3.5 3.5 3.7-3.7a3.7 3.7 0 0 0 4.7-4.7l-2.4 2.4-2.1-.6-.6-2.1z"/>',
} as const

export type IconName = keyof typeof SHAPES

const ICONS = Object.fromEntries(
  Object.entries(SHAPES).map(([name, shape]) => [
    name,
    raw(`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${shape}</svg>`),
  ]),
) as Record<IconName, Html>

export const Icon = ({ name }: { name: IconName }): Html => ICONS[name]
