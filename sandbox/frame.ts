import { AppError } from '../domain/errors.ts'

/** Largest header and body that are read; the daemon keeps to the same. */
const HEADER_BYTES_MAX = 8 * 2 ** 20
export const BODY_BYTES_MAX = 64 * 2 ** 20

const PREFIX_BYTES = 8

/** A message between the engine and the sandbox. */
export interface Frame {
  readonly header: unknown
  readonly body: Uint8Array
}

/**
 * A frame's bytes: u32 length of the header, u32 length of the body (little-endian), JSON, bytes.
 * @throws AppError `limit_exceeded` when the daemon would not read it
 */
export function encodeFrame(header: unknown, parts: readonly Uint8Array[]): readonly Uint8Array[] {
  const text = Buffer.from(JSON.stringify(header))
  const size = parts.reduce((sum, part) => sum + part.length, 0)
  refuseOversized(text.length, size)
  const prefix = Buffer.alloc(PREFIX_BYTES)
  prefix.writeUInt32LE(text.length, 0)
  prefix.writeUInt32LE(size, 4)
  return [prefix, text, ...parts]
}

/** Puts one frame together from the chunks it arrives in. */
export class FrameReader {
  readonly #chunks: Buffer[] = []
  #received = 0
  #sizes: { readonly header: number; readonly total: number } | null = null

  /**
   * Takes a chunk; returns the frame once it is complete.
   * @throws AppError `limit_exceeded` for an oversized frame, `internal` for one that is not JSON or too long
   */
  push(chunk: Buffer): Frame | null {
    this.#chunks.push(chunk)
    this.#received += chunk.length
    this.#sizes ??= this.#readSizes()
    if (!this.#sizes || this.#received < this.#sizes.total) return null
    if (this.#received > this.#sizes.total) throw broken('more bytes than announced')
    const bytes = Buffer.concat(this.#chunks)
    const bodyStart = PREFIX_BYTES + this.#sizes.header
    return { header: parseHeader(bytes.subarray(PREFIX_BYTES, bodyStart)), body: bytes.subarray(bodyStart) }
  }

  #readSizes(): { readonly header: number; readonly total: number } | null {
    if (this.#received < PREFIX_BYTES) return null
    const start = Buffer.concat(this.#chunks)
    const [header, body] = [start.readUInt32LE(0), start.readUInt32LE(4)]
    refuseOversized(header, body)
    return { header, total: PREFIX_BYTES + header + body }
  }
}

function refuseOversized(header: number, body: number): void {
  if (header <= HEADER_BYTES_MAX && body <= BODY_BYTES_MAX) return
  const sizes = `${header} + ${body} bytes`
  const bounds = `${HEADER_BYTES_MAX} + ${BODY_BYTES_MAX}`
  throw new AppError('limit_exceeded', `a sandbox frame of ${sizes} is over the bounds of ${bounds}`)
}

function parseHeader(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString('utf8'))
  } catch (error) {
    throw broken('its header is not JSON', error)
  }
}

function broken(what: string, cause?: unknown): AppError {
  return new AppError('internal', `the sandbox sent a broken frame: ${what}`, { cause })
}
