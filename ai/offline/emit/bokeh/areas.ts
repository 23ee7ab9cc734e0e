import type { Module } from '../../file.ts'
import { call, keywords, prefix } from '../../layout.ts'
import type { Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { areDates, complete, kinds, label, PALETTE_CONSTANT } from '../common.ts'
import { stackTable } from '../stacks.ts'
import { makeFigure, numberFormats, parts } from './module.ts'
import { axisType, legend } from './positions.ts'
import { styleHelper } from './style.ts'

/** An area for each group, on top of each other. */
export function areas(plan: Plan<'area'>): Module {
  const { roles } = plan
  const body = [
    ...complete(roles),
    ...stackTable(plan),
    ...(kinds(roles.x).dates ? [`is_date = ${areDates(roles.x)}`] : []),
    makeFigure([label(roles.x.name), label(roles.y.name)], axisType(plan)),
    ...stacked(),
    ...legend(plan),
    ...numberFormats(roles.x),
    '_style(fig)',
    'return fig',
  ]
  const models = ['ColumnDataSource', 'Legend', 'NumeralTickFormatter', 'Spacer']
  return {
    ...parts(plan, body, models),
    constants: [PALETTE_CONSTANT],
    helpers: [styleHelper(plan)],
  }
}

/** The topmost area comes first in the legend. */
function stacked(): readonly Statement[] {
  const drawn = call('fig.varea_stack', [
    ...keywords({ stackers: 'fields', x: '"x"', source: 'source' }),
    'color=[PALETTE[i % len(PALETTE)] for i in range(len(fields))]',
  ])
  return [
    'fields = [f"part{i}" for i in range(len(table.columns))]',
    'parts = dict(zip(fields, table.to_numpy().T, strict=True))',
    'source = ColumnDataSource({"x": table.index, **parts})',
    prefix('stack = ', drawn),
    'fig.x_range.range_padding = 0',
    'fig.y_range.start = 0',
    'layers = [(name, [part]) for name, part in zip(table, stack, strict=True)][::-1]',
  ]
}
