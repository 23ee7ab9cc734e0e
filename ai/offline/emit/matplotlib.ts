import { BOX_OPACITY, OUTLIER_OPACITY } from '../design.ts'
import type { Module } from '../file.ts'
import { block, call, keywords, options, prefix } from '../layout.ts'
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
  barLabel,
  barValues,
  boxNames,
  boxNumbers,
  COLOR_CONSTANT,
  complete,
  groupsHelper,
  kinds,
  label,
  listConstant,
  opacity,
  PALETTE_CONSTANT,
  summaryOf,
} from './common.ts'
import type { Bars, Boxes, Histogram, Positions } from './common.ts'

const MARKERS = ['o', 's', '^', 'D', 'v', 'P']
const DASHES = ['-', '--', ':', '-.']

/** Writes the chart with matplotlib's object-oriented interface. */
export function emitMatplotlib(plan: Plan): Module {
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
  const grouped = roles.color !== null
  const second = roles.type === 'scatter' ? listConstant('MARKERS', MARKERS) : listConstant('DASHES', DASHES)
  const body = [
    ...complete(roles),
    ...(roles.type === 'line' ? [`frame = frame.sort_values(${roles.x.name}, kind="stable")`] : []),
    ...figureStatements(plan),
    ...(roles.type === 'scatter' ? points(plan, roles) : lines(roles)),
    ...legend(plan, roles),
    ...positionFormat(roles.x),
    valueFormat('y'),
    ...finish(label(roles.x.name), label(roles.y.name)),
  ]
  return {
    ...parts(plan, body, kinds(roles.x).dates),
    constants: [...(grouped ? [PALETTE_CONSTANT, second] : [COLOR_CONSTANT]), textConstant(plan)],
    helpers: [...(grouped ? [groupsHelper()] : []), styleHelper(plan, 'bottom')],
  }
}

function points(plan: Plan, roles: Positions): readonly Statement[] {
  return perGroup(roles, (rows, looks) =>
    call('ax.scatter', [
      `${rows}[${roles.x.name}]`,
      `${rows}[${roles.y.name}]`,
      ...keywords({ s: '28', linewidths: '0', ...looks('marker', 'MARKERS'), alpha: 'alpha' }),
    ]),
  ).toSpliced(0, 0, `alpha = ${opacity(plan, 'frame')}`)
}

function lines(roles: Positions): readonly Statement[] {
  const drawn = perGroup(roles, (rows, looks) =>
    call('ax.plot', [
      `${rows}[${roles.x.name}]`,
      `${rows}[${roles.y.name}]`,
      ...keywords({ linewidth: '1.6', ...looks('linestyle', 'DASHES') }),
    ]),
  )
  return [...drawn, 'ax.margins(x=0.01)']
}

type Looks = (channel: string, constant: string) => Readonly<Record<string, Doc>>

/** One drawing call for all rows, or the same call for each group with looks of its own. */
function perGroup(roles: Positions, draw: (rows: string, looks: Looks) => Doc): Statement[] {
  if (roles.color === null) return [draw('frame', () => ({ color: 'COLOR' }))]
  const looks: Looks = (channel, constant) => ({
    color: 'PALETTE[i % len(PALETTE)]',
    [channel]: `${constant}[i % len(${constant})]`,
    label: 'legend_name',
  })
  return [
    block(`for i, (legend_name, part) in enumerate(_groups(frame, ${roles.color.name}))`, [
      draw('part', looks),
    ]),
  ]
}

function legend(plan: Plan, { color }: Positions): readonly Statement[] {
  if (color === null) return []
  const drawn = call(
    'ax.legend',
    keywords({ title: label(color.name), ...legendPlace(plan), ...legendLooks() }),
  )
  const statements = [prefix('legend = ', drawn), ...plainLegend('legend')]
  return color.required ? statements : [block(`if ${color.name} is not None`, statements)]
}

function bars(plan: Plan, roles: Bars): readonly Statement[] {
  const across = plan.horizontal
  const size = across ? { height: '0.7' } : { width: '0.7' }
  const titles = [label(roles.category.name), barLabel(roles)] as const
  return [
    ...complete(roles),
    ...barValues(plan, roles),
    ...figureStatements(plan),
    call(across ? 'ax.barh' : 'ax.bar', [
      'list(bars.index)',
      'bars',
      ...keywords({ ...size, color: 'COLOR' }),
    ]),
    ...(across ? ['ax.invert_yaxis()'] : []),
    valueFormat(across ? 'x' : 'y'),
    ...categoryTicks(plan),
    ...(across ? finish(titles[1], titles[0]) : finish(titles[0], titles[1])),
  ]
}

function boxes(plan: Plan, roles: Boxes): readonly Statement[] {
  const across = plan.horizontal
  const titles = [label(roles.category.name), label(roles.value.name)] as const
  const line = options({ color: 'COLOR', linewidth: '1.3' })
  const dots = { marker: '"o"', markersize: '4', alpha: String(OUTLIER_OPACITY) }
  const looks = {
    tick_labels: 'names',
    ...(across ? { orientation: '"horizontal"' } : {}),
    widths: '0.55',
    patch_artist: 'True',
    boxprops: options({ facecolor: `(COLOR, ${BOX_OPACITY})`, edgecolor: 'COLOR', linewidth: '1.3' }),
    medianprops: options({ color: 'COLOR', linewidth: '2.4' }),
    whiskerprops: line,
    capprops: line,
    flierprops: options({ ...dots, markerfacecolor: 'COLOR', markeredgecolor: '"none"' }),
  }
  return [
    ...complete(roles),
    boxNumbers(plan, roles),
    boxNames(plan, roles),
    ...figureStatements(plan),
    call('ax.boxplot', ['[keyed.get_group(name) for name in names]', ...keywords(looks)]),
    ...(across ? ['ax.invert_yaxis()'] : []),
    valueFormat(across ? 'x' : 'y'),
    ...categoryTicks(plan),
    ...(across ? finish(titles[1], titles[0]) : finish(titles[0], titles[1])),
  ]
}

function histogram(plan: Plan, roles: Histogram): readonly Statement[] {
  const name = roles.value.name
  const looks = { bins: String(plan.bins), color: 'COLOR', edgecolor: '"white"', linewidth: '0.6' }
  return [
    ...complete(roles),
    ...figureStatements(plan),
    call('ax.hist', [`frame[${name}]`, ...keywords(looks)]),
    'ax.margins(x=0.01)',
    ...numericTicks(name),
    valueFormat('y'),
    ...finish(label(name), '"Count"'),
  ]
}

/** A chart of one colour. */
function simple(plan: Plan, body: readonly Statement[]): Module {
  return {
    ...parts(plan, body, false),
    constants: [COLOR_CONSTANT, textConstant(plan)],
    helpers: [styleHelper(plan, plan.horizontal ? 'left' : 'bottom')],
  }
}

function parts(
  plan: Plan,
  body: readonly Statement[],
  dates: boolean,
): Omit<Module, 'constants' | 'helpers'> {
  const { pandas, axes, dates: concise, figure, layout } = AXES_IMPORTS
  return {
    standardImports: [],
    imports: [pandas, axes, ...(dates ? [concise] : []), figure, layout],
    summary: summaryOf(plan),
    returns: 'Figure',
    body,
    save: SAVE_PNG,
  }
}
