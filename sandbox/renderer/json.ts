import type { Library } from '../../domain/plot/plot.schema.ts'
import { AppError, messageOf } from '../../domain/errors.ts'
import { SANDBOX_OUTPUT_MB } from '../../domain/sandbox/limits.ts'

/** How deep a figure's JSON may nest; real figures stay below 40. */
const NESTING_MAX = 200

/** An object of parsed JSON whose members nobody has looked at yet. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Libraries whose figures leave the sandbox as JSON. */
export type DrawnLibrary = Extract<Library, 'plotly' | 'bokeh' | 'altair'>

/**
 * Parses a figure's JSON.
 * @throws AppError `invalid` when it is no JSON object, nests too deep, or is larger than an execution may write
 */
export function parseFigure(library: DrawnLibrary, bytes: Uint8Array): JsonObject {
  if (bytes.byteLength > SANDBOX_OUTPUT_MB * 1024 * 1024) {
    throw invalidFigure(library, `has ${bytes.byteLength} bytes; at most ${SANDBOX_OUTPUT_MB} MB are read`)
  }
  if (nesting(bytes) > NESTING_MAX) throw invalidFigure(library, `nests deeper than ${NESTING_MAX} levels`)
  const parsed = parseText(library, bytes)
  if (!isObject(parsed)) throw invalidFigure(library, 'is not a JSON object')
  return parsed
}

/** The error of a figure that cannot be drawn or described; `fault` continues "the figure …". */
export function invalidFigure(library: DrawnLibrary, fault: string, cause?: unknown): AppError {
  return new AppError('invalid', `the ${library} figure ${fault}`, { cause })
}

/** Whether a value is a JSON object, not an array or null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value as an object; an empty one when it is anything else. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {}
}

/** The value as a list; an empty one when it is anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** The value as a finite number, or null. */
export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** The value as a text that is not empty, or null. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

/** The member at a path of keys, undefined where one is missing. */
export function member(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined),
    value,
  )
}

function parseText(library: DrawnLibrary, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw invalidFigure(library, `is not JSON: ${messageOf(cause)}`, cause)
  }
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c]
const OPENING = new Set([0x5b, 0x7b])
const CLOSING = new Set([0x5d, 0x7d])

/** The deepest nesting of brackets outside of texts. */
function nesting(bytes: Uint8Array): number {
  let depth = 0
  let deepest = 0
  let inText = false
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0
    if (inText) {
      if (byte === BACKSLASH) index += 1
      else if (byte === QUOTE) inText = false
    } else if (byte === QUOTE) inText = true
    else if (OPENING.has(byte)) deepest = Math.max(deepest, (depth += 1))
    else if (CLOSING.has(byte)) depth -= 1
  }
  return deepest
}
