import type { Module } from '../../file.ts'
import { block, call, keywords, prefix } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { emptyFigure, textConstant } from '../axes.ts'
import { dateImports, figureTitles, panelFormat, panelLayout, panelStyle } from '../axes-panels.ts'
import { COLOR_CONSTANT, complete, groupsHelper, opacity } from '../common.ts'
import { columnsHelper, inOrder, isJoined, panelStatements } from '../panels.ts'
import { parts } from './module.ts'

/** One panel per value of the facet, all on the same scales. */
export function smallMultiples(plan: Plan<'small-multiples'>): Module {
  const { x, y, facet } = plan.roles
  const grid = call(
    'fig.subplots',
    keywords({
      nrows: 'math.ceil(len(panels) / columns)',
      ncols: 'columns',
      sharex: 'True',
      sharey: 'True',
      squeeze: 'False',
    }),
  )
  const body = [
    ...complete(plan.roles),
    ...panelStatements(facet),
    ...(isJoined(plan) ? [] : [`alpha = ${opacity(plan, 'frame')}`]),
    emptyFigure(panelLayout(plan)),
    prefix('grid = ', grid),
    block('for ax, (name, part) in zip(grid.flat, panels, strict=False)', [
      ...inOrder(plan),
      drawn(plan),
      '_style(ax, name)',
    ]),
    ...(isJoined(plan) ? ['ax.margins(x=0.01)'] : []),
    ...panelFormat(x),
    ...lowest(),
    ...figureTitles(plan, { x: x.name, y: y.name, first: 'grid[0, 0]' }),
  ]
  const module = parts(plan, body, false)
  return {
    ...module,
    imports: [...module.imports, ...dateImports(x)],
    standardImports: ['import math'],
    constants: [COLOR_CONSTANT, textConstant(plan)],
    helpers: [groupsHelper(), columnsHelper(), panelStyle(plan)],
  }
}

/** Names the ticks below the lowest panel of each column, and leaves no empty panel. */
function lowest(): readonly Statement[] {
  return [
    block('for i, ax in enumerate(grid.flat)', [
      'ax.tick_params(labelbottom=i + columns >= len(panels))',
      'ax.set_visible(i < len(panels))',
    ]),
  ]
}

function drawn(plan: Plan<'small-multiples'>): Doc {
  const places = [`part[${plan.roles.x.name}]`, `part[${plan.roles.y.name}]`]
  return isJoined(plan)
    ? call('ax.plot', [...places, ...keywords({ color: 'COLOR', linewidth: '1.6' })])
    : call('ax.scatter', [
        ...places,
        ...keywords({ s: '20', linewidths: '0', color: 'COLOR', alpha: 'alpha' }),
      ])
}
