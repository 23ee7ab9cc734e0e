import type { Expected, ExpectedBubble } from './expectation.ts'
import { columnOf, isGiven, rowsOf } from './source.ts'
import type { Source } from './source.ts'
import { categoryOf, placeOf } from './values.ts'

/** One bubble per row with two places and a size. */
export function expectedBubbles(source: Source): Expected<'bubbles'> | null {
  const [x, y, size] = (['x', 'y', 'size'] as const).map((role) => columnOf(source, role))
  const color = columnOf(source, 'color')
  if (!x || !y || !size) return null
  const bubbles = rowsOf(source.data).map((row): ExpectedBubble | null => {
    const [left, up, amount] = [placeOf(x[row]), placeOf(y[row]), placeOf(size[row])]
    if (left === null || up === null || amount === null) return null
    const required = color === null || categoryOf(color[row]) !== null
    return { x: left, y: up, size: Math.max(0, amount), required }
  })
  return { kind: 'bubbles', bubbles: bubbles.filter(isGiven) }
}
