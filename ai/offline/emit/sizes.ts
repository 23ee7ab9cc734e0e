import type { Slot } from '../../../domain/plot/plot.schema.ts'
import { docstring } from '../file.ts'
import { block, call, prefix } from '../layout.ts'
import type { Statement } from '../layout.ts'

/** Width of the largest bubble in CSS pixels. */
export const BUBBLE_PX = 36

/** Opacity of bubbles, which lie on each other. */
export const BUBBLE_OPACITY = '0.65'

/** Colour of the bubbles in the legend of the sizes. */
export const KEY_COLOR = '"#8A8A8A"'

/** `frame`, its large bubbles first so that small ones lie on top, and what the `largest` stands for. */
export function largestFirst({ name }: Slot): readonly Statement[] {
  return [
    prefix(
      'frame = ',
      call('frame.sort_values', [name, 'ascending=False', 'kind="stable"', 'ignore_index=True']),
    ),
    `largest = frame[${name}].clip(lower=0).max() or 1`,
  ]
}

/** The function that gives the numbers in the legend of the sizes; it needs `math`. */
export function keysHelper(): Statement {
  return block('def _keys(largest: float) -> list[float]', [
    ...docstring('Give three round numbers up to the largest, for the legend of sizes.'),
    'power = 10 ** math.floor(math.log10(largest))',
    'top = largest // power * power',
    'return [top / 10, top / 2, top]',
  ])
}

/** A number in the legend of the sizes. */
export const KEY_TEXT = 'f"{key:,.10g}"'
