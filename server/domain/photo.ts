/** The largest photo that is read, in bytes and in pixels, and the longest edge of what is kept of it. */
export const PHOTO_BYTES = 10 * 1_048_576
export const PHOTO_PIXELS = 40_000_000
export const PHOTO_EDGE = 1600

export const PHOTO_FORMATS = ['jpeg', 'png', 'webp'] as const
export type PhotoFormat = (typeof PHOTO_FORMATS)[number]

/** A picture as it is kept: drawn anew, without anything else that came with it. */
export interface Photo {
  readonly bytes: Buffer
  readonly mediaType: 'image/webp'
}

/** What the first bytes say it is, whatever name and type it was sent under; null for anything that is no photo. */
export function photoFormatOf(bytes: Uint8Array): PhotoFormat | null {
  const begins = (at: number, ...signature: number[]) => signature.every((each, i) => bytes[at + i] === each)
  if (begins(0, 0xff, 0xd8, 0xff)) return 'jpeg'
  if (begins(0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png'
  // RIFF, four bytes of length, WEBP
  return begins(0, 0x52, 0x49, 0x46, 0x46) && begins(8, 0x57, 0x45, 0x42, 0x50) ? 'webp' : null
}
