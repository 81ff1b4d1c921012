import { PHOTO_BYTES, PHOTO_EDGE, PHOTO_PIXELS, type Photo, photoFormatOf } from '../domain/photo.ts'

/** Why a file is not taken; `invalid.REASON` of the texts is the sentence. */
export type PhotoFault = 'photo-too-large' | 'photo-too-many-pixels' | 'photo-none'

const LONGEST_SECONDS = 5
const QUALITY = 80

/**
 * Draws a photo anew, upright and at most 1,600 px long, so that nothing but its pixels is kept: no position, no
 * comments, nothing behind the picture. Works on a thread of its own, one photo at a time.
 */
export async function redrawn(bytes: Buffer): Promise<Photo | PhotoFault> {
  if (bytes.length > PHOTO_BYTES) return 'photo-too-large'
  if (photoFormatOf(bytes) === null) return 'photo-none'
  return inTurn(() => draw(bytes))
}

async function draw(bytes: Buffer): Promise<Photo | PhotoFault> {
  const sharp = await decoder()
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata()
    if (width * height > PHOTO_PIXELS) return 'photo-too-many-pixels'
    const drawn = await sharp(bytes, { limitInputPixels: PHOTO_PIXELS, failOn: 'error' })
      .timeout({ seconds: LONGEST_SECONDS })
      .autoOrient()
      .resize({ width: PHOTO_EDGE, height: PHOTO_EDGE, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .webp({ quality: QUALITY })
      .toBuffer()
    return { bytes: drawn, mediaType: 'image/webp' }
  } catch {
    return 'photo-none'
  }
}

/** Loaded when the first photo comes. Whatever a file pretends to be, nothing but these three is ever read. */
async function decoder() {
  const { default: sharp } = await import('sharp')
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({
    operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
  })
  sharp.concurrency(1)
  sharp.cache(false)
  return sharp
}

let last: Promise<unknown> = Promise.resolve()

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work)
  last = mine.catch(() => {})
  return mine
}
