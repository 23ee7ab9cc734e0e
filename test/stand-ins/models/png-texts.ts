import { inflateSync } from 'node:zlib'

/** What the text chunks of a PNG say (tEXt, zTXt, iTXt). Text that is drawn is pixels and cannot be read here. */
export function pngTexts(png: Buffer): readonly string[] {
  return chunksOf(png).flatMap(({ type, data }) => {
    const end = data.indexOf(0)
    if (type === 'tEXt') return [data.toString('latin1')]
    if (type === 'zTXt') return [inflated(data.subarray(end + 2))]
    if (type === 'iTXt') return [internationalText(data.subarray(end + 1))]
    return []
  })
}

const SIGNATURE_LENGTH = 8

function chunksOf(png: Buffer): readonly { readonly type: string; readonly data: Buffer }[] {
  const chunks = []
  for (let at = SIGNATURE_LENGTH; at + 12 <= png.length;) {
    const length = png.readUInt32BE(at)
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) })
    at += length + 12
  }
  return chunks
}

/** After the keyword: a flag and the method of compression, language and translated keyword with a zero each. */
function internationalText(data: Buffer): string {
  const language = data.indexOf(0, 2)
  const keyword = data.indexOf(0, language + 1)
  const text = data.subarray(keyword + 1)
  return data[0] === 1 ? inflated(text) : text.toString('utf8')
}

function inflated(data: Buffer): string {
  try {
    return inflateSync(data).toString('utf8')
  } catch {
    // A broken chunk says nothing.
    return ''
  }
}
