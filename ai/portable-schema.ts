import * as z from 'zod'

import { AppError } from '../domain/errors.ts'

type Json = Readonly<Record<string, unknown>>

/**
 * The JSON Schema of an answer, in the subset that every provider understands alike: closed objects with every
 * property required, arrays, string enums, strings, numbers, integers, booleans, and null beside one of them.
 * Refinements are not part of it: whoever reads the answer checks them with the same zod schema.
 * @throws AppError `invalid` naming what is not portable and what to write instead
 */
export function portableSchema(schema: z.ZodType): Json {
  const { $defs, $schema: _, ...root } = jsonObject(z.toJSONSchema(schema))
  const portable = portableNode(root, { path: '', definitions: jsonObject($defs ?? {}), within: [] })
  if (portable['type'] !== 'object') throw notPortable('', 'only an object can be asked for')
  return portable
}

/** The same schema for Google's former client: `nullable` stands for null, and objects are closed anyway. */
export function openApiSchema(schema: Json): Json {
  const { additionalProperties: _, anyOf, properties, items, ...rest } = schema
  if (anyOf !== undefined)
    return { ...openApiSchema(z.tuple([JsonObject]).rest(JsonObject).parse(anyOf)[0]), nullable: true }
  return {
    ...rest,
    ...(rest['enum'] !== undefined && { format: 'enum' }),
    ...(properties !== undefined && {
      properties: mapValues(jsonObject(properties), (child) => openApiSchema(jsonObject(child))),
    }),
    ...(items !== undefined && { items: openApiSchema(jsonObject(items)) }),
  }
}

interface Place {
  /** where in the answer, for messages */
  readonly path: string
  readonly definitions: Json
  /** names of the definitions around this place */
  readonly within: readonly string[]
}

/** Keywords that pass; all others are named in the refusal. */
const KEYWORDS = new Set([
  'type',
  'description',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'enum',
])

/** What to write instead of a keyword that some provider ignores or refuses. */
const INSTEAD: Readonly<Record<string, string>> = {
  const: 'write z.enum([…]) with one value',
  default: 'ask for the value, or use nullable',
  oneOf: 'write one object with a string enum that tells the kinds apart, and nullable fields',
  propertyNames: 'write an array of { id, … } instead of a record',
  minimum: 'write a string enum, or check the range in a refinement',
  maximum: 'write a string enum, or check the range in a refinement',
  minLength: 'check the length in a refinement',
  maxLength: 'check the length in a refinement',
  pattern: 'check the pattern in a refinement',
  format: 'check the format in a refinement',
  minItems: 'check the number of items in a refinement',
  maxItems: 'check the number of items in a refinement',
}

function portableNode(node: Json, place: Place): Json {
  const { $ref, anyOf, id: _, ...rest } = node
  if ($ref !== undefined) return { ...inlined($ref, place), ...rest }
  if (anyOf !== undefined) return { ...rest, anyOf: nullableOf(anyOf, place) }
  if (Array.isArray(rest['type'])) {
    const options = rest['type'].map((type) => (type === 'null' ? { type } : { ...rest, type }))
    return { anyOf: nullableOf(options, place) }
  }
  const checked = withoutSafeRange(rest)
  const foreign = Object.keys(checked).find((keyword) => !KEYWORDS.has(keyword))
  if (foreign !== undefined) {
    throw notPortable(place.path, `${foreign} is not portable; ${INSTEAD[foreign] ?? 'leave it out'}`)
  }
  if (typeof checked['type'] !== 'string') throw notPortable(place.path, 'a value needs one type')
  if (checked['type'] === 'array') return { ...checked, items: childOf(checked['items'], place, '[]') }
  return checked['type'] === 'object' ? closedObject(checked, place) : checked
}

function closedObject(node: Json, place: Place): Json {
  const properties = jsonObject(node['properties'] ?? {})
  const names = Object.keys(properties)
  if (node['additionalProperties'] !== false || names.length === 0) {
    throw notPortable(
      place.path,
      'an object needs fields of its own; write an array of { id, … } for a record',
    )
  }
  const required = z.array(z.string()).parse(node['required'] ?? [])
  const optional = names.find((name) => !required.includes(name))
  if (optional !== undefined) {
    throw notPortable(`${place.path}.${optional}`, 'optional is not portable; use nullable')
  }
  return { ...node, properties: mapValues(properties, (child, name) => childOf(child, place, `.${name}`)) }
}

function childOf(child: unknown, place: Place, step: string): Json {
  return portableNode(jsonObject(child), { ...place, path: place.path + step })
}

/** The only union that every provider takes is that of a value and null. */
function nullableOf(options: unknown, place: Place): readonly Json[] {
  const [value, nothing, ...others] = z.array(JsonObject).parse(options)
  if (value === undefined || nothing?.['type'] !== 'null' || others.length > 0) {
    throw notPortable(place.path, `a union is not portable; ${INSTEAD['oneOf']}`)
  }
  return [portableNode(value, place), nothing]
}

/** zod gives names to schemas with an id; a provider sees them in their place. */
function inlined(reference: unknown, place: Place): Json {
  const name = /^#\/\$defs\/(.+)$/.exec(String(reference))?.[1] ?? ''
  if (place.within.includes(name) || !Object.hasOwn(place.definitions, name)) {
    throw notPortable(place.path, 'a schema inside itself is not portable')
  }
  return portableNode(jsonObject(place.definitions[name]), { ...place, within: [...place.within, name] })
}

/** zod gives each integer the range that a double holds exactly, which nobody relies on. */
function withoutSafeRange({ minimum, maximum, ...node }: Json): Json {
  return {
    ...node,
    ...(minimum !== undefined && minimum !== Number.MIN_SAFE_INTEGER && { minimum }),
    ...(maximum !== undefined && maximum !== Number.MAX_SAFE_INTEGER && { maximum }),
  }
}

const JsonObject = z.record(z.string(), z.unknown())

function jsonObject(value: unknown): Json {
  return JsonObject.parse(value)
}

function mapValues(object: Json, map: (value: unknown, name: string) => unknown): Json {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value, name)]))
}

function notPortable(path: string, reason: string): AppError {
  return new AppError(
    'invalid',
    `the schema of the answer${path && ` at ${path}`} is not portable: ${reason}`,
  )
}
