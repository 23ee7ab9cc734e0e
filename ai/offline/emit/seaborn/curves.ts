import type { Slot } from '../../../../domain/plot/plot.schema.ts'
import type { Module } from '../../file.ts'
import { block, call, dict, keywords, prefix } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { figureStatements, finish, numericTicks, textConstant, valueFormat } from '../axes.ts'
import { asNames, COLOR_CONSTANT, complete, label, PALETTE_CONSTANT } from '../common.ts'
import { estimable, SCOTT, SHARE } from '../curves.ts'
import type { Curves } from '../curves.ts'
import { legend, NUMBERED, parts } from './module.ts'

/** Where the values are dense, per group. */
export function density(plan: Plan<'density'>): Module {
  const { value } = plan.roles
  return curves(plan, [
    ...complete(plan.roles, NUMBERED),
    ...estimable(plan),
    ...figureStatements(plan),
    ...looks(plan),
    SCOTT,
    block('if not frame.empty', [draw(plan, 'sns.kdeplot', { bw_method: '"scott"', common_norm: 'False' })]),
    'ax.set_ylim(bottom=0)',
    valueFormat('y'),
    ...end(plan, value, '"Density"'),
  ])
}

/** Which share of the rows is reached at each value, per group. */
export function ecdf(plan: Plan<'ecdf'>): Module {
  const { value } = plan.roles
  const module = curves(plan, [
    ...complete(plan.roles, NUMBERED),
    ...figureStatements(plan),
    ...looks(plan),
    draw(plan, 'sns.ecdfplot', {}),
    'ax.yaxis.set_major_formatter(PercentFormatter(1))',
    ...end(plan, value, SHARE),
  ])
  return { ...module, imports: [...module.imports, 'from matplotlib.ticker import PercentFormatter'] }
}

/** `looks`: one colour, or a colour for each group. */
function looks({ roles: { color } }: Curves): readonly Statement[] {
  if (color === null) return []
  const grouped: Doc = dict([
    ['"hue"', 'names_by_row'],
    ['"palette"', 'dict(zip(names_by_row.unique(), itertools.cycle(PALETTE)))'],
  ])
  const statements = [`names_by_row = ${asNames(`frame[${color.name}]`)}`, prefix('looks = ', grouped)]
  if (color.required) return statements
  return ['looks: dict[str, object] = {"color": COLOR}', block(`if ${color.name} is not None`, statements)]
}

function draw(plan: Curves, name: string, own: Readonly<Record<string, Doc>>): Doc {
  const { value, color } = plan.roles
  const named = keywords({ data: 'frame', x: value.name, linewidth: '2', ...own, ax: 'ax' })
  return call(name, [...named, color === null ? 'color=COLOR' : '**looks'])
}

function end(plan: Curves, value: Slot, upright: string): readonly Statement[] {
  const { color } = plan.roles
  const named = color === null ? [] : [block('if ax.get_legend() is not None', legend(plan, color))]
  return ['ax.margins(x=0.01)', ...named, ...numericTicks(value.name), ...finish(label(value.name), upright)]
}

function curves(plan: Curves, body: readonly Statement[]): Module {
  const { color } = plan.roles
  return {
    ...parts(plan, body, false),
    standardImports: color === null ? [] : ['import itertools'],
    constants: [
      ...(color?.required === true ? [] : [COLOR_CONSTANT]),
      ...(color === null ? [] : [PALETTE_CONSTANT]),
      textConstant(plan),
    ],
  }
}
