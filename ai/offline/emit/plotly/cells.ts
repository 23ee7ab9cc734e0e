import type { Module } from '../../file.ts'
import { call, keywords, options, prefix } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { dayCells, namedTable, wideCells, weekGrid, WEEKDAYS_CONSTANT } from '../cells.ts'
import { complete, label } from '../common.ts'
import { SHADES_CONSTANT } from '../shades.ts'
import { COMMON, parts, traces } from './module.ts'
import { colorScale } from './shades.ts'

/** One cell per pair of names. */
export function heatmap(plan: Plan<'heatmap'>): Module {
  const { roles } = plan
  const turned = plan.design.rotateTicks ? { tickangle: '-35' } : {}
  return shaded(plan, [
    ...complete(roles),
    ...namedTable(plan),
    ...wideCells(plan),
    drawn('cells', [label(roles.x.name), label(roles.y.name), label(roles.shade.name)]),
    ...looks(label(roles.shade.name)),
    call('fig.update_xaxes', keywords({ type: '"category"', ...turned })),
    'fig.update_yaxes(type="category")',
    'return fig',
  ])
}

/** One cell per day, a column per week. */
export function calendar(plan: Plan<'calendar-heatmap'>): Module {
  const { roles } = plan
  const module = shaded(plan, [
    ...complete(roles),
    ...dayCells(plan),
    ...weekGrid(),
    'grid = grid.set_axis(WEEKDAYS)',
    drawn('grid', [label(roles.x.name), '"Day of the week"', label(roles.shade.name)]),
    ...looks(label(roles.shade.name)),
    'return fig',
  ])
  return { ...module, constants: [...module.constants, WEEKDAYS_CONSTANT] }
}

function drawn(data: string, [x, y, color]: readonly [string, string, string]): Doc {
  const { labels: _labels, ...common } = COMMON
  const own = { color_continuous_scale: 'SHADES', aspect: '"auto"', labels: options({ x, y, color }) }
  return prefix('fig = ', call('px.imshow', [data, ...keywords({ ...own, ...common })]))
}

function looks(title: string): readonly Statement[] {
  return [traces({ xgap: '1', ygap: '1' }), ...colorScale(title), '_style(fig)']
}

function shaded(plan: Plan, body: readonly Statement[]): Module {
  return { ...parts(plan, body), constants: [SHADES_CONSTANT] }
}
