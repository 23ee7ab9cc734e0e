const SIGNATURE_LENGTH = 8

/** What a chunk has besides its data: its length, its type and its checksum. */
const CHUNK_OVERHEAD = 12

/** Chunks that are drawn. All others, texts above all, are for whoever reads the file and not for who sees it. */
const DRAWN: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND', 'gAMA', 'sRGB', 'pHYs'])

/** A PNG without everything that is not drawn: the same pixels, nothing to read between them. */
export function barePicture(png: Uint8Array): Uint8Array {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength)
  const kept: Uint8Array[] = [bytes.subarray(0, SIGNATURE_LENGTH)]
  let at = SIGNATURE_LENGTH
  for (let type = ''; type !== 'IEND' && at + CHUNK_OVERHEAD <= bytes.length;) {
    const end = at + CHUNK_OVERHEAD + bytes.readUInt32BE(at)
    type = bytes.toString('latin1', at + 4, at + 8)
    if (DRAWN.has(type) && end <= bytes.length) kept.push(bytes.subarray(at, end))
    at = end
  }
  return Buffer.concat(kept)
}
