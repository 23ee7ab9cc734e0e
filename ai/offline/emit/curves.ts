import { block } from '../layout.ts'
import type { Statement } from '../layout.ts'
import type { Plan } from '../plan.ts'

/** Charts that sum the values of each group up as a curve. */
export type Curves = Plan<'density' | 'ecdf'>

/** Words along the axis of shares. */
export const SHARE = '"Share of rows"'

/** `frame`: without groups whose values are all equal, of which no density can be estimated. */
export function estimable({ roles: { value, color } }: Curves): readonly Statement[] {
  const together = '(lambda _: 0)'
  const by = color === null ? 'lambda _: 0' : color.required ? color.name : `${color.name} or ${together}`
  return [
    '# A density can be estimated from two different values on.',
    `spread = frame.groupby(${by})[${value.name}].transform("nunique")`,
    'frame = frame[spread > 1]',
  ]
}

/** `least` and `most`: the range of the values, with room for the curves to fall to zero. */
export function range({ roles: { value } }: Curves): readonly Statement[] {
  return [
    `least, most = frame[${value.name}].min(), frame[${value.name}].max()`,
    'pad = 0.15 * (most - least) or 1',
  ]
}

/** `at`: the places at which a density is estimated. */
export function places(plan: Curves): readonly Statement[] {
  return [...range(plan), 'at = np.linspace(least - pad, most + pad, 200)']
}

/** The same statements for all rows, or for each group. */
export function eachGroup(
  { roles: { color } }: Curves,
  draw: (rows: string, paint: string, name: string) => readonly Statement[],
): readonly Statement[] {
  if (color === null) return draw('frame', 'COLOR', 'None')
  const groups = `_groups(frame, ${color.name})`
  return [
    block(
      `for i, (legend_name, part) in enumerate(${groups})`,
      draw('part', 'PALETTE[i % len(PALETTE)]', 'legend_name'),
    ),
  ]
}

/** How the bandwidth is chosen, for readers of the code. */
export const SCOTT = "# Gaussian kernels; their bandwidth follows Scott's rule."
