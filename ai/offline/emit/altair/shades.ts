import { call, suffix } from '../../layout.ts'
import type { Doc } from '../../layout.ts'
import { titled } from './module.ts'

/** A colour map that darkens steadily, by Vega's name for it. */
export const SHADES_CONSTANT: Doc = 'SHADES = "yellowgreenblue"'

/** The colours of a column of numbers, with a scale that says what they stand for. */
export function colorScale(field: string, title: string): Doc {
  const color = call('alt.Color', [`"${field}:Q"`, titled(title)])
  return suffix(color, '.scale(scheme=SHADES)')
}
