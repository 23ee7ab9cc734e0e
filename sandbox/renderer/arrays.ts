import { gunzipSync } from 'node:zlib'

import { SANDBOX_OUTPUT_MB } from '../../domain/sandbox/limits.ts'
import { isObject, listOf, numberOf } from './json.ts'

/** Bytes a packed column may unpack to: a compressed one must not grow without end. */
const UNPACKED_BYTES_MAX = 4 * SANDBOX_OUTPUT_MB * 1024 * 1024

type Reader = (view: DataView, offset: number) => number

const big =
  (read: (view: DataView, offset: number) => bigint): Reader =>
  (view, offset) =>
    Number(read(view, offset))

/** How each element type of numpy is read from little-endian bytes, and how many bytes it takes. */
const ELEMENTS: Readonly<Record<string, readonly [number, Reader]>> = {
  int8: [1, (view, offset) => view.getInt8(offset)],
  uint8: [1, (view, offset) => view.getUint8(offset)],
  int16: [2, (view, offset) => view.getInt16(offset, true)],
  uint16: [2, (view, offset) => view.getUint16(offset, true)],
  int32: [4, (view, offset) => view.getInt32(offset, true)],
  uint32: [4, (view, offset) => view.getUint32(offset, true)],
  int64: [8, big((view, offset) => view.getBigInt64(offset, true))],
  uint64: [8, big((view, offset) => view.getBigUint64(offset, true))],
  float32: [4, (view, offset) => view.getFloat32(offset, true)],
  float64: [8, (view, offset) => view.getFloat64(offset, true)],
}

/** Plotly's short names of the same types. */
const PLOTLY_NAMES: Readonly<Record<string, string>> = {
  i1: 'int8',
  u1: 'uint8',
  u1c: 'uint8',
  i2: 'int16',
  u2: 'uint16',
  i4: 'int32',
  u4: 'uint32',
  f4: 'float32',
  f8: 'float64',
}

/** A plotly array, plain or packed as `{dtype, bdata}`; an empty one for anything else. */
export function plotlyArray(value: unknown): readonly unknown[] {
  if (!isObject(value)) return listOf(value)
  const { dtype, bdata } = value
  if (typeof dtype !== 'string' || typeof bdata !== 'string') return []
  return elements(PLOTLY_NAMES[dtype] ?? dtype, Buffer.from(bdata, 'base64'))
}

/**
 * A column of a bokeh data source: plain, or an `ndarray` or `typed_array` of raw or compressed bytes.
 * Markers such as `{type: number, value: nan}` become null.
 */
export function bokehArray(value: unknown): readonly unknown[] {
  if (!isObject(value)) return listOf(value).map(plainNumber)
  const { type, array, dtype } = value
  if (type !== 'ndarray' && type !== 'typed_array') return []
  const data = isObject(array) ? array['data'] : array
  if (typeof data === 'string' && typeof dtype === 'string') return elements(dtype, unpacked(data))
  return listOf(array).map(plainNumber)
}

function plainNumber(value: unknown): unknown {
  return isObject(value) && value['type'] === 'number' ? numberOf(value['value']) : value
}

/** The bytes of a base64 text; those that start as gzip are decompressed. */
function unpacked(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64')
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  return gunzipSync(bytes, { maxOutputLength: UNPACKED_BYTES_MAX })
}

function elements(name: string, bytes: Buffer): readonly (number | boolean)[] {
  const isBoolean = name === 'bool'
  const element = ELEMENTS[isBoolean ? 'uint8' : name]
  if (!element) return []
  const [size, read] = element
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const numbers = Array.from({ length: Math.floor(bytes.length / size) }, (_, index) =>
    read(view, index * size),
  )
  return isBoolean ? numbers.map(Boolean) : numbers
}
