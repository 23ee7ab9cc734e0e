import { BOX_OPACITY, OUTLIER_OPACITY } from '../design.ts'
import type { Module } from '../file.ts'
import { block, call, dict, keywords, options, prefix } from '../layout.ts'
import type { Doc, Statement } from '../layout.ts'
import type { Plan } from '../plan.ts'
import {
  AXES_IMPORTS,
  categoryTicks,
  figureStatements,
  finish,
  legendLooks,
  legendPlace,
  numericTicks,
  plainLegend,
  positionFormat,
  SAVE_PNG,
  styleHelper,
  textConstant,
  valueFormat,
} from './axes.ts'
import {
  asNames,
  barLabel,
  barValues,
  boxNames,
  boxNumbers,
  categoryNames,
  COLOR_CONSTANT,
  complete,
  kinds,
  label,
  listConstant,
  opacity,
  PALETTE_CONSTANT,
  summaryOf,
} from './common.ts'
import type { Bars, Boxes, Histogram, Positions } from './common.ts'

const MARKERS = ['o', 's', '^', 'D', 'v', 'P']
const DASHES = '[(None, None), (4, 1.5), (1, 1), (4, 1, 1, 1)]'

/** seaborn joins columns and groups by row labels, so these must be unique. */
const NUMBERED = 'ignore_index=True'

/** Writes the chart with seaborn's functions for one axes. */
export function emitSeaborn(plan: Plan): Module {
  const { roles } = plan
  switch (roles.type) {
    case 'scatter':
    case 'line':
      return positions(plan, roles)
    case 'bar':
      return simple(plan, bars(plan, roles))
    case 'boxplot':
      return simple(plan, boxes(plan, roles))
    case 'histogram':
      return simple(plan, histogram(plan, roles))
  }
}

function positions(plan: Plan, roles: Positions): Module {
  const { color } = roles
  const second = roles.type === 'scatter' ? listConstant('MARKERS', MARKERS) : `DASHES = ${DASHES}`
  const colors = color?.required === true ? [] : [COLOR_CONSTANT]
  const body = [
    ...complete(roles, NUMBERED),
    ...figureStatements(plan),
    ...looks(roles),
    draw(plan, roles),
    ...(roles.type === 'line' ? ['ax.margins(x=0.01)'] : []),
    ...legend(plan, roles),
    ...positionFormat(roles.x),
    valueFormat('y'),
    ...finish(label(roles.x.name), label(roles.y.name)),
  ]
  return {
    ...parts(plan, body, kinds(roles.x).dates),
    constants: [...colors, ...(color === null ? [] : [PALETTE_CONSTANT, second]), textConstant(plan)],
  }
}

/** `looks`: one colour, or the colour and the second channel of each group. */
function looks({ type, color }: Positions): readonly Statement[] {
  if (color === null) return []
  const [channel, constant] = type === 'scatter' ? ['markers', 'MARKERS'] : ['dashes', 'DASHES']
  const cycled = (name: string) => `dict(zip(names, itertools.cycle(${name})))`
  const grouped: Doc = dict([
    ['"hue"', 'names_by_row'],
    ['"style"', 'names_by_row'],
    ['"palette"', cycled('PALETTE')],
    [`"${channel}"`, cycled(constant)],
  ])
  const statements = (assign: string) => [
    `names_by_row = ${asNames(`frame[${color.name}]`)}`,
    'names = names_by_row.unique()',
    prefix(assign, grouped),
  ]
  if (color.required) return statements('looks = ')
  return [
    'looks: dict[str, object] = {"color": COLOR}',
    block(`if ${color.name} is not None`, statements('looks = ')),
  ]
}

function draw(plan: Plan, roles: Positions): Doc {
  const own =
    roles.type === 'scatter'
      ? { s: '28', linewidth: '0', alpha: opacity(plan, 'frame') }
      : { estimator: 'None', linewidth: '1.6' }
  const named = keywords({ data: 'frame', x: roles.x.name, y: roles.y.name, ...own, ax: 'ax' })
  const last = roles.color === null ? 'color=COLOR' : '**looks'
  return call(`sns.${roles.type}plot`, [...named, last])
}

function legend(plan: Plan, { color }: Positions): readonly Statement[] {
  if (color === null) return []
  const { loc, ...place } = legendPlace(plan)
  const moved = call('sns.move_legend', [
    'ax',
    loc ?? '',
    ...keywords({ title: label(color.name), ...place, ...legendLooks() }),
  ])
  const statements = [moved, ...plainLegend('ax.get_legend()')]
  return color.required ? statements : [block(`if ${color.name} is not None`, statements)]
}

function bars(plan: Plan, roles: Bars): readonly Statement[] {
  const names = categoryNames(plan, roles.category.name)
  const [category, length] = plan.horizontal ? ['y', 'x'] : ['x', 'y']
  const { value } = roles
  const measured =
    value === null ? {} : { [length]: value.name, estimator: `"${plan.aggregate}"`, errorbar: 'None' }
  const looks = { order: 'list(bars.index)', width: '0.7', color: 'COLOR', saturation: '1', ax: 'ax' }
  const named = keywords({ data: 'frame', [category]: names, ...measured, ...looks })
  return [
    ...complete(roles, NUMBERED),
    ...barValues(plan, roles),
    ...figureStatements(plan),
    call(value === null ? 'sns.countplot' : 'sns.barplot', named),
    ...categories(plan, [label(roles.category.name), barLabel(roles)]),
  ]
}

function boxes(plan: Plan, roles: Boxes): readonly Statement[] {
  const [category, length] = plan.horizontal ? ['y', 'x'] : ['x', 'y']
  const dots = { marker: '"o"', markersize: '4', alpha: String(OUTLIER_OPACITY) }
  const named = keywords({
    data: 'frame',
    [category]: categoryNames(plan, roles.category.name),
    [length]: roles.value.name,
    order: 'names',
    width: '0.55',
    linecolor: 'COLOR',
    linewidth: '1.3',
    boxprops: options({ facecolor: `(COLOR, ${BOX_OPACITY})` }),
    medianprops: options({ linewidth: '2.4' }),
    flierprops: options({ ...dots, markerfacecolor: 'COLOR', markeredgecolor: '"none"' }),
    ax: 'ax',
  })
  return [
    ...complete(roles, NUMBERED),
    ...(plan.sort === 'data' ? [] : [boxNumbers(plan, roles)]),
    boxNames(plan, roles),
    ...figureStatements(plan),
    block('with warnings.catch_warnings()', [
      '# seaborn 0.13 passes on an argument that matplotlib 3.11 has renamed.',
      'warnings.filterwarnings("ignore", message="vert: bool")',
      call('sns.boxplot', named),
    ]),
    ...categories(plan, [label(roles.category.name), label(roles.value.name)]),
  ]
}

/** The end of a chart of categories: number format, names of the categories, titles. */
function categories(plan: Plan, [category, value]: readonly [string, string]): readonly Statement[] {
  return [
    valueFormat(plan.horizontal ? 'x' : 'y'),
    ...categoryTicks(plan),
    ...(plan.horizontal ? finish(value, category) : finish(category, value)),
  ]
}

function histogram(plan: Plan, roles: Histogram): readonly Statement[] {
  const name = roles.value.name
  const looks = { color: 'COLOR', alpha: '1', edgecolor: '"white"', linewidth: '0.6', ax: 'ax' }
  return [
    ...complete(roles, NUMBERED),
    ...figureStatements(plan),
    call('sns.histplot', keywords({ data: 'frame', x: name, bins: String(plan.bins), ...looks })),
    'ax.margins(x=0.01)',
    ...numericTicks(name),
    valueFormat('y'),
    ...finish(label(name), '"Count"'),
  ]
}

/** A chart of one colour. */
function simple(plan: Plan, body: readonly Statement[]): Module {
  return { ...parts(plan, body, false), constants: [COLOR_CONSTANT, textConstant(plan)] }
}

function parts(plan: Plan, body: readonly Statement[], dates: boolean): Omit<Module, 'constants'> {
  const { pandas, axes, dates: concise, figure, layout } = AXES_IMPORTS
  return {
    standardImports: standardImports(plan),
    imports: [pandas, 'import seaborn as sns', axes, ...(dates ? [concise] : []), figure, layout],
    helpers: [styleHelper(plan, plan.horizontal ? 'left' : 'bottom')],
    summary: summaryOf(plan),
    returns: 'Figure',
    body,
    save: SAVE_PNG,
  }
}

function standardImports({ roles }: Plan): readonly string[] {
  if (roles.type === 'boxplot') return ['import warnings']
  return 'color' in roles && roles.color !== null ? ['import itertools'] : []
}
