import type { Module } from '../../file.ts'
import { block, call, keywords, prefix } from '../../layout.ts'
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
  styleHelper,
  textConstant,
  valueFormat,
} from '../axes.ts'
import { COLOR_CONSTANT, complete, groupsHelper, kinds, label, PALETTE_CONSTANT } from '../common.ts'
import { BUBBLE_OPACITY, keysHelper, largestFirst } from '../sizes.ts'
import { parts } from './module.ts'

/** One bubble per row. */
export function bubbles(plan: Plan<'bubble'>): Module {
  const { roles } = plan
  const grouped = roles.color !== null
  const body = [
    ...complete(roles),
    ...largestFirst(roles.size),
    ...figureStatements(plan),
    ...drawn(plan),
    ...colorLegend(plan),
    call('_add_sizes', ['ax', 'largest', label(roles.size.name)]),
    ...positionFormat(roles.x),
    valueFormat('y'),
    ...finish(label(roles.x.name), label(roles.y.name)),
  ]
  return {
    ...parts(plan, body, kinds(roles.x).dates),
    standardImports: ['import math'],
    constants: [grouped ? PALETTE_CONSTANT : COLOR_CONSTANT, bubbleArea(), textConstant(plan)],
    helpers: [...(grouped ? [groupsHelper()] : []), keysHelper(), sizesHelper(), styleHelper(plan, 'bottom')],
  }
}

/** The constant that says how large the largest bubble is. */
export function bubbleArea(): Doc {
  return 'AREA = 670  # of the largest bubble, in square points'
}

function drawn({ roles: { x, y, size, color } }: Plan<'bubble'>): readonly Statement[] {
  const scatter = (rows: string, looks: Readonly<Record<string, Doc>>) =>
    call('ax.scatter', [
      `${rows}[${x.name}]`,
      `${rows}[${y.name}]`,
      ...keywords({
        s: `${rows}[${size.name}].clip(lower=0) * AREA / largest`,
        ...looks,
        alpha: BUBBLE_OPACITY,
        linewidths: '0',
      }),
    ])
  if (color === null) return [scatter('frame', { color: 'COLOR' })]
  return [
    block(`for i, (legend_name, part) in enumerate(_groups(frame, ${color.name}))`, [
      scatter('part', { color: `PALETTE[i % len(PALETTE)]`, label: 'legend_name' }),
    ]),
  ]
}

function colorLegend(plan: Plan<'bubble'>): readonly Statement[] {
  const { color } = plan.roles
  if (color === null) return []
  const made = call(
    'ax.legend',
    keywords({ title: label(color.name), ...legendPlace(plan), ...legendLooks() }),
  )
  const statements = [
    prefix('legend = ', made),
    ...plainLegend('legend'),
    block('for handle in legend.legend_handles', ['handle.set_sizes([40])']),
    'ax.add_artist(legend).set_clip_on(False)',
  ]
  return color.required ? statements : [block(`if ${color.name} is not None`, statements)]
}
