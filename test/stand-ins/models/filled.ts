import { list, object } from './wire.ts'
import type { Json } from './wire.ts'

/** What a stand-in says wherever the shape of an answer leaves it a choice. */
export interface Filling {
  /** for each field called `level` */
  readonly level: string
  /** for each text */
  readonly text: string
  /** whether lists of objections get one of every kind instead of staying empty */
  readonly objects: boolean
}

/** A value of the shape asked for: one entry per id where a list's items are told apart by `id`, other lists empty. */
export function filled(schema: Json, filling: Filling): unknown {
  const [first] = list(schema['anyOf'])
  if (first !== undefined) return filled(first, filling)
  if (Array.isArray(schema['enum'])) return schema['enum'].at(0)
  switch (schema['type']) {
    case 'object':
      return filledObject(schema, filling)
    case 'array':
      return filledList(object(schema['items']), filling)
    case 'string':
      return filling.text
    case 'boolean':
      return false
    default:
      return 0
  }
}

function filledObject(schema: Json, filling: Filling): Json {
  const properties = Object.entries(object(schema['properties']))
  return Object.fromEntries(
    properties.map(([name, child]) => [
      name,
      name === 'level' ? filling.level : filled(object(child), filling),
    ]),
  )
}

function filledList(items: Json, filling: Filling): readonly unknown[] {
  const properties = object(items['properties'])
  const name = properties['id'] === undefined ? 'kind' : 'id'
  const options = object(properties[name])['enum']
  if (!Array.isArray(options) || (name === 'kind' && !filling.objects)) return []
  return options.map((option) => ({ ...object(filled(items, filling)), [name]: option as unknown }))
}
