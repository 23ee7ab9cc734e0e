/**
 * The same value without NUL characters, which PostgreSQL's text and jsonb cannot hold. Output of programs
 * may contain them; everything else stays as it is.
 */
export function withoutNul<Value>(value: Value): Value {
  return strip(value) as Value
}

function strip(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '')
  if (Array.isArray(value)) return value.map(strip)
  if (value === null || typeof value !== 'object' || value instanceof Date) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [strip(key), strip(item)]))
}
