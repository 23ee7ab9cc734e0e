import type { Module } from '../../file.ts'
import { block, call, keywords, options, prefix } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import {
  figureStatements,
  finish,
  legendLooks,
  legendPlace,
  plainLegend,
  positionFormat,
  sizesHelper,
  textConstant,
  valueFormat,
} from '../axes.ts'
import { asNames, COLOR_CONSTANT, complete, kinds, label, PALETTE_CONSTANT } from '../common.ts'
import { bubbleArea } from '../matplotlib/bubbles.ts'
import { BUBBLE_OPACITY, keysHelper, largestFirst } from '../sizes.ts'
import { NUMBERED, parts } from './module.ts'

/** One bubble per row. */
export function bubbles(plan: Plan<'bubble'>): Module {
  const { roles } = plan
  const { color } = roles
  const body = [
    ...complete(roles, NUMBERED),
    ...largestFirst(roles.size),
    ...figureStatements(plan),
    ...drawn(plan),
    ...colorLegend(plan),
    call('_add_sizes', ['ax', 'largest', label(roles.size.name)]),
    ...positionFormat(roles.x),
    valueFormat('y'),
    ...finish(label(roles.x.name), label(roles.y.name)),
  ]
  const shared = parts(plan, body, kinds(roles.x).dates)
  return {
    ...shared,
    standardImports: [...(color === null ? [] : ['import itertools']), 'import math'],
    constants: [
      ...(color?.required === true ? [] : [COLOR_CONSTANT]),
      ...(color === null ? [] : [PALETTE_CONSTANT]),
      bubbleArea(),
      textConstant(plan),
    ],
    helpers: [keysHelper(), sizesHelper(), ...shared.helpers],
  }
}

function drawn({ roles: { x, y, size, color } }: Plan<'bubble'>): readonly Statement[] {
  const named = (looks: Doc) =>
    call('sns.scatterplot', [
      ...keywords({
        data: 'frame',
        x: x.name,
        y: y.name,
        size: `frame[${size.name}].clip(lower=0)`,
        sizes: '(0, AREA)',
        size_norm: '(0, largest)',
        alpha: BUBBLE_OPACITY,
        linewidth: '0',
        legend: 'False',
        ax: 'ax',
      }),
      looks,
    ])
  if (color === null) return [named('color=COLOR')]
  const grouped = [
    `names_by_row = ${asNames(`frame[${color.name}]`)}`,
    'palette = dict(zip(names_by_row.unique(), itertools.cycle(PALETTE)))',
    prefix('looks = ', options({ hue: 'names_by_row', palette: 'palette' })),
  ]
  if (color.required) return [...grouped, named('**looks')]
  return [
    'palette: dict[str, str] = {}',
    'looks: dict[str, object] = {"color": COLOR}',
    block(`if ${color.name} is not None`, grouped),
    named('**looks'),
  ]
}

function colorLegend(plan: Plan<'bubble'>): readonly Statement[] {
  const { color } = plan.roles
  if (color === null) return []
  const dot = call('ax.scatter', [
    '[]',
    '[]',
    ...keywords({ s: '40', color: 'shade', alpha: BUBBLE_OPACITY, label: 'legend_name' }),
  ])
  const made = call(
    'ax.legend',
    keywords({ title: label(color.name), ...legendPlace(plan), ...legendLooks() }),
  )
  const statements = [
    block('for legend_name, shade in palette.items()', [dot]),
    prefix('legend = ', made),
    ...plainLegend('legend'),
    'ax.add_artist(legend).set_clip_on(False)',
  ]
  return color.required ? statements : [block(`if ${color.name} is not None`, statements)]
}
