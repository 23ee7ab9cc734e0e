import { describe, expect, it } from 'vitest'

import { BODY_BYTES_MAX, FrameReader, encodeFrame } from './frame.ts'

const bytes = (...parts: readonly Uint8Array[]) => Buffer.concat(parts)
const message = bytes(...encodeFrame({ text: 'ö' }, [new Uint8Array([1, 2]), new Uint8Array([3])]))

describe('a frame', () => {
  it('is put together from chunks of any size', () => {
    const reader = new FrameReader()
    const answers = [...message].map((byte) => reader.push(Buffer.from([byte])))
    expect(answers.slice(0, -1).every((answer) => answer === null)).toBe(true)
    expect(answers.at(-1)).toEqual({ header: { text: 'ö' }, body: Buffer.from([1, 2, 3]) })
  })

  it('begins with the lengths of header and body, lowest byte first', () => {
    expect([...message.subarray(0, 8)]).toEqual([13, 0, 0, 0, 3, 0, 0, 0])
  })

  it('is refused when more follows than it announced', () => {
    expect(() => new FrameReader().push(bytes(message, Buffer.from([0])))).toThrow(
      /more bytes than announced/,
    )
  })

  it('is refused when its header is not JSON', () => {
    expect(() => new FrameReader().push(Buffer.from([1, 0, 0, 0, 0, 0, 0, 0, 123]))).toThrow(/not JSON/)
  })

  it('is refused by its announced size, before its bytes have come', () => {
    const start = Buffer.alloc(8)
    start.writeUInt32LE(BODY_BYTES_MAX + 1, 4)
    expect(() => new FrameReader().push(start)).toThrow(/over the bounds/)
    expect(() => encodeFrame({}, [new Uint8Array(BODY_BYTES_MAX + 1)])).toThrow(/over the bounds/)
  })
})
