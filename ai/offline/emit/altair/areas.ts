import type { Module } from '../../file.ts'
import { call, list, suffix } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { complete, PALETTE_CONSTANT } from '../common.ts'
import { longTable, stackTable } from '../stacks.ts'
import { tip, label, titled, chartOf, parts } from './module.ts'
import { positionStatements } from './positions.ts'

/** An area for each group, on top of each other. */
export function areas(plan: Plan<'area'>): Module {
  const { roles } = plan
  const { x, y, color } = roles
  const upright = call('alt.Y', ['"y:Q"', titled(label(y.name)), 'stack="zero"'])
  const shade = call('alt.Color', ['"color:N"', titled(label(color.name)), 'sort=names[::-1]'])
  const tips = [tip('"color"', label(color.name)), tip('"x"', label(x.name)), tip('"y"', label(y.name))]
  const body = [
    ...complete(roles),
    ...stackTable(plan),
    longTable('"x"', '"y"', '"color"'),
    'table = table.reset_index()',
    'names = list(groups.unique())',
    'table["rank"] = table["color"].map(names.index)',
    'shades = [PALETTE[i % len(PALETTE)] for i in range(len(names))]',
    ...positionStatements(x, ', nice=False'),
    chartOf('.mark_area(stroke="white", strokeWidth=0.8)', {
      x: `place.title(${label(x.name)})`,
      y: upright,
      color: suffix(shade, '.scale(domain=names[::-1], range=shades[::-1])'),
      order: '"rank:Q"',
      tooltip: list(tips),
    }),
    'return _style(chart)',
  ]
  return { ...parts(plan, body), constants: [PALETTE_CONSTANT] }
}
