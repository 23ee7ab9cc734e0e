import { failed, passed } from '../check.ts'
import type { Outcome } from '../check.ts'
import type { FigureFacts } from '../facts.schema.ts'
import type { MeasureInput } from '../measure.schema.ts'
import { slotRoles } from '../../plot/roles.ts'
import { categoryOf, hasWord } from '../values.ts'

/** A colour scale that says what its colours stand for, in the spec's words and with the unit. */
export function scaleNamed({ legend }: FigureFacts, { spec }: MeasureInput): Outcome {
  if (legend === null) return failed('Nothing says what the colours stand for; add a colour scale.')
  const title = categoryOf(legend.title) ?? ''
  if (title === '') return failed('The colour scale has no title; say what it measures.', 0.5)
  const { label, unit } = slotRoles(spec).shade ?? {}
  const isNamed = label === undefined || title.toLowerCase().includes(label.toLowerCase())
  const isMeasured = unit === undefined || hasWord(title, unit)
  const missing = [...(isNamed ? [] : [label]), ...(isMeasured ? [] : [unit])]
  if (missing.length === 0) return passed('A colour scale says what the colours stand for.')
  return failed(`The title of the colour scale does not name ${missing.join(' and ')}.`, missing.length / 4)
}
