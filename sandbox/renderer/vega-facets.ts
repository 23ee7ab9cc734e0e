import { isObject, listOf, member, textOf } from './json.ts'
import type { JsonObject } from './json.ts'

/** Columns by which a compiled specification is split into charts beside or below each other. */
export function facetFields(definitions: Iterable<JsonObject>): readonly string[] {
  const groups = [...definitions].filter(
    ({ type, name }) => type === 'group' && !String(name).includes('pathgroup'),
  )
  return groups.flatMap((group) => {
    const fields = listOf(member(group, 'from', 'facet', 'groupby'))
    return fields.filter((field) => typeof field === 'string')
  })
}

/** The headers of such a split: their title, and whether they run along the horizontal or the vertical axis. */
export function facetTitles(
  definitions: Iterable<JsonObject>,
): readonly { readonly dimension: 'x' | 'y'; readonly label: string | null }[] {
  return [...definitions].filter(isObject).flatMap(({ role, title }) => {
    const dimension = role === 'column-title' ? 'x' : role === 'row-title' ? 'y' : null
    const text = [member(title, 'text')].flat().join(' ')
    return dimension === null ? [] : [{ dimension, label: textOf(text) }]
  })
}
