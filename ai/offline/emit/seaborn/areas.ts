import type { Module } from '../../file.ts'
import { block, call, chain, keywords, prefix } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import {
  figureStatements,
  finish,
  legendLooks,
  legendPlace,
  plainLegend,
  positionFormat,
  textConstant,
  valueFormat,
} from '../axes.ts'
import { complete, kinds, label, PALETTE_CONSTANT } from '../common.ts'
import { longTable, stackTable } from '../stacks.ts'
import { PLOT_WARNING, parts } from './module.ts'

/** An area for each group, on top of each other. */
export function areas(plan: Plan<'area'>): Module {
  const { roles } = plan
  const area = call('so.Area', keywords({ alpha: '1', edgecolor: '"white"', edgewidth: '0.8' }))
  const drawn = chain([
    call('so.Plot', ['table.reset_index()', ...keywords({ x: '"x"', y: '"y"', color: '"color"' })]),
    call('.add', [area, 'so.Stack()', 'legend=False']),
    '.scale(color=palette)',
    '.on(ax)',
    '.plot()',
  ])
  const legend = {
    handles: 'handles',
    title: label(roles.color.name),
    ...legendPlace(plan),
    ...legendLooks(),
  }
  const body = [
    ...complete(roles, 'ignore_index=True'),
    ...stackTable(plan),
    longTable('"x"', '"y"', '"color"'),
    'palette = dict(zip(groups.unique(), itertools.cycle(PALETTE)))',
    ...figureStatements(plan),
    block('with warnings.catch_warnings()', [...PLOT_WARNING, drawn]),
    'ax.margins(x=0)',
    'handles = [Patch(color=palette[name], label=name) for name in reversed(palette)]',
    prefix('legend = ', call('ax.legend', keywords(legend))),
    ...plainLegend('legend'),
    ...positionFormat(roles.x),
    valueFormat('y'),
    ...finish(label(roles.x.name), label(roles.y.name)),
  ]
  const shared = parts(plan, body, kinds(roles.x).dates)
  return {
    ...shared,
    standardImports: ['import itertools', 'import warnings'],
    imports: [...shared.imports, 'import seaborn.objects as so', 'from matplotlib.patches import Patch'],
    constants: [PALETTE_CONSTANT, textConstant(plan)],
  }
}
