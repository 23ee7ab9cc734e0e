import type { Module } from '../../file.ts'
import { call, keywords, prefix } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { figureStatements, finish, plainTicks, positionFormat, styleHelper, textConstant } from '../axes.ts'
import { colorScale } from '../axes-shaded.ts'
import { dayCells, namedTable, wideCells, weekGrid, WEEKDAYS_CONSTANT } from '../cells.ts'
import { complete, label } from '../common.ts'
import { SHADES_CONSTANT } from '../shades.ts'
import { parts } from './module.ts'

/** One cell per pair of names. */
export function heatmap(plan: Plan<'heatmap'>): Module {
  const { roles } = plan
  const body = [
    ...complete(roles),
    ...namedTable(plan),
    ...wideCells(plan),
    ...figureStatements(plan),
    mesh(['cells']),
    'ax.invert_yaxis()',
    'ax.set_xticks([at + 0.5 for at in range(len(columns))], columns)',
    'ax.set_yticks([at + 0.5 for at in range(len(rows))], rows)',
    ...plainTicks(plan),
    ...colorScale('mesh', label(roles.shade.name)),
    ...finish(label(roles.x.name), label(roles.y.name)),
  ]
  return shaded(plan, body)
}

/** One cell per day, a column per week. */
export function calendar(plan: Plan<'calendar-heatmap'>): Module {
  const { roles } = plan
  const body = [
    ...complete(roles),
    ...dayCells(plan),
    ...weekGrid(),
    ...figureStatements(plan),
    'edges = pd.date_range(weeks[0], periods=len(weeks) + 1, freq="7D")',
    mesh(['edges', 'range(8)', 'grid']),
    'ax.invert_yaxis()',
    'ax.set_yticks([at + 0.5 for at in range(7)], WEEKDAYS)',
    ...positionFormat({ ...roles.x, types: ['temporal'] }),
    ...colorScale('mesh', label(roles.shade.name)),
    ...finish(label(roles.x.name), '"Day of the week"'),
  ]
  const module = shaded(plan, body, true)
  return { ...module, constants: [...module.constants, WEEKDAYS_CONSTANT] }
}

function mesh(data: readonly Doc[]): Doc {
  const looks = { cmap: 'SHADES', edgecolors: '"white"', linewidth: '1' }
  return prefix('mesh = ', call('ax.pcolormesh', [...data, ...keywords(looks)]))
}

function shaded(plan: Plan, body: readonly Statement[], dates = false): Module {
  return {
    ...parts(plan, body, dates),
    constants: [SHADES_CONSTANT, textConstant(plan)],
    helpers: [styleHelper(plan, null)],
  }
}
