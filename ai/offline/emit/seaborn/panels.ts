import type { Module } from '../../file.ts'
import { block, call, keywords, prefix } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { textConstant } from '../axes.ts'
import { dateImports, figureTitles, panelFormat, panelLayout, panelStyle } from '../axes-panels.ts'
import { asNames, COLOR_CONSTANT, complete, opacity } from '../common.ts'
import { columnsHelper, isJoined } from '../panels.ts'
import { NUMBERED, parts } from './module.ts'

/** One panel per value of the facet, all on the same scales. */
export function smallMultiples(plan: Plan<'small-multiples'>): Module {
  const { x, y, facet } = plan.roles
  const body = [
    ...complete(plan.roles, NUMBERED),
    `names = ${asNames(`frame[${facet.name}]`)}`,
    prefix('grid = ', drawn(plan)),
    'fig, ax = grid.figure, grid.axes.flat[0]',
    'fig.set_size_inches(8, 4.5)',
    call('fig.set_layout_engine', [panelLayout(plan)]),
    ...(isJoined(plan) ? ['ax.margins(x=0.01)'] : []),
    ...panelFormat(x),
    ...named(),
    ...figureTitles(plan, { x: x.name, y: y.name, first: 'grid.axes.flat[0]' }),
  ]
  const module = parts(plan, body, false)
  return {
    ...module,
    imports: [...module.imports, ...dateImports(x)],
    standardImports: ['import math'],
    constants: [COLOR_CONSTANT, textConstant(plan)],
    helpers: [columnsHelper(), panelStyle(plan)],
  }
}

function named(): readonly Statement[] {
  return [
    'grid.set(xlabel="", ylabel="", title="")',
    block('for name, ax in grid.axes_dict.items()', ['_style(ax, name)']),
  ]
}

function drawn(plan: Plan<'small-multiples'>): Doc {
  const { x, y } = plan.roles
  const own: Readonly<Record<string, Doc>> = isJoined(plan)
    ? { kind: '"line"', estimator: 'None', linewidth: '1.6' }
    : { kind: '"scatter"', s: '20', linewidth: '0', alpha: opacity(plan, 'frame') }
  const columns = { col: 'names', col_wrap: '_columns(names.nunique())' }
  return call(
    'sns.relplot',
    keywords({ data: 'frame', x: x.name, y: y.name, ...columns, ...own, color: 'COLOR' }),
  )
}
