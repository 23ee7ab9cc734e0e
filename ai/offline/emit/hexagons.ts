import { COLORS } from '../design.ts'
import { docstring } from '../file.ts'
import { block, call, options, prefix, suffix } from '../layout.ts'
import type { Statement } from '../layout.ts'
import type { Plan } from '../plan.ts'
import { literal } from '../python.ts'

/** Words of the colour scale. */
export const COUNT = '"Number of rows"'

/** Hexagons across where the spec does not say how many, and the share of them that fit on top of each other; plotly leaves less height. */
const ACROSS_DEFAULT = 28
const UP_SHARE = 0.32
const FLAT_SHARE = 0.26

/** A thin line around each hexagon, so that the palest ones stand out from the background too. */
export const OUTLINE = { color: literal(COLORS.line), width: '0.4' } as const

/** The room beside hexagons at the edge, in steps of the grid. */
export const EDGE = 0.7

/** Hexagons across, and two rows of them on top of each other, so that they are regular in a 16:9 picture. */
export function gridOf({ hexagons, library }: Plan): { readonly across: number; readonly up: number } {
  const across = hexagons ?? ACROSS_DEFAULT
  return { across, up: Math.max(2, Math.round(across * (library === 'plotly' ? FLAT_SHARE : UP_SHARE))) }
}

/** The constants of the grid. */
export function gridConstants(plan: Plan): readonly string[] {
  const { across, up } = gridOf(plan)
  return [`COLUMNS, ROWS = ${across}, ${up}`]
}

/** `across` and `up`: the steps of the grid in the units of the axes. */
export function steps(x: string, y: string): readonly Statement[] {
  return [`across = (${x}.max() - ${x}.min()) / COLUMNS or 1`, `up = (${y}.max() - ${y}.min()) / ROWS or 1`]
}

/** The function that counts points in hexagons, for libraries that have none of their own. */
export function hexagonsHelper(): Statement {
  const head = call('def _hexagons', ['x: pd.Series', 'y: pd.Series'])
  const middle = (one: string, other: string) => call('np.where', ['even', one, other])
  return block(suffix(head, ' -> pd.DataFrame'), [
    ...docstring('Count the points of each hexagon; give its middle and their number.'),
    ...steps('x', 'y'),
    'u, v = (x - x.min()) / across, (y - y.min()) / up',
    '# Middles lie on two grids, one shifted by half a step; the nearer one counts.',
    'near = (u - u.round()) ** 2 + 3 * (v - v.round()) ** 2',
    'even = near < (u % 1 - 0.5) ** 2 + 3 * (v % 1 - 0.5) ** 2',
    prefix(
      'middles = ',
      call('pd.DataFrame', [
        options({ x: middle('u.round()', 'u // 1 + 0.5'), y: middle('v.round()', 'v // 1 + 0.5') }),
      ]),
    ),
    'cells = middles.groupby(["x", "y"], as_index=False).size()',
    'cells["x"] = x.min() + across * cells["x"]',
    'cells["y"] = y.min() + up * cells["y"]',
    'return cells.rename(columns={"size": "count"})',
  ])
}
