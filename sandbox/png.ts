import { PNG } from 'pngjs'

import { AppError } from '../domain/errors.ts'

/** Most pixels a picture may have, in millions: it is refused before anything is decoded. */
export const PICTURE_MEGAPIXELS_MAX = 40

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const HEADER_CHUNK = 'IHDR'
const LAST_CHUNK = 'IEND'

/** Bytes of a chunk besides its data: length, type and checksum. */
const CHUNK_FRAME = 12

/** A decoded picture: four bytes per pixel, red, green, blue and opacity, row by row. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/**
 * Decodes a PNG that came from somewhere untrusted. Its frame is checked first: signature, size, the
 * length of each chunk, its end. Throws `invalid` and says what is wrong.
 */
export function decodePng(bytes: Uint8Array): Pixels {
  checkPng(bytes)
  try {
    const { width, height, data } = PNG.sync.read(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    )
    return { width, height, data }
  } catch (error) {
    throw new AppError('invalid', 'the picture is a damaged PNG', { cause: error })
  }
}

function checkPng(bytes: Uint8Array): void {
  if (SIGNATURE.some((byte, at) => bytes[at] !== byte)) refuse('it has no PNG signature')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = SIGNATURE.length
  let chunks = 0
  for (;;) {
    if (at + CHUNK_FRAME > bytes.length) refuse('it ends in the middle of a chunk')
    const length = view.getUint32(at)
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    if (at + CHUNK_FRAME + length > bytes.length) refuse(`its chunk ${type} is longer than the file`)
    if (chunks === 0) checkHeader(view, type, length)
    at += CHUNK_FRAME + length
    chunks += 1
    if (type === LAST_CHUNK) break
  }
  if (at !== bytes.length) refuse(`${bytes.length - at} bytes follow its end`)
}

function checkHeader(view: DataView, type: string, length: number): void {
  if (type !== HEADER_CHUNK || length !== 13) refuse('it does not start with its header')
  const data = SIGNATURE.length + 8
  const [width, height] = [view.getUint32(data), view.getUint32(data + 4)]
  if (width === 0 || height === 0) refuse('it has no pixels')
  if (width * height > PICTURE_MEGAPIXELS_MAX * 1e6) {
    refuse(`${width} × ${height} pixels are more than ${PICTURE_MEGAPIXELS_MAX} million`)
  }
}

function refuse(reason: string): never {
  throw new AppError('invalid', `the picture cannot be used: ${reason}`)
}
